import assert from 'node:assert/strict';
import { readFileSync, writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { sql } from 'kysely';
import { busyOffice, type BusyOffice } from '../../../test/fixtures/busy-office.ts';
import { onEachStore, TestSurroundings, type TestStore } from '../../../test/stores.ts';
import { openStore, sqliteFileName } from '../../store/open-store.ts';
import { openSqlite } from '../../store/sqlite.ts';
import { storageFaults } from '../../store/integrity.ts';
import type { Tx } from '../../store/transaction.ts';
import { createCounter, createPaymentMode } from '../counter/counter.ts';
import { ringUp } from '../counter/ring-up.ts';
import { sealLedger } from '../ledger/seal.ts';
import { releasePlace, takeFreePlace } from '../selling/places.ts';
import type { Finding } from './check.ts';
import { checks, examine } from './examine.ts';
import { references } from './references.ts';

class TakenBack extends Error {}

/** What the doctor says of a damaged database; the damage is taken back. */
async function afterDamage(office: TestStore, damage: (tx: Tx) => Promise<unknown>): Promise<Finding[]> {
  let findings: Finding[] = [];
  try {
    await office.write(async (tx) => {
      await damage(tx);
      findings = await examine(tx, { now: tx.now });
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return findings;
}

const minute_ms = 60_000;

type Damage = (tx: Tx, busy: BusyOffice) => Promise<unknown>;

/** One damage for each diagnosis: exactly that finding is expected. */
const damages: Record<string, Damage> = {
  pool_taken_wrong: (tx, { pool_id }) =>
    sql`update "pool" set "taken" = "taken" + 1 where "id" = ${pool_id}`.execute(tx.db),
  pool_overdrawn: (tx, { pool_id }) =>
    sql`update "pool" set "capacity" = 1 where "id" = ${pool_id}`.execute(tx.db),
  pool_reserved_wrong: (tx, { pool_id }) =>
    sql`update "pool" set "reserved" = "reserved" + 1 where "id" = ${pool_id}`.execute(tx.db),
  allotment_taken_wrong: async (tx, { allotment_id, pool_id }) => {
    await sql`update "allotment" set "taken" = "taken" + 1 where "id" = ${allotment_id}`.execute(tx.db);
    await sql`update "pool" set "reserved" = "reserved" - 1 where "id" = ${pool_id}`.execute(tx.db);
  },
  line_draw_wrong: async (tx, { paid, pool_id }) => {
    const line = paid.tickets[0]?.order_line_id;
    await sql`update "pool_draw" set "units" = "units" + 1 where "order_line_id" = ${line}`.execute(tx.db);
    await sql`update "pool" set "taken" = "taken" + 1 where "id" = ${pool_id}`.execute(tx.db);
  },
  seat_held_by_nobody: async (tx, { session_id, seated, organizer_id }) => {
    const seat = await tx.db
      .selectFrom('place')
      .leftJoin('place_sale', 'place_sale.place_id', 'place.id')
      .select('place.id')
      .where('place.organizer_id', '=', organizer_id)
      .where('place.kind', '=', 'seat')
      .where('place_sale.ticket_id', 'is', null)
      .executeTakeFirstOrThrow();
    const ticket_id = seated.tickets[0]?.id ?? 0;
    await takeFreePlace(tx, { chosen: false, session_id, place_id: seat.id, organizer_id, ticket_id });
  },
  seat_not_taken: (tx, { seated }) => releasePlace(tx, seated.tickets[0]?.id ?? 0),
  seat_count_wrong: (tx, { session_id }) =>
    sql`update "seat_stretch" set "taken" = "taken" + 1 where "session_id" = ${session_id}`.execute(tx.db),
  order_total_wrong: (tx, { refunded }) =>
    // one ticket dearer in its row alone
    sql`update "ticket" set "charged_amount" = "charged_amount" + 1 where "id" = ${refunded.tickets[2]?.id}`.execute(
      tx.db,
    ),
  order_paid_wrong: (tx, { paid }) =>
    sql`update "payment" set "amount" = "amount" - 1 where "order_id" = ${paid.order_id}`.execute(tx.db),
  order_status_wrong: (tx, { seated }) =>
    sql`update "order" set "status" = 15 where "id" = ${seated.order_id}`.execute(tx.db),
  hold_not_ended: (tx, { held }) =>
    sql`update "order" set "expires_at" = ${tx.now - 6 * minute_ms} where "id" = ${held.order_id}`.execute(
      tx.db,
    ),
  order_refunded_wrong: (tx, { refunded }) =>
    sql`update "order" set "refunded" = "refunded" + 1 where "id" = ${refunded.order_id}`.execute(tx.db),
  refunded_beyond_paid: async (tx, { cancelled, organizer_id }) => {
    const { order_id, paid } = cancelled;
    const sums = { organizer_id, order_id, amount: paid + 1, deduction: 0, currency: 'EUR' };
    const at = { refunded_at: tx.now, created_at: tx.now };
    await tx.db
      .insertInto('refund')
      .values({ id: 3, kind: 'payment', ...sums, ...at })
      .execute();
    await sql`update "order" set "refunded" = ${paid + 1} where "id" = ${order_id}`.execute(tx.db);
  },
  refund_parts_wrong: (tx, { refunded }) =>
    sql`update "refund" set "deduction" = "deduction" + 1 where "order_id" = ${refunded.order_id}`.execute(
      tx.db,
    ),
  ticket_refunded_wrong: (tx, { refunded }) =>
    sql`update "ticket" set "refunded_amount" = 0 where "id" = ${refunded.tickets[0]?.id}`.execute(tx.db),
  ticket_refunded_beyond_cost: async (tx, { refunded }) => {
    const [one] = refunded.tickets;
    await sql`update "ticket" set "deducted_amount" = "deducted_amount" + 1 where "id" = ${one?.id}`.execute(
      tx.db,
    );
    await sql`update "refund_ticket" set "deduction" = "deduction" + 1 where "ticket_id" = ${one?.id}`.execute(
      tx.db,
    );
    await sql`update "refund" set "deduction" = "deduction" + 1 where "order_id" = ${refunded.order_id}`.execute(
      tx.db,
    );
    await sql`update "order" set "total" = "total" + 1 where "id" = ${refunded.order_id}`.execute(tx.db);
  },
  ticket_of_another_order: (tx, { paid, held }) =>
    sql`update "ticket" set "main_ticket_id" = ${held.tickets[0]?.id} where "id" = ${paid.tickets[0]?.id}`.execute(
      tx.db,
    ),
  ticket_without_barcode: (tx, { paid }) =>
    sql`delete from "barcode" where "ticket_id" = ${paid.tickets[1]?.id}`.execute(tx.db),
  ticket_without_entry: (tx, { paid }) =>
    sql`delete from "entitlement" where "ticket_id" = ${paid.tickets[1]?.id}`.execute(tx.db),
  ticket_state_wrong: (tx, { paid }) =>
    sql`update "ticket" set "state" = 'held' where "id" = ${paid.tickets[1]?.id}`.execute(tx.db),
  barcode_of_nothing: (tx, { organizer_id }) =>
    tx.db.insertInto('barcode').values({ organizer_id, code: '123456' }).execute(),
  entries_beyond_allowed: (tx, { paid }) =>
    sql`update "entitlement" set "allowed" = 0 where "ticket_id" = ${paid.tickets[0]?.id}`.execute(tx.db),
  entries_without_scan: (tx, { paid }) =>
    sql`update "entitlement" set "used" = 1 where "ticket_id" = ${paid.tickets[1]?.id}`.execute(tx.db),
  scans_without_entry: (tx, { paid }) =>
    sql`update "entitlement" set "used" = 0 where "ticket_id" = ${paid.tickets[0]?.id}`.execute(tx.db),
  scan_lost: (tx, { paid }) =>
    sql`update "entitlement" set "latest_scan_id" = 0 where "ticket_id" = ${paid.tickets[0]?.id}`.execute(
      tx.db,
    ),
  row_points_to_nothing: (tx, { paid }) =>
    sql`update "ticket" set "offer_id" = 5 where "id" = ${paid.tickets[0]?.id}`.execute(tx.db),
  link_to_nothing: (tx, { connection_id }) =>
    sql`update "link" set "local_id" = 5 where "connection_id" = ${connection_id}`.execute(tx.db),
  link_twice: (tx, { connection_id }) =>
    sql`insert into "link" ("connection_id", "kind", "foreign_id", "local_id", "seen_at")
      select "connection_id", "kind", 'W2', "local_id", "seen_at" from "link"
      where "connection_id" = ${connection_id}`.execute(tx.db),
  link_of_unknown_kind: (tx, { connection_id }) =>
    sql`update "link" set "kind" = 'chimera' where "connection_id" = ${connection_id}`.execute(tx.db),
  served_id_of_nothing: (tx, { event_id }) =>
    sql`update "served_id" set "local_id" = 5 where "local_id" = ${event_id}`.execute(tx.db),
  served_id_in_reserved_range: (tx, { event_id }) =>
    sql`update "served_id" set "served_id" = '1500000007' where "local_id" = ${event_id}`.execute(tx.db),
  delivery_dead: (tx, { connection_id }) =>
    sql`update "outbox" set "delivered_at" = null, "dead_at" = ${tx.now}
      where "connection_id" = ${connection_id}`.execute(tx.db),
  delivery_late: (tx, { connection_id }) =>
    sql`update "outbox" set "delivered_at" = null, "due_at" = ${tx.now - 7 * 60 * minute_ms}
      where "connection_id" = ${connection_id}`.execute(tx.db),
  journal_broken: (tx, { organizer_id }) =>
    sql`update "journal_line" set "amount" = 299 where "kind" = 'payment'
      and "organizer_id" = ${organizer_id}`.execute(tx.db),
  sale_not_in_journal: (tx, { organizer_id, paid }) =>
    sql`update "order" set "counter_session_id" = (
      select "id" from "counter_session" where "organizer_id" = ${organizer_id})
      where "id" = ${paid.order_id}`.execute(tx.db),
  ledger_broken: (tx, { organizer_id }) =>
    sql`update "ledger" set "reason" = 'another' where "id" = (
      select min("id") from "ledger" where "organizer_id" = ${organizer_id})`.execute(tx.db),
  ledger_not_sealed: (tx, { organizer_id }) =>
    sql`insert into "ledger" ("id", "organizer_id", "recorded_at", "actor_kind", "action", "subject_kind", "subject_id")
      values (5, ${organizer_id}, ${tx.now - 16 * minute_ms}, 'system', 'a.b', 'c', 1)`.execute(tx.db),
  migration_missing: (tx) => sql`delete from "kysely_migration"`.execute(tx.db),
  later_version: (tx) =>
    sql`insert into "kysely_migration" ("name", "timestamp") values ('9999_later', '2030')`.execute(tx.db),
  id_beyond_mark: (tx, { organizer_id }) =>
    sql`insert into "event" ("id", "organizer_id", "name", "currency", "created_at", "updated_at")
      values (900000000, ${organizer_id}, 'Far', 'EUR', 0, 0)`.execute(tx.db),
};

/** One sale at a till, paid: three lines of its journal. */
async function sellOverTheBar(tx: Tx, organizer_id: number): Promise<void> {
  const payment_mode_id = await createPaymentMode(tx, { organizer_id, name: 'Card', method: 'card' });
  const counter_id = await createCounter(tx, { organizer_id, name: 'Bar' });
  await ringUp(tx, {
    organizer_id,
    counter_id,
    channel: 'counter',
    stage: 'validated',
    items: [{ kind: 'free', title: 'Tea', quantity: 1, unit_amount: 300 }],
    payments: [{ payment_mode_id, amount: 'rest' }],
    staff: { reason: 'keyed in at the till' },
  });
}

onEachStore('the doctor', (open) => {
  let busy: BusyOffice;
  let other: BusyOffice;

  before(async () => {
    busy = await open().write(busyOffice);
    other = await open().write(busyOffice);
    await open().write((tx) => sellOverTheBar(tx, busy.organizer_id));
    await open().write((tx) => sealLedger(tx));
  });

  test('says nothing of a healthy database, and tells how far it is', async () => {
    const office = open();
    const parts: number[] = [];
    const findings = await office.read((rx) =>
      examine(rx, { now: office.surroundings.now(), onProgress: ({ part }) => parts.push(part) }),
    );
    assert.deepEqual(findings, []);
    assert.deepEqual(
      parts.toSorted((a, b) => a - b),
      parts,
      'progress never goes back',
    );
    assert.deepEqual([parts[0], parts.at(-1)], [0, 1]);
  });

  for (const [code, damage] of Object.entries(damages)) {
    test(`finds ${code} and nothing else`, async () => {
      const findings = await afterDamage(open(), (tx) => damage(tx, busy));
      assert.deepEqual(
        findings.map((finding) => finding.code),
        [code],
        JSON.stringify(findings, null, 1),
      );
      const [finding] = findings;
      assert.equal(finding?.subject_ids.length, 1);
      assert.ok(finding.message.fr !== finding.message.en && finding.advice.en !== '');
    });
  }

  test('finds what points to another organizer, in the column of every table', async () => {
    const findings = await afterDamage(open(), (tx) =>
      sql`update "ticket" set "price_id" = ${other.price_id} where "id" = ${busy.paid.tickets[0]?.id}`.execute(
        tx.db,
      ),
    );
    assert.deepEqual(
      findings.map(({ code, details }) => [code, details['column']]),
      [['row_of_another_organizer', 'price_id']],
    );
    const names = references().map(({ table, column, target }) => `${table}.${column} → ${target}`);
    for (const name of [
      'ticket.main_ticket_id → ticket',
      'scan.entitlement_id → entitlement',
      'place_sale.place_id → place',
    ])
      assert.ok(names.includes(name), name);
  });

  test('finds a broken foreign key where one can be written past the engine', async () => {
    const office = open();
    const breakKey = (tx: Tx): Promise<unknown> =>
      sql`update "offer" set "price_id" = 5 where "id" = ${busy.offer_id}`.execute(tx.db);
    if (office.store.engine === 'postgres') {
      await assert.rejects(office.write(breakKey), /foreign key/);
      return;
    }
    const findings = await afterDamage(office, async (tx) => {
      await sql`pragma defer_foreign_keys = on`.execute(tx.db);
      await breakKey(tx);
    });
    assert.deepEqual(
      findings.map(({ code, details }) => [code, details['message']]),
      [['storage_damaged', `row ${busy.offer_id} of offer points to no row of price`]],
    );
  });
});

test('every diagnosis has a damage that it is tested with', () => {
  const codes = checks.flatMap((check) => Object.keys(check.diagnoses));
  assert.equal(new Set(codes).size, codes.length, 'a code stands for one thing');
  const tested = new Set([...Object.keys(damages), 'row_of_another_organizer', 'storage_damaged']);
  assert.deepEqual(codes.toSorted(), [...tested].toSorted());
});

test('finds a page of the file that was overwritten', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-damaged-'));
  try {
    const options = { data_folder: folder, surroundings: new TestSurroundings() };
    const sound = await openStore(options);
    await sound.write({ kind: 'system', id: null }, busyOffice);
    assert.deepEqual(await sound.read((rx) => storageFaults(rx, 10)), []);
    // an index, not the list of the tables, without which nothing can be opened
    const found = await sound.read((rx) =>
      sql<{
        rootpage: number;
      }>`select "rootpage" from "sqlite_schema" where "name" = 'ticket_order_id'`.execute(rx.db),
    );
    const index_at = (found.rows[0]?.rootpage ?? 0) - 1;
    await sound.close();
    const file = join(folder, sqliteFileName);
    const bytes = readFileSync(file);
    const page_bytes = bytes.readUInt16BE(16);
    bytes.fill(0xab, index_at * page_bytes, (index_at + 1) * page_bytes);
    writeFileSync(file, bytes);
    // not by openStore: its migrations may fail first
    const damaged = openSqlite({ file, surroundings: options.surroundings });
    assert.notDeepEqual(await damaged.read((rx) => storageFaults(rx, 10)), []);
    await damaged.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
