import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  capacityOf,
  cellComplaints,
  cellRefused,
  cellsOf,
  rowsMoved,
  sharingOf,
  rowOf,
  type Offer,
  type Pool,
} from './offer-grid.ts';

const offer: Offer = {
  ...{ id: 1, event_id: 1, session_id: 7, zone_id: null, price_id: 3, name: 'Plein', amount: 1250 },
  ...{ currency: 'EUR', hidden: false, enabled: true, position: 0, opens_at: null, closes_at: null },
  ...{ sale_starts_at: null, sale_ends_at: '2026-06-01T18:00:00.000Z', pool_ids: [20, 21] },
  ...{ sale_state: 'on_sale', capacity: 5, left: 5 },
};

function pool(id: number, kind: Pool['kind'], capacity: number | null): Pool {
  return {
    ...{ id, kind, capacity, event_id: 1, name: '', taken: 0, reserved: 0, session_id: null, zone_id: null },
    ...{ place_id: null, updated_at: '2026-01-01T00:00:00.000Z' },
  };
}

const context = {
  zone: 'Europe/Paris',
  amountText: (amount: number) => (amount / 100).toFixed(2).replace('.', ','),
  pools: new Map([
    [20, pool(20, 'session', 100)],
    [21, pool(21, 'quota', 5)],
  ]),
  sharing: sharingOf([offer, { ...offer, id: 2, pool_ids: [20] }]),
};

test('a row is typed by the clock of the organizer, and its capacity is its quota', () => {
  assert.deepEqual(cellsOf(offer, context), {
    ...{ name: 'Plein', amount: '12,50', starts: '', ends: '2026-06-01T20:00', capacity: '5' },
  });
  assert.deepEqual(
    [...context.sharing],
    [
      [20, 2],
      [21, 1],
    ],
  );
  assert.equal(capacityOf({ ...offer, pool_ids: [20] }, context)?.id, 20, 'the only one that it has');
  const areas = new Map([20, 21].map((id) => [id, pool(id, 'area', 1)] as const));
  assert.equal(capacityOf(offer, { pools: areas }), undefined, 'several, of which none is its own');
});

test('nothing is sent where nothing was changed, and only the cells that were', () => {
  const cells = cellsOf(offer, context);
  assert.equal(rowOf(offer, cells, context, 'EUR'), undefined);
  const typed = { ...cells, name: 'Adulte', ends: '', capacity: '8' };
  assert.deepEqual(rowOf(offer, typed, context, 'EUR'), {
    ...{ offer_id: 1, name: 'Adulte', sale_ends_at: null, capacity: 8 },
  });
});

test('what the office refuses is said at the cell of its row', () => {
  const rows = [{ offer_id: 4 }, { offer_id: 9 }];
  assert.deepEqual(cellRefused('rows.1.sale_ends_at', rows), { id: 9, cell: 'ends' });
  assert.deepEqual(cellRefused('rows.0.offer_id', rows), { id: 4, cell: 'name' });
  assert.equal(cellRefused('rows.7.name', rows), undefined);
  assert.equal(cellRefused('name', rows), undefined);
});

test('each cell says what is wrong with it', () => {
  const typed = { name: ' ', amount: '12,5O', starts: '2026-06-02T10:00', ends: '2026-06-01T10:00' };
  assert.deepEqual(cellComplaints({ ...typed, capacity: '1,5' }, 'Europe/Paris', 'EUR'), {
    ...{ name: 'nameMissing', amount: 'amountWrong', ends: 'endBefore', capacity: 'numberWrong' },
  });
});

test('Enter and arrows go from row to row, but arrows belong to a date while it is typed', () => {
  assert.deepEqual(
    [
      rowsMoved('Enter', false, 'amount'),
      rowsMoved('Enter', true, 'ends'),
      rowsMoved('ArrowDown', false, 'name'),
      rowsMoved('ArrowDown', false, 'starts'),
      rowsMoved('a', false, 'name'),
    ],
    [1, -1, 1, undefined, undefined],
  );
});
