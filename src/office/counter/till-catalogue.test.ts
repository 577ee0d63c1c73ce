import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTheatreNight } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore } from '../../../test/stores.ts';
import type { Tx } from '../../store/transaction.ts';
import { createPool } from '../catalogue/pool.ts';
import { createArticle, createDepartment, createVariation, updateArticle } from './article.ts';
import { createDiningTable, createPaymentMode } from './counter.ts';
import { tillOrderIds } from './list-till-orders.ts';
import { ringUp, type RingUp } from './ring-up.ts';
import { tillCatalogue } from './till-catalogue.ts';

async function openFoyer(tx: Tx) {
  const night = await openTheatreNight(tx);
  const { organizer_id, standing_offer_id: offer_id } = night;
  const bar = await createDepartment(tx, { organizer_id, name: 'Bar', vat_bp: 1000 });
  const stock = await createPool(tx, { organizer_id, kind: 'quota', capacity: 4 });
  const of = { organizer_id, department_id: bar };
  const cake = await createArticle(tx, { ...of, name: 'Gâteau', plu: '7', amount: 450, pool_id: stock });
  const tea = await createArticle(tx, { ...of, name: 'Thé', amount: 300, vat_bp: 550 });
  const pit = await createArticle(tx, { organizer_id, name: 'Fosse', amount: 1100, offer_id });
  const gone = await createArticle(tx, { ...of, name: 'Glace', amount: 350 });
  await updateArticle(tx, { organizer_id, article_id: gone, enabled: 0 });
  const large = await createVariation(tx, { organizer_id, article_id: tea, name: 'Grand', surcharge: 50 });
  const gift = await createVariation(tx, { organizer_id, name: 'Emballé', surcharge: 100 });
  const table = await createDiningTable(tx, { organizer_id, name: 'T1', covers: 4 });
  const cash = await createPaymentMode(tx, { organizer_id, name: 'Espèces', method: 'cash' });
  await createPaymentMode(tx, { organizer_id, name: 'Rendu', method: 'cash', refunds: 1, refund_only: 1 });
  return { ...night, bar, cake, tea, pit, large, gift, table, cash };
}

onEachStore('what a till page shows and sells', (open) => {
  test('are articles with VAT, variations and what is left, tables with what stands on them, ways to pay', async () => {
    const office = open();
    const foyer = await office.write(openFoyer);
    const { organizer_id, cake, tea, pit, large, gift, table, bar } = foyer;
    const sale: RingUp = {
      organizer_id,
      channel: 'counter',
      stage: 'validated',
      dining_table_id: table,
      covers: 2,
      items: [
        { kind: 'article', article_id: cake, quantity: 3 },
        { kind: 'article', article_id: pit, quantity: 1 },
      ],
    };
    const { order_id } = await office.write((tx) => ringUp(tx, sale));
    const there = { organizer_id, dining_table_id: table };
    assert.deepEqual(await office.read((rx) => tillOrderIds(rx, { ...there, unsettled: true })), [order_id]);
    assert.deepEqual(await office.read((rx) => tillOrderIds(rx, { ...there, unsettled: false })), []);
    const shown = await office.read((rx) => tillCatalogue(rx, organizer_id));
    assert.deepEqual(shown.departments, [{ id: bar, name: 'Bar', vat_bp: 1000 }]);
    assert.deepEqual(
      shown.articles.map(({ id, plu, vat_bp, left, variations }) => [
        id,
        plu,
        vat_bp,
        left,
        variations.map(({ id: variation_id, surcharge }) => [variation_id, surcharge]),
      ]),
      [
        [cake, '7', 1000, 1, [[gift, 100]]],
        [
          tea,
          null,
          550,
          null,
          [
            [large, 50],
            [gift, 100],
          ],
        ],
        [pit, null, 0, 199, [[gift, 100]]],
      ],
    );
    assert.deepEqual(shown.tables[0]?.open, { orders: 1, covers: 2, due: 3 * 450 + 1100 });
    assert.deepEqual(
      shown.payment_modes.map(({ name, takes, gives_back }) => [name, takes, gives_back]),
      [
        ['Espèces', true, false],
        ['Rendu', false, true],
      ],
    );
  });

  test('are numbered seats as well, beside cake, in one order and out of the same hall as everybody’s', async () => {
    const office = open();
    const { organizer_id, seat_offer_id, seats, cake, cash } = await office.write(openFoyer);
    const [first, second] = [...seats.values()] as [number, number];
    const sale: RingUp = {
      organizer_id,
      channel: 'counter',
      stage: 'validated',
      items: [
        { kind: 'article', article_id: cake, quantity: 1 },
        { kind: 'ticket', offer_id: seat_offer_id, quantity: 2, place_ids: [first, second] },
      ],
      payments: [{ payment_mode_id: cash, amount: 'rest' }],
    };
    const sold = await office.write((tx) => ringUp(tx, sale));
    assert.deepEqual([sold.total, sold.paid], [450 + 2 * 3250, 450 + 2 * 3250]);
    assert.deepEqual(
      sold.tickets.map(({ place_id }) => place_id),
      [first, second],
    );
    assert.equal(sold.item_line_ids[1], sold.tickets[0]!.order_line_id);
    await assert.rejects(
      office.write((tx) => ringUp(tx, sale)),
      { code: 'seats_not_free' },
    );
    await assert.rejects(
      office.write((tx) => ringUp(tx, { ...sale, returning: true })),
      { code: 'invalid_input' },
    );
    const { content } = await office.read((rx) =>
      rx.db
        .selectFrom('journal_line')
        .select('content')
        .where('organizer_id', '=', organizer_id)
        .where('kind', '=', 'sale')
        .executeTakeFirstOrThrow(),
    );
    const { vat } = JSON.parse(content) as { vat: unknown };
    assert.deepEqual(vat, [
      [550, 6500],
      [1000, 450],
    ]);
  });
});
