import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { request } from 'undici';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { openHttpOffice, type HttpOffice } from '../../../test/fixtures/http-office.ts';
import { openTheatreNight, sellNight } from '../../../test/fixtures/theatre-night.ts';
import { ringUp } from '../../office/counter/ring-up.ts';
import { formatOrderKey } from '../../office/documents/order-link.ts';
import { systemActor } from '../../store/transaction.ts';

async function fetched(url: string, method: 'GET' | 'HEAD' = 'GET') {
  const { statusCode, body } = await request(url, { method });
  return { status: statusCode, bytes: Buffer.from(await body.arrayBuffer()) };
}

const papers = async ({ store }: HttpOffice): Promise<number> =>
  store.read(async ({ db }) => {
    const lines = await db
      .selectFrom('journal_line')
      .select('number')
      .where('kind', '=', 'receipt')
      .execute();
    return lines.length;
  });

const linkOf = ({ origin }: HttpOffice, { order_id: id, secret }: { order_id: number; secret: string }) =>
  `${origin}/o/${formatOrderKey({ id, secret })}`;

suite('the receipt behind the link of an order', () => {
  test('is one document however often it is opened, and a paper each time for a printer', async () => {
    await using office = await openHttpOffice();
    const sold = await office.store.write(systemActor, async (tx) =>
      ringUp(tx, {
        ...{ organizer_id: await newOrganizer(tx), channel: 'counter', stage: 'validated', payments: [] },
        items: [{ kind: 'free', title: 'Consigne', quantity: 1, unit_amount: 100 }],
      }),
    );
    const url = linkOf(office, sold);
    await fetched(`${url}/receipt.pdf`, 'HEAD');
    await fetched(`${url}/receipt.escpos`, 'HEAD');
    assert.equal(await papers(office), 0, 'who asks for no document was given none');
    const first = await fetched(`${url}/receipt.pdf`);
    assert.deepEqual(await fetched(`${url}/receipt.pdf`), first);
    assert.equal(await papers(office), 1);
    for (const copy of [1, 2]) {
      const { bytes } = await fetched(`${url}/receipt.escpos`);
      assert.ok(bytes.includes('DUPLICATA n') && bytes.includes(` ${copy}`));
    }
    assert.equal(await papers(office), 3);
    assert.equal((await fetched(`${url}/receipt.escpos?columns=1`)).status, 404);
    const statuses = [];
    for (let asked = 0; asked < 12; asked += 1)
      statuses.push((await fetched(`${url}/receipt.escpos`)).status);
    assert.equal(statuses.at(-1), 429, 'whoever has the link does not fill the journal');
    assert.equal(await papers(office), 11);
  });

  test('of what no till has sold stands in no journal', async () => {
    await using office = await openHttpOffice();
    const night = await office.store.write(systemActor, openTheatreNight);
    const sold = await office.store.write(systemActor, (tx) => sellNight(tx, night));
    const { status, bytes } = await fetched(`${linkOf(office, sold)}/receipt.pdf`);
    assert.deepEqual([status, bytes.subarray(0, 5).toString()], [200, '%PDF-']);
    assert.equal(await papers(office), 0);
  });
});
