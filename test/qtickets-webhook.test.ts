import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { loadConnectors } from '../src/cli/connectors.ts';
import { addConnection } from '../src/hub/connections.ts';
import type { HubParts } from '../src/hub/parts.ts';
import { Runner } from '../src/hub/runner.ts';
import { openQticketsHall } from './fixtures/qtickets-hall.ts';
import { onEachStore } from './stores.ts';

interface Heard {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver on a free port: what it heard, answered with these statuses in turn. */
async function openReceiver(statuses: number[]) {
  const heard: Heard[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      heard.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { heard, url: `http://127.0.0.1:${port}/hook`, close: () => server.close() };
}

onEachStore('webhooks of Qtickets from the outbox', (open) => {
  test('an order leaves as it is served, signed, and once more when the receiver was down', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const receiver = await openReceiver([500, 200]);
    const parts: HubParts = { office: hall.office, connectors: await loadConnectors(hall.office) };
    const runner = new Runner(parts, 'test');
    const { organizer_id } = hall;
    const connection_id = await office.write((tx) =>
      addConnection(tx, parts, {
        organizer_id,
        dialect: 'qtickets-webhook',
        base_url: receiver.url,
        secrets: { secret: 'whisper' },
        gap_ms: 0,
      }),
    );
    const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1' }];
    const client = { email: 'username@gmail.com' };
    const { data } = await hall.client.createOrder({ body: { data: { client, payed: true, baskets } } });
    const key = { organizer_id, connection_id };
    await runner.deliver(key);
    assert.equal(receiver.heard.length, 1);
    await runner.deliver(key);
    assert.equal(receiver.heard.length, 1, 'a second later, not at once');
    office.surroundings.advance(1_500);
    await runner.deliver(key);
    await runner.stop();
    receiver.close();
    assert.equal(receiver.heard.length, 2);
    for (const { headers, body } of receiver.heard) {
      assert.deepEqual(JSON.parse(body), data);
      assert.equal(headers['x-signature'], createHmac('sha1', 'whisper').update(body).digest('hex'));
      assert.deepEqual([headers['x-event-type'], headers['x-model-name']], ['payed', 'Order']);
    }
  });
});

test('connectors can be described without an office', async () => {
  const names = [...(await loadConnectors()).keys()];
  assert.ok(names.includes('qtickets') && names.includes('qtickets-webhook'));
});
