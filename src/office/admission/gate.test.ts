import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soldTickets, type SoldTickets, type SoldTicketsWish } from '../../../test/fixtures/sold-tickets.ts';
import { onEachStore } from '../../../test/stores.ts';
import {
  createControlPoint,
  deleteControlPoint,
  listControlPoints,
  updateControlPoint,
} from './control-points.ts';
import {
  deviceOfCredential,
  joinDevice,
  listDevices,
  moveDevice,
  revokeDevice,
  sawDevice,
} from './devices.ts';
import { gateFigures, lastScans } from './figures.ts';
import { type ReportedScan, recordReportedScan } from './reported.ts';
import { type ScanInput, type ScanResult, scanCode } from './scan.ts';
import { undoEntries } from './undo.ts';
import { useOfTicket } from './use.ts';

const minute = 60_000;

onEachStore('the gate', (open) => {
  const sell = (wish: SoldTicketsWish = {}): Promise<SoldTickets> =>
    open().write((tx) => soldTickets(tx, wish));
  const scan = (sold: SoldTickets, input: Partial<ScanInput> = {}): Promise<ScanResult> =>
    open().write((tx) =>
      scanCode(tx, {
        organizer_id: sold.organizer_id,
        code: sold.tickets[0]!.code,
        direction: 'in',
        source: 'gate',
        ...input,
      }),
    );
  const report = (sold: SoldTickets, input: Partial<ReportedScan>): Promise<ScanResult> =>
    open().write((tx) =>
      recordReportedScan(tx, {
        organizer_id: sold.organizer_id,
        connection_id: 7,
        source: 'billetweb',
        code: sold.tickets[0]!.code,
        direction: 'in',
        tells: 'state',
        scanned_at: tx.now,
        ...input,
      }),
    );
  const ledgerOf = (sold: SoldTickets, action: string) =>
    open().read((rx) =>
      rx.db
        .selectFrom('ledger')
        .select(['subject_id', 'reason'])
        .where('organizer_id', '=', sold.organizer_id)
        .where('action', '=', action)
        .execute(),
    );

  test('lets staff pass a ticket against the ladder with a reason, which the ledger keeps', async () => {
    const sold = await sell();
    await scan(sold);
    await assert.rejects(scan(sold, { force: { reason: ' ' } }), { code: 'override_without_reason' });
    const forced = await scan(sold, { force: { reason: 'lost her child inside' } });
    assert.deepEqual([forced.outcome, forced.forced, forced.used], ['admitted', true, 2]);
    const rows = await ledgerOf(sold, 'scan.admitted');
    assert.deepEqual(
      rows.map((row) => row.reason),
      [null, 'lost her child inside'],
    );
    const unknown = await scan(sold, { code: 'nobody knows', force: { reason: 'he said so' } });
    assert.equal(unknown.refusal, 'unknown');
  });

  test('tells several tickets with one code apart by the event, else leaves them to a person', async () => {
    const sold = await sell({ codes: ['1234567'] });
    const { organizer_id } = sold;
    const other = await sell({ organizer_id, codes: ['1234567'], issuer: 'weezevent' });
    const ids = [sold, other].map((one) => one.tickets[0]!.ticket_id);
    const both = await scan(sold, { device: 'd', nonce: '1' });
    assert.deepEqual(
      [both.outcome, both.refusal, both.candidates.toSorted((a, b) => a - b)],
      ['refused', 'ambiguous', ids],
    );
    const again = await scan(sold, { device: 'd', nonce: '1' });
    assert.deepEqual([again.repeated, again.candidates], [true, both.candidates]);
    const one = await scan(sold, { event_id: other.event_id });
    assert.deepEqual([one.outcome, one.ticket_id], ['admitted', ids[1]]);
    const named = await scan(sold, { code: undefined, ticket_id: ids[0] });
    assert.deepEqual([named.outcome, named.ticket_id], ['admitted', ids[0]]);
  });

  test("does not admit on an add-on's code", async () => {
    const sold = await sell();
    const { organizer_id } = sold;
    const code = `ADD${sold.order_id}`;
    await open().write(async (tx) => {
      await tx.db.insertInto('barcode').values({ organizer_id, code, order_line_id: 1 }).execute();
    });
    assert.equal((await scan(sold, { code })).refusal, 'not_valid_here');
  });

  test('knows who is inside, and what an exit is worth, by the rule of the control point', async () => {
    const point = (sold: SoldTickets, exit_rule: 'off' | 'counted' | 'free') =>
      open().write((tx) =>
        createControlPoint(tx, {
          organizer_id: sold.organizer_id,
          name: exit_rule,
          direction: 'both',
          exit_rule,
        }),
      );
    const outcomes: Record<string, (string | null)[]> = {};
    for (const rule of ['off', 'counted', 'free'] as const) {
      const sold = await sell({ allowed: 2 });
      const control_point_id = await point(sold, rule);
      const seen: (string | null)[] = [];
      for (const direction of ['out', 'in', 'in', 'out', 'in', 'out', 'in'] as const)
        seen.push((await scan(sold, { control_point_id, direction })).refusal);
      outcomes[rule] = seen;
    }
    assert.deepEqual(outcomes, {
      off: ['not_inside', null, null, null, 'already_used', 'not_inside', 'already_used'],
      counted: ['not_inside', null, 'already_inside', null, null, null, 'already_used'],
      free: ['not_inside', null, 'already_inside', null, null, null, null],
    });
  });

  test('a pass without a limit enters as often as it likes', async () => {
    const sold = await sell({ allowed: null });
    for (let index = 0; index < 5; index += 1) assert.equal((await scan(sold)).outcome, 'admitted');
    assert.equal((await scan(sold)).used, 6);
  });

  test('a control point lets through its event, prices, sessions and direction, until it is deleted', async () => {
    const now = open().surroundings.instant;
    const sessions = [{ starts_at: now }, { starts_at: now + minute }];
    const sold = await sell({ sessions, by_session: true });
    const { organizer_id } = sold;
    const other = await sell({ organizer_id, sessions: [{ starts_at: now }] });
    const control_point_id = await open().write((tx) =>
      createControlPoint(tx, { organizer_id, name: 'Nord', price_ids: [sold.price_id] }),
    );
    const at = (input: Partial<ScanInput> = {}) => scan(sold, { control_point_id, ...input });
    const change = (rules: { price_ids?: number[]; session_ids?: number[]; direction?: 'in' | 'out' }) =>
      open().write((tx) => updateControlPoint(tx, { organizer_id, control_point_id, ...rules }));
    const theirs = other.tickets[0]!.code;
    assert.equal((await at({ code: theirs })).refusal, 'not_valid_here');
    assert.equal((await at({ direction: 'out' })).refusal, 'not_valid_here');
    await change({ price_ids: [], session_ids: [sold.session_ids[1]!] });
    const inside = await at();
    assert.deepEqual([inside.outcome, inside.session_id], ['admitted', sold.session_ids[1]]);
    await change({ session_ids: [], direction: 'out' });
    assert.equal((await at({ direction: 'out' })).outcome, 'admitted');
    const [listed] = await open().read((rx) => listControlPoints(rx, { organizer_id }));
    assert.deepEqual([listed?.id, listed?.direction, listed?.session_ids], [control_point_id, 'out', []]);
    await open().write((tx) => deleteControlPoint(tx, { organizer_id, control_point_id }));
    assert.equal((await at({ direction: 'out' })).refusal, 'not_valid_here');
    const stranger = await sell();
    await assert.rejects(scan(stranger, { control_point_id }), { code: 'not_found' });
    await assert.rejects(
      open().write((tx) =>
        createControlPoint(tx, { organizer_id, name: 'Sud', price_ids: [stranger.price_id] }),
      ),
      { code: 'not_found' },
    );
  });

  test('devices join, move and are revoked', async () => {
    const { organizer_id } = await sell();
    const { write, read } = open();
    const control_point_id = await write((tx) => createControlPoint(tx, { organizer_id, name: 'Nord' }));
    const device_id = await write((tx) => joinDevice(tx, { organizer_id, name: 'phone', credential_id: 42 }));
    await write((tx) => moveDevice(tx, { organizer_id, device_id, control_point_id }));
    const find = () => read((rx) => deviceOfCredential(rx, { organizer_id, credential_id: 42 }));
    assert.equal((await find())?.control_point_id, control_point_id);
    assert.deepEqual(await write((tx) => revokeDevice(tx, { organizer_id, device_id })), {
      credential_id: 42,
    });
    assert.equal(await find(), undefined);
    assert.equal((await read((rx) => listDevices(rx, organizer_id))).length, 1);
    await assert.rejects(
      write((tx) => revokeDevice(tx, { organizer_id, device_id })),
      { code: 'not_found' },
    );
  });

  test('a device is seen when it calls, and by its own organizer alone', async () => {
    const { organizer_id } = await sell();
    const stranger = (await sell()).organizer_id;
    const { read, surroundings, write } = open();
    const device_id = await write((tx) => joinDevice(tx, { organizer_id, name: 'phone', credential_id: 43 }));
    const seen = async () => (await read((rx) => listDevices(rx, organizer_id)))[0]!.seen_at;
    const before = await seen();
    surroundings.advance(minute);
    await write((tx) => sawDevice(tx, { organizer_id: stranger, device_id }));
    assert.equal(await seen(), before);
    await write((tx) => sawDevice(tx, { organizer_id, device_id }));
    assert.equal(await seen(), surroundings.now());
  });

  test("records a vendor's scan as a fact, once, and marks the ticket used at its time", async () => {
    const sold = await sell();
    const at = open().surroundings.instant - minute;
    const first = await report(sold, { scanned_at: at });
    assert.deepEqual([first.outcome, first.used, first.first_used_at], ['reported', 1, at]);
    const again = await report(sold, { scanned_at: at });
    assert.deepEqual([again.repeated, again.scan_id], [true, first.scan_id]);
    assert.equal((await scan(sold)).refusal, 'already_used');
    const earlier = await report(sold, { scanned_at: at - minute });
    assert.deepEqual([earlier.repeated, earlier.used, earlier.first_used_at], [false, 1, at - minute]);
    assert.equal((await ledgerOf(sold, 'scan.reported')).length, 2);
  });

  test('records also what it would have refused: unpaid, used up, unknown', async () => {
    const sold = await sell({ order_status: 'cancelled', state: 'cancelled' });
    const now = open().surroundings.instant;
    assert.equal((await report(sold, { tells: 'entry' })).used, 1);
    assert.equal((await report(sold, { tells: 'entry', scanned_at: now + 1 })).used, 2);
    const alarms = await open().read((rx) =>
      rx.db
        .selectFrom('alarm')
        .select(['code', 'subject_id'])
        .where('organizer_id', '=', sold.organizer_id)
        .execute(),
    );
    assert.deepEqual(
      alarms.map((alarm) => ({ ...alarm })),
      [{ code: 'over_admitted', subject_id: sold.tickets[0]!.ticket_id }],
    );
    const unknown = await report(sold, { code: 'nobody knows' });
    assert.deepEqual([unknown.outcome, unknown.refusal, unknown.ticket_id], ['reported', 'unknown', null]);
  });

  test('the same report from several workers at once counts once', async () => {
    const sold = await sell({ allowed: null });
    const scanned_at = open().surroundings.instant;
    await Promise.all(Array.from({ length: 8 }, () => report(sold, { tells: 'entry', scanned_at })));
    assert.equal((await scan(sold)).used, 2);
    await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        report(sold, { tells: 'entry', scanned_at: scanned_at - index - 1 }),
      ),
    );
    assert.equal((await scan(sold)).used, 11);
  });

  test('takes entries back, so that the ticket can enter again', async () => {
    const sold = await sell();
    const { organizer_id } = sold;
    const { ticket_id } = sold.tickets[0]!;
    await scan(sold);
    const undo = (entries?: number) =>
      open().write((tx) => undoEntries(tx, { organizer_id, ticket_id, entries, reason: 'wrong person' }));
    assert.deepEqual(await undo(), { undone: 1 });
    assert.deepEqual(await undo(), { undone: 0 });
    const use = await open().read((rx) => useOfTicket(rx, ticket_id));
    assert.deepEqual(use, { first_used_at: null, inside: 0 });
    assert.equal((await ledgerOf(sold, 'ticket.entries_undone')).length, 1);
    assert.equal((await scan(sold)).outcome, 'admitted');
    const stranger = await sell();
    await assert.rejects(
      open().write((tx) => undoEntries(tx, { organizer_id: stranger.organizer_id, ticket_id })),
      { code: 'not_found' },
    );
  });

  test('undoing beside scans loses neither', async () => {
    const sold = await sell({ allowed: null });
    const { organizer_id } = sold;
    const { ticket_id, entitlement_ids } = sold.tickets[0]!;
    for (let index = 0; index < 6; index += 1) await scan(sold);
    const undo = () => open().write((tx) => undoEntries(tx, { organizer_id, ticket_id, entries: 1 }));
    await Promise.all([scan(sold), undo(), scan(sold), undo(), scan(sold), undo(), undo()]);
    const { used } = await open().read((rx) =>
      rx.db
        .selectFrom('entitlement')
        .select('used')
        .where('id', '=', entitlement_ids[0]!)
        .executeTakeFirstOrThrow(),
    );
    assert.equal(used, 5);
  });

  test('counts tickets, entries and who is inside, by session and by price', async () => {
    const now = open().surroundings.instant;
    const sold = await sell({
      tickets: 3,
      allowed: 2,
      by_session: true,
      sessions: [{ starts_at: now }, { starts_at: now + 1 }],
    });
    const { organizer_id, event_id } = sold;
    const session_id = sold.session_ids[0]!;
    await scan(sold, { session_id });
    await scan(sold, { session_id });
    await scan(sold, { session_id, code: sold.tickets[1]!.code });
    await scan(sold, { session_id, code: sold.tickets[1]!.code, direction: 'out' });
    await scan(sold, { session_id, code: 'nobody knows', event_id });
    const figures = await open().read((rx) => gateFigures(rx, { organizer_id, event_id }));
    const here = { total: 3, scanned: 2, entries: 3, inside: 1, out: 1 };
    const none = { scanned: 0, entries: 0, inside: 0, out: 0 };
    assert.deepEqual(figures, {
      ...here,
      total: 6,
      by_session: [
        { session_id, ...here },
        { session_id: sold.session_ids[1], ...none, total: 3 },
      ],
      by_price: [{ price_id: sold.price_id, ...here, total: 6 }],
    });
    const page = await open().read((rx) => lastScans(rx, { organizer_id, event_id, limit: 2 }));
    assert.deepEqual(
      page.map((row) => [row.refusal, row.direction]),
      [
        ['unknown', 'in'],
        [null, 'out'],
      ],
    );
    const rest = await open().read((rx) => lastScans(rx, { organizer_id, event_id, before: page[1] }));
    assert.equal(rest.length, 3);
  });

  test('tells the connections that want scans, but not the one that told us', async () => {
    const sold = await sell({ allowed: null });
    const { organizer_id } = sold;
    const ids = await open().write(async (tx) => {
      const made = [await tx.id(), await tx.id()];
      for (const id of made) {
        await tx.db
          .insertInto('connection')
          .values({
            id,
            organizer_id,
            dialect: 'billetweb',
            name: `connection ${id}`,
            base_url: 'http://127.0.0.1',
            topics: '["scan"]',
            created_at: tx.now,
            updated_at: tx.now,
          })
          .execute();
      }
      return made;
    });
    await scan(sold);
    await report(sold, { connection_id: ids[0]!, tells: 'entry' });
    const sent = await open().read((rx) =>
      rx.db
        .selectFrom('outbox')
        .select('connection_id')
        .where('organizer_id', '=', organizer_id)
        .orderBy('id')
        .execute(),
    );
    assert.deepEqual(
      sent.map((row) => row.connection_id),
      [...ids, ids[1]],
    );
  });
});
