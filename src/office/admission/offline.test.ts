import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { soldTickets, type SoldTickets, type SoldTicketsWish } from '../../../test/fixtures/sold-tickets.ts';
import { onEachStore } from '../../../test/stores.ts';
import { systemActor } from '../../store/transaction.ts';
import { type BatchedScan, scanBatch, scansPerCommand, submitScans } from './batch.ts';
import { listConflicts, resolveConflict } from './conflicts.ts';
import { type ScanResult, scanCode } from './scan.ts';

const minute = 60_000;

onEachStore('scans of a device that was offline', (open) => {
  const sell = (wish: SoldTicketsWish = {}): Promise<SoldTickets> =>
    open().write((tx) => soldTickets(tx, wish));
  const send = (sold: SoldTickets, device: string, scans: BatchedScan[]): Promise<ScanResult[]> =>
    open().write((tx) => scanBatch(tx, { organizer_id: sold.organizer_id, device, source: 'gate', scans }));

  test('are judged in the order of the device, and answered in the order they were sent', async () => {
    const sold = await sell();
    const now = open().surroundings.instant;
    const { code } = sold.tickets[0]!;
    const results = await send(sold, 'gate', [
      { code, scanned_at: now - minute, nonce: 'second' },
      { code: 'nobody knows', scanned_at: now, nonce: 'third' },
      { code, scanned_at: now - 2 * minute, nonce: 'first' },
    ]);
    assert.deepEqual(
      results.map((result) => result.refusal),
      ['already_used', 'unknown', null],
    );
    assert.equal(results[0]?.first_used_at, now - 2 * minute);
  });

  test('that come late with an earlier time are conflicts for a person, and rewrite nothing', async () => {
    const sold = await sell();
    const { surroundings, read, write } = open();
    const now = surroundings.instant;
    const { organizer_id } = sold;
    const { code, entitlement_ids } = sold.tickets[0]!;
    await write((tx) => scanCode(tx, { organizer_id, code, direction: 'in', source: 'gate' }));
    const [late] = await send(sold, 'gate 2', [{ code, scanned_at: now - minute, nonce: 'a' }]);
    assert.deepEqual([late?.outcome, late?.refusal, late?.first_used_at], ['conflict', 'already_used', now]);
    const entitlement = await read((rx) =>
      rx.db
        .selectFrom('entitlement')
        .selectAll()
        .where('id', '=', entitlement_ids[0]!)
        .executeTakeFirstOrThrow(),
    );
    assert.deepEqual([entitlement.used, entitlement.first_used_at], [1, now]);
    const [conflict, ...others] = await read((rx) => listConflicts(rx, { organizer_id }));
    assert.deepEqual([conflict?.id, conflict?.first_used_at, others.length], [late?.scan_id, now, 0]);
    const word = { organizer_id, scan_id: late!.scan_id, resolution: 'accepted' } as const;
    await write((tx) => resolveConflict(tx, word));
    assert.deepEqual(await read((rx) => listConflicts(rx, { organizer_id })), []);
    assert.equal((await read((rx) => listConflicts(rx, { organizer_id, resolved: true }))).length, 1);
    await assert.rejects(
      write((tx) => resolveConflict(tx, { ...word, resolution: 'rejected' })),
      {
        code: 'conflict_resolved',
      },
    );
    await assert.rejects(
      write((tx) => resolveConflict(tx, { ...word, organizer_id: 1 })),
      {
        code: 'not_found',
      },
    );
  });

  test('that let somebody in against the ladder are conflicts, whatever the rung', async () => {
    const sold = await sell({ order_status: 'confirmed' });
    const now = open().surroundings.instant;
    const scans = [sold.tickets[0]!.code, 'nobody knows'].map((code) => ({
      code,
      scanned_at: now,
      let_in_offline: true,
    }));
    const results = await send(sold, 'gate', scans);
    assert.deepEqual(
      results.map(({ outcome, refusal }) => [outcome, refusal]),
      [
        ['conflict', 'unpaid'],
        ['conflict', 'unknown'],
      ],
    );
  });

  test('a ten-entry pass at two gates, one of them offline, gives exactly ten entries', async () => {
    const sold = await sell({ allowed: 10 });
    const { surroundings } = open();
    const start = surroundings.instant;
    const { code } = sold.tickets[0]!;
    const at = (gate: string, from: number, many: number): BatchedScan[] =>
      Array.from({ length: many }, (_, index) => ({
        code,
        nonce: `${gate} ${index}`,
        scanned_at: start + (from + index) * minute,
      }));
    surroundings.advance(60 * minute);
    const online = await send(sold, 'gate 1', at('1', 10, 7));
    const offline = await send(sold, 'gate 2', at('2', 0, 5));
    assert.equal(online.filter((result) => result.outcome === 'admitted').length, 7);
    assert.deepEqual(
      offline.map((result) => result.outcome),
      ['admitted', 'admitted', 'admitted', 'conflict', 'conflict'],
    );
    const again = await send(sold, 'gate 2', at('2', 0, 5));
    assert.deepEqual(
      again.map(({ scan_id, outcome, repeated }) => [scan_id, outcome, repeated]),
      offline.map(({ scan_id, outcome }) => [scan_id, outcome, true]),
    );
  });

  test('of any number are split into commands of bounded size', async () => {
    const many = scansPerCommand + 50;
    const sold = await sell({ tickets: many });
    const now = open().surroundings.instant;
    const { organizer_id } = sold;
    const scans = sold.tickets.map(({ code }, index) => ({ code, nonce: code, scanned_at: now - index }));
    const batch = { organizer_id, device: 'gate', source: 'gate', scans };
    await assert.rejects(
      open().write((tx) => scanBatch(tx, batch)),
      { code: 'too_large' },
    );
    const results = await submitScans(open().store, systemActor, batch);
    assert.deepEqual(
      results.map((result) => [result.outcome, result.ticket_id]),
      sold.tickets.map(({ ticket_id }) => ['admitted', ticket_id]),
    );
  });

  test('two gates that send the same scans at once get the same answers', async () => {
    const sold = await sell({ allowed: 3 });
    const now = open().surroundings.instant;
    const { code } = sold.tickets[0]!;
    const scans = Array.from({ length: 6 }, (_, index) => ({
      code,
      nonce: `n${index}`,
      scanned_at: now - index,
    }));
    const [first, second] = await Promise.all([
      send(sold, 'gate', scans),
      send(sold, 'gate', scans.toReversed()),
    ]);
    assert.deepEqual(
      first.map((result) => [result.scan_id, result.outcome]),
      second.toReversed().map((result) => [result.scan_id, result.outcome]),
    );
    assert.equal(first.filter((result) => result.outcome === 'admitted').length, 3);
  });

  test('whatever the order of arrival, first arrivals win and every attempt is kept once', async () => {
    const arrivals = fc.array(fc.record({ attempt: fc.nat(9), minutes: fc.nat(30) }), { maxLength: 24 });
    await fc.assert(
      fc.asyncProperty(arrivals, fc.option(fc.nat(6)), async (attempts, allowed) => {
        const sold = await sell({ allowed });
        const start = open().surroundings.instant;
        const { code, entitlement_ids } = sold.tickets[0]!;
        const seen = new Map<number, string>();
        let latest = -Infinity;
        let used = 0;
        for (const { attempt, minutes } of attempts) {
          const scanned_at = start - minutes * minute;
          const [result] = await send(sold, 'gate', [{ code, nonce: `${attempt}`, scanned_at }]);
          const left = allowed === null || used < allowed;
          const fresh = left ? 'admitted' : scanned_at < latest ? 'conflict' : 'refused';
          const expected = seen.get(attempt) ?? fresh;
          assert.equal(result?.outcome, expected);
          if (seen.has(attempt)) continue;
          seen.set(attempt, expected);
          if (expected !== 'admitted') continue;
          used += 1;
          latest = Math.max(latest, scanned_at);
        }
        const { entitlement, scans } = await open().read(async (rx) => ({
          entitlement: await rx.db
            .selectFrom('entitlement')
            .select(['used', 'last_used_at'])
            .where('id', '=', entitlement_ids[0]!)
            .executeTakeFirstOrThrow(),
          scans: await rx.db
            .selectFrom('scan')
            .select('id')
            .where('organizer_id', '=', sold.organizer_id)
            .execute(),
        }));
        assert.deepEqual([entitlement.used, scans.length], [used, seen.size]);
        assert.equal(entitlement.last_used_at, used === 0 ? null : latest);
      }),
      { numRuns: 25 },
    );
  });
});
