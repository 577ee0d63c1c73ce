import assert from 'node:assert/strict';
import { test } from 'node:test';
import { injectTransport, TransportFault, type Transport } from '../src/contract/transport.ts';
import { connectCaisseWebhook } from '../src/dialects/caisse/connect-webhook.ts';
import { connectCaisse } from '../src/dialects/caisse/connect.ts';
import { addConnection } from '../src/hub/connections.ts';
import type { HubParts } from '../src/hub/parts.ts';
import { Runner } from '../src/hub/runner.ts';
import { createPaymentMode } from '../src/office/counter/counter.ts';
import { ringUp } from '../src/office/counter/ring-up.ts';
import { openCaisseShop } from './fixtures/caisse-shop.ts';
import { openEvent } from './fixtures/open-event.ts';
import { testSealer } from './fixtures/sealer.ts';
import { onEachStore } from './stores.ts';

const hour_ms = 3_600_000;

onEachStore('what is rung up at a counter', (open) => {
  test('reaches a shop and a webhook through the outbox, once, though the first answer of the shop is lost', async () => {
    const office = open();
    const shop = await openCaisseShop(office);
    const { organizer_id } = await office.write((tx) => openEvent(tx, 10));
    const inner = injectTransport(shop.app);
    let lost = 0;
    const toShop: Transport = async (request) => {
      const answer = await inner(request);
      if (request.url.includes('webapp.php') && request.method === 'POST' && lost === 0) {
        lost += 1;
        throw new TransportFault('timeout', 'no answer in time');
      }
      return answer;
    };
    const told: string[] = [];
    const toHook: Transport = ({ body }) => {
      const { type, price } = JSON.parse(body ?? '') as { type: string; price: string };
      told.push(`${type} ${price}`);
      return Promise.resolve({ status: 200, headers: {}, body: Buffer.from('') });
    };
    const { store, surroundings } = office;
    const connectors = [connectCaisse({ transport: toShop }), connectCaisseWebhook({ transport: toHook })];
    const parts: HubParts = {
      office: { store, surroundings, sealer: testSealer },
      connectors: new Map(connectors.map((connector) => [connector.dialect, connector])),
    };
    const connected = await office.write(async (tx) => ({
      to_shop: await addConnection(tx, parts, {
        organizer_id,
        dialect: 'caisse',
        base_url: 'https://shop.example/caisse',
        settings: { channels: ['counter'], payment_modes: { card: '2' }, department: '5' },
        secrets: { shop_id: shop.shop_id, key: shop.key },
      }),
      to_hook: await addConnection(tx, parts, {
        organizer_id,
        dialect: 'caisse-webhook',
        base_url: 'https://hook.example/told',
        settings: {},
        secrets: { header: 'Bearer x' },
      }),
    }));
    await office.write(async (tx) => {
      const mode = await createPaymentMode(tx, { organizer_id, name: 'Card', method: 'card' });
      await ringUp(tx, {
        organizer_id,
        channel: 'counter',
        stage: 'validated',
        items: [{ kind: 'free', title: 'Tea', quantity: 1, unit_amount: 320 }],
        payments: [{ payment_mode_id: mode, amount: 'rest' }],
        staff: { reason: 'keyed in at the till' },
      });
    });
    const runner = new Runner(parts, 'a process of this test');
    const deliver = (connection_id: number) => runner.deliver({ organizer_id, connection_id });
    assert.equal((await deliver(connected.to_shop))?.delivered, 0, 'the shop has it, and nobody knows');
    office.surroundings.instant += hour_ms;
    assert.deepEqual(await deliver(connected.to_shop), { delivered: 1, retried: 0, dead: 0 });
    assert.deepEqual(await deliver(connected.to_shop), { delivered: 0, retried: 0, dead: 0 });
    const orders = await office.read((rx) =>
      rx.db
        .selectFrom('order')
        .select(['total', 'paid'])
        .where('organizer_id', '=', shop.organizer_id)
        .execute(),
    );
    assert.deepEqual([lost, orders.map(({ total, paid }) => [total, paid])], [1, [[320, 320]]]);
    for (let round = 0; round < 3; round += 1) await deliver(connected.to_hook);
    assert.deepEqual(told, ['validated 3.20', 'terminated 3.20']);
  });
});
