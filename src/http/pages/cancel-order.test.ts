import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHttpOffice } from '../../../test/fixtures/http-office.ts';
import { openTheatreNight, sellNight } from '../../../test/fixtures/theatre-night.ts';
import { orderLink } from '../../office/documents/order-link.ts';
import { systemActor } from '../../store/transaction.ts';

async function opened(paid: boolean) {
  const http = await openHttpOffice();
  const sold = await http.store.write(systemActor, async (tx) =>
    sellNight(tx, await openTheatreNight(tx), paid ? {} : { payment: undefined, confirm: false }),
  );
  const link = `${orderLink(http.origin, { id: sold.order_id, secret: sold.secret })}/cancel?lang=en`;
  const status = () =>
    http.store.read((rx) =>
      rx.db.selectFrom('order').select('status').where('id', '=', sold.order_id).executeTakeFirstOrThrow(),
    );
  const send = async (method: string) => {
    const form = method === 'POST' ? { 'content-type': 'application/x-www-form-urlencoded' } : undefined;
    const answer = await fetch(link, { method, ...(form === undefined ? {} : { headers: form, body: '' }) });
    return { status: answer.status, text: await answer.text() };
  };
  return { http, send, status };
}

test('a link to cancel an order changes nothing by being opened, and gives the order up when asked to', async () => {
  const { http, send, status } = await opened(false);
  await using _ = http;
  const asked = await send('GET');
  assert.match(asked.text, /Its places will be on sale again/);
  assert.equal((await status()).status, 0);
  const done = await send('POST');
  assert.equal(done.status, 200);
  assert.match(done.text, /The order is cancelled/);
  assert.equal((await status()).status, -10);
  assert.match((await send('POST')).text, /The order is cancelled/);
});

test('a paid order is not given up by its link', async () => {
  const { http, send, status } = await opened(true);
  await using _ = http;
  const before = await status();
  assert.match((await send('POST')).text, /ask the organizer/);
  assert.deepEqual(await status(), before);
});
