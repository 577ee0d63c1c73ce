import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scanBatch } from '../../src/office/admission/batch.ts';
import { listConflicts, resolveConflict } from '../../src/office/admission/conflicts.ts';
import { createControlPoint } from '../../src/office/admission/control-points.ts';
import { scanCode } from '../../src/office/admission/scan.ts';
import { createEvent } from '../../src/office/catalogue/event.ts';
import { createOffer } from '../../src/office/catalogue/offer.ts';
import { createPrice } from '../../src/office/catalogue/price.ts';
import { createSession } from '../../src/office/catalogue/session.ts';
import { sell } from '../../src/office/selling/request.ts';
import { onEachStore, type TestStore } from '../stores.ts';
import { newOrganizer } from '../fixtures/model-case.ts';

const minute_ms = 60_000;

/** A pass of ten entries, good at any session of the park, and two gates. */
async function pass({ write, surroundings }: TestStore) {
  return write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const event_id = await createEvent(tx, { organizer_id, name: 'Park', status: 'published' });
    const starts_at = surroundings.instant;
    const ends_at = starts_at + 600 * minute_ms;
    const today = await createSession(tx, { organizer_id, event_id, starts_at, ends_at });
    const price_id = await createPrice(tx, {
      organizer_id,
      event_id,
      name: 'Ten entries',
      amount: 9000,
      product_type: 'entries',
      entries: 10,
    });
    const offer_id = await createOffer(tx, { organizer_id, event_id, price_id });
    const north = await createControlPoint(tx, { organizer_id, event_id, name: 'North' });
    const south = await createControlPoint(tx, { organizer_id, event_id, name: 'South' });
    const sold = await sell(tx, {
      organizer_id,
      channel: 'counter',
      requests: [{ offer_id, quantity: 1 }],
      confirm: true,
      payment: { amount: 'total', method: 'card' },
    });
    return {
      organizer_id,
      event_id,
      today,
      north,
      south,
      code: sold.tickets[0]!.barcode!,
      ticket: sold.tickets[0]!,
    };
  });
}

onEachStore('a ten-entry pass at two gates', (open) => {
  test('gives ten entries whatever the gate, and the eleventh is refused', async () => {
    const office = open();
    const { organizer_id, north, south, today, code } = await pass(office);
    const used: (string | number)[] = [];
    for (let entry = 0; entry < 11; entry += 1) {
      office.surroundings.advance(minute_ms);
      const control_point_id = entry % 2 === 0 ? north : south;
      const result = await office.write((tx) =>
        scanCode(tx, {
          organizer_id,
          session_id: today,
          control_point_id,
          code,
          direction: 'in',
          device: `gate ${control_point_id}`,
          nonce: String(entry),
          source: 'gate',
        }),
      );
      used.push(result.refusal ?? result.used);
    }
    assert.deepEqual(used, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 'already_used']);
  });

  test('with one gate offline: its entries count when they arrive, those too many are for a person', async () => {
    const office = open();
    const { organizer_id, north, south, code, ticket } = await pass(office);
    const start = office.surroundings.instant;
    const offline = Array.from({ length: 5 }, (_, index) => ({
      code,
      nonce: `south ${index}`,
      scanned_at: start + index * minute_ms,
      let_in_offline: true,
    }));
    office.surroundings.advance(10 * minute_ms);
    for (let entry = 0; entry < 7; entry += 1) {
      office.surroundings.advance(minute_ms);
      const online = await office.write((tx) =>
        scanCode(tx, { organizer_id, control_point_id: north, code, direction: 'in', source: 'gate' }),
      );
      assert.equal(online.outcome, 'admitted');
    }
    const batch = { organizer_id, control_point_id: south, device: 'south', source: 'gate', scans: offline };
    const late = await office.write((tx) => scanBatch(tx, batch));
    assert.deepEqual(
      late.map((result) => result.outcome),
      ['admitted', 'admitted', 'admitted', 'conflict', 'conflict'],
    );
    const again = await office.write((tx) => scanBatch(tx, batch));
    assert.deepEqual(
      again.map((result) => [result.scan_id, result.repeated]),
      late.map((result) => [result.scan_id, true]),
    );
    const { entitlement, scans, conflicts } = await office.read(async (rx) => ({
      entitlement: await rx.db
        .selectFrom('entitlement')
        .selectAll()
        .where('ticket_id', '=', ticket.id)
        .executeTakeFirstOrThrow(),
      scans: await rx.db.selectFrom('scan').select('id').where('ticket_id', '=', ticket.id).execute(),
      conflicts: await listConflicts(rx, { organizer_id }),
    }));
    assert.deepEqual([entitlement.used, entitlement.allowed, entitlement.first_used_at], [10, 10, start]);
    assert.deepEqual([scans.length, conflicts.length], [12, 2]);
    for (const { id: scan_id } of conflicts) {
      await office.write((tx) => resolveConflict(tx, { organizer_id, scan_id, resolution: 'accepted' }));
    }
    assert.deepEqual(await office.read((rx) => listConflicts(rx, { organizer_id })), []);
  });
});
