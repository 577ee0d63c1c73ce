import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sql } from 'kysely';
import { soldTickets, type SoldTickets, type SoldTicketsWish } from '../../../test/fixtures/sold-tickets.ts';
import { onEachStore } from '../../../test/stores.ts';
import { lastScans } from './figures.ts';
import { recordReportedScan } from './reported.ts';
import { scanCode, scanWith, type ScanInput, type ScanResult } from './scan.ts';
import { scanIdsOf } from './scans-of-tickets.ts';
import { useOfTicket } from './use.ts';
import { type Take, takeAsRead } from './writes.ts';

const hour = 3_600_000;

onEachStore('scanning a ticket', (open) => {
  const sell = (wish: SoldTicketsWish = {}): Promise<SoldTickets> =>
    open().write((tx) => soldTickets(tx, wish));
  const scan = (sold: SoldTickets, input: Partial<ScanInput> = {}, which = 0): Promise<ScanResult> =>
    open().write((tx) => scanCode(tx, { ...asked(sold, which), ...input }));

  test('admits once, and refuses the second time with the time of the first', async () => {
    const sold = await sell();
    const { surroundings, read } = open();
    const first = await scan(sold);
    assert.equal(first.outcome, 'admitted');
    const at = surroundings.instant;
    surroundings.advance(60_000);
    const second = await scan(sold);
    assert.deepEqual([second.outcome, second.refusal, second.first_used_at], ['refused', 'already_used', at]);
    const { ticket_id } = sold.tickets[0]!;
    const use = await read((rx) => useOfTicket(rx, ticket_id));
    assert.deepEqual(use, { first_used_at: at, inside: 1 });
    const scans = await read((rx) =>
      rx.db
        .selectFrom('scan')
        .select(['outcome', 'refusal'])
        .where('ticket_id', '=', ticket_id)
        .orderBy('id')
        .execute(),
    );
    assert.deepEqual(
      scans.map((row) => ({ ...row })),
      [
        { outcome: 'admitted', refusal: null },
        { outcome: 'refused', refusal: 'already_used' },
      ],
    );
  });

  test('keeps what a device says of an event that is none, or another organizer’s, as refused and naming none', async () => {
    const mine = await sell();
    const theirs = await sell();
    const nowhere = [
      { event_id: theirs.event_id, session_id: theirs.session_ids[0] },
      { event_id: 999_999_999_999, session_id: 999_999_999_998 },
    ];
    for (const named of nowhere) {
      const known = await scan(mine, named);
      assert.deepEqual([known.refusal, known.event_id], ['other_event', mine.event_id]);
      const unknown = await scan(mine, { ...named, code: 'NOBODY-KNOWS' });
      assert.deepEqual([unknown.outcome, unknown.refusal], ['refused', 'unknown']);
      assert.deepEqual([unknown.event_id, unknown.session_id], [null, null]);
    }
    const rows = await open().read((rx) =>
      rx.db
        .selectFrom('scan')
        .select(['event_id', 'session_id'])
        .where('organizer_id', '=', mine.organizer_id)
        .execute(),
    );
    assert.equal(rows.length, 4, 'each attempt is kept');
    for (const { event_id } of rows) assert.ok(event_id === null || event_id === mine.event_id);
    for (const { session_id } of rows)
      assert.ok(session_id === null || mine.session_ids.includes(session_id));
  });

  test('keeps an unknown code as it was scanned, and tells nothing of another organizer', async () => {
    const mine = await sell();
    const theirs = await sell();
    const { code } = theirs.tickets[0]!;
    const result = await scan(mine, { code });
    assert.deepEqual([result.outcome, result.refusal, result.ticket_id], ['refused', 'unknown', null]);
    const odd = await scan(mine, { code: `\u0000${'x'.repeat(5000)}` });
    assert.equal(odd.refusal, 'unknown');
    const rows = await open().read((rx) =>
      rx.db.selectFrom('scan').select('code').where('organizer_id', '=', mine.organizer_id).execute(),
    );
    assert.deepEqual(
      rows.map((row) => row.code.length),
      [code.length, 128],
    );
  });

  test('sent again by the device, gives the stored outcome and changes nothing', async () => {
    const sold = await sell({ allowed: 2 });
    const attempt = { device: 'gate 1', nonce: 'a' };
    const first = await scan(sold, attempt);
    const again = await Promise.all(Array.from({ length: 8 }, () => scan(sold, attempt)));
    for (const result of again) {
      assert.deepEqual(
        [result.scan_id, result.outcome, result.repeated, result.used],
        [first.scan_id, 'admitted', true, 1],
      );
    }
    assert.equal((await scan(sold, { ...attempt, device: 'gate 2' })).used, 2);
  });

  test('the same attempt sent twice at once is one attempt', async () => {
    const sold = await sell({ allowed: 10 });
    const attempt = { device: 'gate 1', nonce: 'a' };
    const results = await Promise.all(Array.from({ length: 10 }, () => scan(sold, attempt)));
    assert.equal(new Set(results.map((result) => result.scan_id)).size, 1);
    assert.equal(results.filter((result) => !result.repeated).length, 1);
    assert.equal((await scan(sold)).used, 2);
  });

  test('finds every attempt with a ticket from the ticket, whatever came of it', async () => {
    const sold = await sell({ allowed: 3 });
    const other = await sell();
    const attempts: Partial<ScanInput>[] = [
      {},
      { direction: 'out' },
      { direction: 'out' },
      {},
      { event_id: other.event_id },
      { event_id: other.event_id, force: { reason: 'sent to the wrong door' } },
      {},
      { device: 'a', nonce: '1', scanned_at: 5, let_in_offline: true },
    ];
    const made: number[] = [];
    for (const attempt of attempts) made.push((await scan(sold, attempt)).scan_id);
    await scan(other);
    const { organizer_id } = sold;
    const { ticket_id } = sold.tickets[0]!;
    const told = { organizer_id, connection_id: null, source: 'x', ticket_id, scanned_at: 9 } as const;
    const reported = await open().write((tx) =>
      recordReportedScan(tx, { ...told, direction: 'in', tells: 'entry' }),
    );
    const found = await open().read((rx) => lastScans(rx, { organizer_id, ticket_id, limit: 50 }));
    assert.deepEqual(
      found.map(({ id }) => id).toSorted((a, b) => a - b),
      [...made, reported.scan_id],
    );
    if (open().store.engine === 'sqlite') {
      const plan = await open().read((rx) =>
        sql<{
          detail: string;
        }>`explain query plan select "id" from "scan" where "id" in ${scanIdsOf([1, 2])}`.execute(rx.db),
      );
      const whole = plan.rows.filter(({ detail }) => /^SCAN (s|scan|entitlement)\b/u.test(detail));
      assert.deepEqual(whole, [], 'no table is read as a whole');
    }
    assert.ok(found.some(({ outcome }) => outcome === 'refused') && found.some(({ forced }) => forced === 1));
  });

  for (const allowed of [1, 3]) {
    test(`of 20 simultaneous scans, exactly ${allowed} enter; the others hear when it was used`, async () => {
      const sold = await sell({ allowed });
      const results = await Promise.all(Array.from({ length: 20 }, () => scan(sold)));
      assert.equal(results.filter((result) => result.outcome === 'admitted').length, allowed);
      for (const result of results.filter((one) => one.outcome !== 'admitted')) {
        assert.deepEqual([result.outcome, result.refusal], ['refused', 'already_used']);
        assert.equal(result.first_used_at, open().surroundings.instant);
      }
    });
  }

  test('of two that have both read one entry left, the guard lets one in; without it, both enter', async () => {
    const { store, write } = open();
    // on SQLite one command runs after the other: nobody reads in the middle of another's command
    const apart = store.engine === 'sqlite';
    const race = async (take: Take): Promise<string[]> => {
      const sold = await sell();
      const together = apart ? take : afterBoth(take);
      const scans = [1, 2].map(() => write((tx) => scanWith(tx, asked(sold, 0), together)));
      return (await Promise.all(scans)).map((result) => result.outcome).toSorted();
    };
    assert.deepEqual(await race(takeUnguarded), ['admitted', apart ? 'refused' : 'admitted']);
    assert.deepEqual(await race(takeAsRead), ['admitted', 'refused']);
  });

  test('refuses by the state of the order and of the ticket', async () => {
    const refusals: [SoldTicketsWish, string | null][] = [
      [{ order_status: 'confirmed' }, 'unpaid'],
      [{ order_status: 'confirmed', admits_unpaid: true }, null],
      [{ order_status: 'cancelled' }, 'cancelled'],
      [{ state: 'refunded' }, 'refunded'],
      [{ state: 'held', order_status: 'creating' }, 'unpaid'],
      [{ state: 'deleted' }, 'cancelled'],
    ];
    for (const [wish, refusal] of refusals) {
      assert.equal((await scan(await sell(wish))).refusal, refusal, JSON.stringify(wish));
    }
  });

  test('refuses for another event, another session, and before and after the doors', async () => {
    const now = open().surroundings.instant;
    const sessions = [
      { starts_at: now + hour, doors_open_at: now - hour, doors_close_at: now + hour },
      { starts_at: now + 30 * hour, doors_open_at: now + 29 * hour },
    ];
    const sold = await sell({ sessions, by_session: true, tickets: 2 });
    const other = await sell({ sessions, organizer_id: sold.organizer_id });
    assert.equal((await scan(sold, { event_id: other.event_id })).refusal, 'other_event');
    assert.equal((await scan(sold, { session_id: other.session_ids[0] })).refusal, 'wrong_session');
    assert.equal((await scan(sold, { session_id: sold.session_ids[1] })).refusal, 'not_yet_open');
    const named = await scan(sold, { session_id: sold.session_ids[0] });
    assert.deepEqual(
      [named.outcome, named.entitlement_id],
      ['admitted', sold.tickets[0]!.entitlement_ids[0]],
    );
    const unnamed = await scan(sold, {}, 1);
    assert.deepEqual([unnamed.outcome, unnamed.session_id], ['admitted', sold.session_ids[0]]);
    assert.equal((await scan(sold, {}, 1)).refusal, 'already_used');
    assert.equal(
      (await scan(sold, { session_id: sold.session_ids[0], scanned_at: now + 2 * hour }, 1)).refusal,
      'already_used',
    );
    // a ticket for any session of its event is not one for a session of another event
    assert.equal((await scan(other, { session_id: sold.session_ids[0] })).refusal, 'other_event');
  });
});

function asked(sold: SoldTickets, which: number): ScanInput {
  const { organizer_id, tickets } = sold;
  return { organizer_id, code: tickets[which]!.code, direction: 'in', source: 'gate' };
}

const takeUnguarded: Take = async (tx, read, effect) => {
  await tx.db
    .updateTable('entitlement')
    .set({ ...effect })
    .where('id', '=', read.id)
    .execute();
  return true;
};

/** Writes only once two have read. */
function afterBoth(take: Take): Take {
  const both = Promise.withResolvers<void>();
  let arrived = 0;
  return async (tx, read, effect) => {
    arrived += 1;
    if (arrived === 2) both.resolve();
    await both.promise;
    return take(tx, read, effect);
  };
}
