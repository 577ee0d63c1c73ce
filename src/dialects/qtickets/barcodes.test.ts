import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall, type QticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore } from '../../../test/stores.ts';
import { servedIdOf } from '../../domain/served-id.ts';
import { createDiscount } from '../../office/promotions/promo-code.ts';

const client = { email: 'username@gmail.com' };

async function codes(hall: QticketsHall, many: number): Promise<string[]> {
  const baskets = [{ show_id: 41, seat_id: 'DANCE-1;1', quantity: many, client_name: 'Иван' }];
  const { data } = await hall.client.createOrder({ body: { data: { client, payed: true, baskets } } });
  return data.baskets.map((basket) => basket.barcode ?? '');
}

onEachStore('barcodes through Qtickets', (open) => {
  test('are listed for their show with the selected fields, while the ticket is good', async () => {
    const hall = await openQticketsHall(open());
    const [code] = await codes(hall, 1);
    const baskets = [{ show_id: 41, seat_id: 'CENTER_PARTERRE-21;3' }];
    const held = await hall.client.createOrder({ body: { data: { client, baskets } } });
    assert.equal(held.data.payed, false);
    const input = { select: ['barcode', 'price', 'seat_name'] as const };
    const listed = await hall.client.barcodes({ params: { id: 41 }, input });
    assert.deepEqual(listed, [{ barcode: code, price: 500, seat_name: 'Танцевальный партер' }]);
    assert.deepEqual(await hall.client.barcodes({ params: { id: 42 } }), []);
    const [all] = await hall.client.barcodes({ params: { id: 41 } });
    assert.deepEqual(
      [all?.admission, all?.zone_name, all?.row, all?.client_name, all?.client_surname],
      [true, 'Танцевальный партер', '', 'Иван', null],
    );
  });

  test('report a scan once: a repeat keeps the first time and is a success', async () => {
    const hall = await openQticketsHall(open());
    const [barcode] = (await codes(hall, 1)) as [string];
    const params = { id: 41, barcode };
    assert.deepEqual(await hall.client.barcode({ params }), { barcode, checked_at: null });
    const checked_at = '2026-05-15T11:08:35+03:00';
    const first = await hall.client.reportBarcode({ params, body: { checked_at } });
    assert.deepEqual(first, { success: true, barcode, checked_at });
    const again = await hall.client.reportBarcode({
      params,
      body: { checked_at: '2026-05-15T12:08:35+03:00' },
    });
    assert.deepEqual(again, first);
    assert.deepEqual(await hall.client.barcode({ params }), { barcode, checked_at });
    const unknown = await hall.ask('/shows/41/barcode/000', { method: 'POST', payload: '{}' });
    assert.deepEqual([unknown.status, unknown.body.code], [404, 'NOT_FOUND']);
    const elsewhere = await hall.ask(`/shows/42/barcode/${barcode}`, { method: 'POST', payload: '{}' });
    assert.equal(elsewhere.status, 404);
  });

  test('report scans in a batch: the unknown is told, the others go through, and nothing is done twice', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const [one, two] = (await codes(hall, 2)) as [string, string];
    const scans = [
      { barcode: one, checked_at: '2026-05-15T11:08:35+03:00' },
      { barcode: 'nobody', checked_at: '2026-05-15T11:08:36+03:00' },
      { barcode: two, checked_at: '2026-05-15T11:08:37+03:00' },
      { barcode: one, checked_at: '2026-05-15T11:09:00+03:00' },
    ];
    const send = () => hall.client.reportBarcodes({ params: { id: 41 }, body: scans });
    const told = await send();
    assert.deepEqual(
      told.map((scan) => [scan.success, scan.success ? scan.checked_at : scan.code]),
      [
        [true, '2026-05-15T11:08:35+03:00'],
        [false, 'NOT_FOUND'],
        [true, '2026-05-15T11:08:37+03:00'],
        [true, '2026-05-15T11:08:35+03:00'],
      ],
    );
    assert.deepEqual(await send(), told);
    // beside what is known, something new
    const later = { barcode: two, checked_at: '2026-05-15T11:20:00+03:00' };
    const more = await hall.client.reportBarcodes({ params: { id: 41 }, body: [later, ...scans] });
    assert.deepEqual(more, [told[2], ...told]);
    const kept = await office.read((rx) =>
      rx.db
        .selectFrom('scan')
        .select(['code', 'ticket_id'])
        .where('organizer_id', '=', hall.organizer_id)
        .orderBy('id')
        .execute(),
    );
    assert.deepEqual(kept.map(({ code }) => code).toSorted(), [one, 'nobody', two, two, one].toSorted());
    const used = await office.read((rx) =>
      rx.db.selectFrom('entitlement').select('used').where('organizer_id', '=', hall.organizer_id).execute(),
    );
    assert.deepEqual(
      used.map((row) => row.used),
      [1, 1],
    );
    const comma = await hall.ask('/shows/41/barcodes', {
      method: 'POST',
      payload: `[${JSON.stringify(scans[0])},]`,
    });
    assert.deepEqual([comma.status, comma.body.code], [400, 'INVALID_INPUT']);
  });

  test('take a ticket with the codes of two issuers for one, whichever is reported first', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const [code] = (await codes(hall, 1)) as [string];
    const { organizer_id } = hall;
    await office.write(async (tx) => {
      const { ticket_id } = await tx.db
        .selectFrom('barcode')
        .select('ticket_id')
        .where('organizer_id', '=', organizer_id)
        .where('code', '=', code)
        .executeTakeFirstOrThrow();
      const other = { organizer_id, code: 'ZZ-OTHER', issuer: 'elsewhere', ticket_id };
      await tx.db.insertInto('barcode').values(other).execute();
    });
    const told = await hall.client.reportBarcodes({
      params: { id: 41 },
      body: [
        { barcode: code, checked_at: '2026-05-15T11:30:00+03:00' },
        { barcode: 'ZZ-OTHER', checked_at: '2026-05-15T11:10:00+03:00' },
        { barcode: code, checked_at: '2026-05-15T11:30:00+03:00' },
      ],
    });
    assert.ok(told.every((scan) => scan.success));
    const rows = await office.read((rx) =>
      rx.db
        .selectFrom('entitlement')
        .select(['used', 'first_used_at'])
        .where('organizer_id', '=', organizer_id)
        .where('first_used_at', 'is not', null)
        .execute(),
    );
    assert.deepEqual(
      rows.map(({ used, first_used_at }) => [used, first_used_at]),
      [[1, Date.parse('2026-05-15T11:10:00+03:00')]],
    );
    const scans = await office.read((rx) =>
      rx.db.selectFrom('scan').select('id').where('organizer_id', '=', organizer_id).execute(),
    );
    assert.equal(scans.length, 2);
  });

  test('answer a batch of several commands in the order of its scans', async () => {
    const hall = await openQticketsHall(open());
    const [one, two] = (await codes(hall, 2)) as [string, string];
    const body = Array.from({ length: 2_500 }, (_, index) => ({
      barcode: `none-${(index * 7_919) % 2_500}`,
    }));
    body[3] = { barcode: two };
    body[2_400] = { barcode: one };
    const told = await hall.client.reportBarcodes({ params: { id: 41 }, body });
    assert.deepEqual(
      told.map(({ barcode }) => barcode),
      body.map(({ barcode }) => barcode),
    );
    assert.deepEqual(
      told.flatMap((scan, index) => (scan.success ? [index] : [])),
      [3, 2_400],
    );
  });
});

onEachStore('promotions through Qtickets', (open) => {
  test('list discounts and codes, create and change codes, and take them off an order', async () => {
    const office = open();
    const hall = await openQticketsHall(office);
    const { organizer_id } = hall;
    await office.write((tx) =>
      createDiscount(tx, { organizer_id, name: 'Пятая часть', kind: 'percent', percent_bp: 2000 }),
    );
    const {
      data: [discount],
    } = await hall.client.discounts({
      input: { where: [{ column: 'deleted_at', operator: 'null' }], orderBy: { id: 'desc' } },
    });
    assert.deepEqual([discount?.type, discount?.value, discount?.is_active], ['percent', 20, 1]);
    const discount_id = discount!.id;
    const made = await hall.client.createPromoCode({
      body: {
        data: {
          is_active: 1,
          discount_id,
          code: '308076-15950-3',
          max_uses_count: 5,
          active_from: null,
          active_to: null,
        },
      },
    });
    assert.deepEqual(
      [made.data.max_uses_count, made.data.uses_count, made.data.discount_id],
      [5, 0, discount_id],
    );
    // sent again, it is the same code; another discount's it cannot be
    const again = { is_active: 1, discount_id, code: '308076-15950-3', max_uses_count: 6 } as const;
    const same = await hall.client.createPromoCode({ body: { data: again } });
    assert.deepEqual([same.data.id, same.data.max_uses_count], [made.data.id, 6]);
    const another = await office.write((tx) =>
      createDiscount(tx, { organizer_id, name: 'Другая', kind: 'percent', percent_bp: 100, enabled: 0 }),
    );
    const taken = await hall.ask('/promo-codes', {
      method: 'POST',
      payload: JSON.stringify({ data: { ...again, discount_id: Number(servedIdOf('integer', another)) } }),
    });
    assert.deepEqual([taken.status, taken.body.code], [409, 'ALREADY_EXISTS'], taken.text);
    const order = await hall.client.createOrder({
      body: {
        data: { client, promo_code: '308076-15950-3', baskets: [{ show_id: 41, seat_id: 'DANCE-1;1' }] },
      },
    });
    assert.deepEqual(
      [
        order.data.price,
        order.data.promo_code_id,
        order.data.discount_id,
        order.data.baskets[0]?.discount_value,
      ],
      [400, made.data.id, discount_id, 100],
    );
    const params = { id: made.data.id };
    const changed = await hall.client.changePromoCode({
      params,
      body: { data: { max_uses_count: 3, code: 'OTHER' } },
    });
    assert.deepEqual(
      [changed.data.max_uses_count, changed.data.uses_count, changed.data.code],
      [3, 1, 'OTHER'],
    );
    const found = await hall.client.promoCodes({
      input: {
        where: [
          { column: 'discount_id', value: discount_id },
          { column: 'code', value: 'OTHER' },
        ],
      },
    });
    assert.deepEqual(found.data, [changed.data]);
    const twice = await hall.client.createPromoCode({ body: { data: { discount_id, code: 'other' } } });
    assert.deepEqual(twice.data, changed.data);
    const wrong = await hall.ask('/orders', {
      method: 'POST',
      payload: JSON.stringify({
        data: { client, promo_code: 'NONE', baskets: [{ show_id: 41, seat_id: 'DANCE-1;1' }] },
      }),
    });
    assert.deepEqual([wrong.status, wrong.body.code], [404, 'PROMO_CODE_UNKNOWN']);
  });
});
