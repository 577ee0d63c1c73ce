import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { test } from 'node:test';
import { openQticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore } from '../../../test/stores.ts';
import { TransportFault, type OutgoingRequest } from '../../contract/transport.ts';
import type { Delivery, DeliveryOutcome, OrderFacts } from '../../hub/port.ts';
import { localIdOf } from '../../domain/served-id.ts';
import { connectQticketsWebhook } from './connect/webhook.ts';
import { orderTextOf } from './serve/order-text.ts';

const client = { email: 'username@gmail.com' };

onEachStore('a receiver of Qtickets’ webhooks', (open) => {
  test('is sent the bare order, signed over its bytes, until it answers 200, ten times at most', async () => {
    const hall = await openQticketsHall(open());
    const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1' }];
    const { data } = await hall.client.createOrder({ body: { data: { client, payed: true, baskets } } });
    const sent: OutgoingRequest[] = [];
    const answers = [500, 204, 'broken', 200] as const;
    const peer = connectQticketsWebhook({
      orderText: orderTextOf(hall.office),
      transport: (request) => {
        const answer = answers[sent.push(request) - 1] ?? 500;
        if (answer === 'broken') return Promise.reject(new TransportFault('reset', 'the connection broke'));
        return Promise.resolve({ status: answer, headers: {}, body: Buffer.from('') });
      },
    }).open({
      connection_id: 1,
      base_url: 'https://receiver.example/hook',
      settings: {},
      secrets: { secret: 'whisper' },
      zone: 'Europe/Moscow',
      now: () => 0,
      turn: () => Promise.resolve(),
      asked_to_wait: () => Promise.resolve(false),
      timeout_ms: 1_000,
    });
    const order = {
      order: { id: localIdOf(String(data.id)), ref: undefined },
      confirmed: true,
      cancelled: false,
      total: 50_000,
      paid: 50_000,
      refunded: 0,
    } as unknown as OrderFacts;
    const push = async (attempts: number): Promise<DeliveryOutcome | undefined> => {
      const delivery: Delivery = { id: 1, attempts, created_at: 0, topic: 'order', order };
      return (await peer.push!([delivery]))[0];
    };
    const why = { code: 'unavailable', params: {} };
    assert.deepEqual(await push(0), { retry: 'the receiver answers 500', after_ms: 1_000, why });
    assert.deepEqual(await push(1), { retry: 'the receiver answers 204', after_ms: 8_000, why });
    assert.deepEqual(await push(2), { retry: 'the receiver was not reached: reset', after_ms: 27_000, why });
    assert.deepEqual(await push(3), { done: true });
    assert.deepEqual(await push(9), { refused: 'the receiver answers 500, 10 times', why });
    const [first] = sent;
    assert.deepEqual(JSON.parse(first!.body!), data);
    assert.equal(first!.url, 'https://receiver.example/hook');
    assert.equal(
      first!.headers['x-signature'],
      createHmac('sha1', 'whisper').update(first!.body!).digest('hex'),
    );
    assert.deepEqual([first!.headers['x-event-type'], first!.headers['x-model-name']], ['payed', 'Order']);
  });
});
