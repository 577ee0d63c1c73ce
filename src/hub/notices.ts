import type { ForeignScan } from '../domain/foreign-records.ts';
import { limits } from '../domain/limits.ts';
import { keptText } from '../office/admission/codes.ts';
import type { Rx, Tx } from '../store/transaction.ts';
import type { Connection } from './connections.ts';
import type { HubParts } from './parts.ts';
import { takeToldScan, type ToldOutcome } from './told-scans.ts';

/** What a webhook told: that a ticket was used. */
export interface Notice {
  readonly barcode: string;
  /** the platform's id of the event, or the id of the system that tells it */
  readonly event_ref: string | undefined;
  /** when it happened, where it was told */
  readonly told_at: number | undefined;
  /** as it came, kept for whoever has to look */
  readonly payload: unknown;
  /** told on the system's behalf, and not by itself: it may not know, and is told like everybody else */
  readonly on_behalf?: boolean | undefined;
}

/** Whose webhook it is. */
export interface Teller {
  readonly organizer_id: number;
  readonly connection_id: number | null;
  readonly dialect: string;
}

const payload_chars_max = 10_000;

/**
 * Keeps a notice and takes over what it says, in one command. The same at once waits for the first, finds the ticket used and
 * changes nothing. One of a ticket that is not here yet waits for the pull that brings it.
 */
export async function takeNotice(
  tx: Tx,
  parts: Pick<HubParts, 'connectors'>,
  teller: Teller,
  notice: Notice,
): Promise<ToldOutcome> {
  const { organizer_id, connection_id } = teller;
  const code = keptText(notice.barcode.trim(), limits.barcode_chars_max);
  const told_at = Math.min(notice.told_at ?? tx.now, tx.now);
  const row = {
    connection_id,
    event_ref: keptText(notice.event_ref ?? '', limits.barcode_chars_max),
    payload: JSON.stringify(notice.payload).slice(0, payload_chars_max),
    told_at,
    on_behalf: notice.on_behalf === true ? 1 : 0,
  };
  const { id } = await tx.db
    .insertInto('notice')
    .values({ id: await tx.id(), organizer_id, code, ...row, received_at: tx.now })
    // whoever tells it too waits here until the first is done
    .onConflict((conflict) =>
      conflict
        .columns(['organizer_id', 'code'])
        .doUpdateSet((eb) => ({ ...row, times: eb('notice.times', '+', 1), received_at: tx.now })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  const event_id = await eventOf(tx, parts, teller, row.event_ref);
  const scan = { organizer_id, ...wordOf(teller, row), barcode: code, event_id, scanned_at: told_at };
  const outcome = await takeToldScan(tx, { ...scan, direction: 'in' });
  await tx.db
    .updateTable('notice')
    .set(outcome === 'unknown' ? { outcome: null, settled_at: null } : { outcome, settled_at: tx.now })
    .where('id', '=', id)
    .execute();
  return outcome;
}

/** Whose word it is that a ticket was used: what is nobody's goes to everybody. */
function wordOf({ connection_id, dialect }: Teller, { on_behalf }: { readonly on_behalf: number }) {
  return on_behalf === 1
    ? { connection_id: null, source: webhook_source }
    : { connection_id, source: dialect };
}

/**
 * A use that a connection's system tells when it is pulled. Told again, or of a ticket that is used here, it changes nothing;
 * of a ticket that is not here yet, it waits as a notice.
 */
export async function takeScanOf(
  tx: Tx,
  parts: Pick<HubParts, 'connectors'>,
  { id: connection_id, organizer_id, dialect }: Connection,
  scan: ForeignScan,
): Promise<ToldOutcome> {
  const teller = { organizer_id, connection_id, dialect };
  const { barcode, ticket_ref, event_ref, direction, scanned_at } = scan;
  const ticket = ticket_ref === undefined ? undefined : await ticketOf(tx, connection_id, ticket_ref);
  const outcome = await takeToldScan(tx, {
    ...{ organizer_id, connection_id, source: dialect, direction, scanned_at },
    ...(ticket === undefined ? { barcode } : { ticket_id: ticket.local_id }),
    event_id: await eventOf(tx, parts, teller, event_ref ?? ''),
  });
  if (outcome !== 'unknown' || barcode === undefined || direction === 'out') return outcome;
  return takeNotice(tx, parts, teller, { barcode, event_ref, told_at: scanned_at, payload: scan });
}

async function ticketOf(rx: Rx, connection_id: number, ref: string) {
  return rx.db
    .selectFrom('link')
    .select('local_id')
    .where('connection_id', '=', connection_id)
    .where('kind', '=', 'ticket')
    .where('foreign_id', '=', ref)
    .executeTakeFirst();
}

/** how long a notice waits for a ticket that nobody has */
const waiting_ms_max = 30 * 24 * 3_600_000;

/** Takes over what waited for tickets that have come since. Gives how many were settled. */
export async function settleNotices(
  tx: Tx,
  parts: Pick<HubParts, 'connectors'>,
  of: { readonly organizer_id: number; readonly limit: number },
): Promise<number> {
  const { organizer_id, limit } = of;
  const waiting = await tx.db
    .selectFrom('notice')
    .innerJoin('barcode', (join) =>
      join
        .onRef('barcode.organizer_id', '=', 'notice.organizer_id')
        .onRef('barcode.code', '=', 'notice.code'),
    )
    .leftJoin('connection', 'connection.id', 'notice.connection_id')
    .select(['notice.id', 'notice.code', 'notice.event_ref', 'notice.connection_id', 'notice.told_at'])
    .select(['notice.on_behalf', 'connection.dialect'])
    .distinct()
    .where('notice.organizer_id', '=', organizer_id)
    .where('notice.settled_at', 'is', null)
    .where('notice.received_at', '>', tx.now - waiting_ms_max)
    .orderBy('notice.id')
    .limit(limit)
    .execute();
  for (const { id, code, event_ref, connection_id, told_at, dialect, on_behalf } of waiting) {
    const teller = { organizer_id, connection_id, dialect: dialect ?? webhook_source };
    const event_id = await eventOf(tx, parts, teller, event_ref);
    const scan = { organizer_id, ...wordOf(teller, { on_behalf }), barcode: code, event_id };
    const outcome = await takeToldScan(tx, { ...scan, direction: 'in', scanned_at: told_at });
    if (outcome === 'unknown') continue;
    await tx.db.updateTable('notice').set({ outcome, settled_at: tx.now }).where('id', '=', id).execute();
  }
  return waiting.length;
}

/** The source of scans that nobody told whom we are connected to. */
export const webhook_source = 'webhook';

/**
 * The event that a webhook means: what a platform calls so, first; else what the teller's own system calls so, by its links
 * or by the mapping in its settings. undefined: none, which takes nothing from the barcode.
 */
async function eventOf(
  rx: Rx,
  { connectors }: Pick<HubParts, 'connectors'>,
  { organizer_id, connection_id }: Teller,
  event_ref: string,
): Promise<number | undefined> {
  if (event_ref === '') return undefined;
  const links = (ref: string) =>
    rx.db
      .selectFrom('link')
      .innerJoin('connection', 'connection.id', 'link.connection_id')
      .select(['link.local_id', 'link.connection_id'])
      .where('connection.organizer_id', '=', organizer_id)
      .where('link.kind', '=', 'event')
      .where('link.foreign_id', '=', ref)
      .orderBy('link.connection_id')
      .execute();
  const named = await links(event_ref);
  const own = named.find((link) => link.connection_id === connection_id);
  const platform = named.find((link) => link.connection_id !== connection_id) ?? own;
  if (platform !== undefined || connection_id === null) return platform?.local_id;
  const teller = await rx.db
    .selectFrom('connection')
    .select(['dialect', 'settings'])
    .where('id', '=', connection_id)
    .executeTakeFirst();
  if (teller === undefined) return undefined;
  const settings = JSON.parse(teller.settings) as Record<string, unknown>;
  const origin = connectors.get(teller.dialect)?.origin_event?.(settings, event_ref);
  return origin === undefined ? undefined : (await links(origin))[0]?.local_id;
}

/**
 * Who a webhook may come from: of each organizer, the connection whose system tells of scans, where there is one. Where
 * several organizers may be meant, those who have a ticket of this barcode; all of them where none has it yet.
 */
export async function tellersOf(
  rx: Rx,
  { connectors }: Pick<HubParts, 'connectors'>,
  of: {
    readonly organizer_ids: readonly number[] | undefined;
    readonly connection_id: number | undefined;
    readonly barcode: string;
  },
): Promise<Teller[]> {
  let query = rx.db
    .selectFrom('connection')
    .select(['id', 'organizer_id', 'dialect'])
    .where('enabled', '=', 1)
    .where('deleted_at', 'is', null)
    .orderBy('id');
  if (of.organizer_ids !== undefined) query = query.where('organizer_id', 'in', of.organizer_ids);
  if (of.connection_id !== undefined) query = query.where('id', '=', of.connection_id);
  const rows = await query.execute();
  const tells = (dialect: string): boolean =>
    connectors.get(dialect)?.abilities.pulls.includes('scan') === true;
  const tellers = [...Map.groupBy(rows, ({ organizer_id }) => organizer_id)].map(([organizer_id, own]) => {
    const teller = own.find(({ dialect }) => tells(dialect));
    return { organizer_id, connection_id: teller?.id ?? null, dialect: teller?.dialect ?? webhook_source };
  });
  if (tellers.length < 2) return tellers;
  const known = await rx.db
    .selectFrom('barcode')
    .select('organizer_id')
    .where('code', '=', of.barcode)
    .where(
      'organizer_id',
      'in',
      tellers.map(({ organizer_id }) => organizer_id),
    )
    .execute();
  const theirs = tellers.filter(({ organizer_id }) =>
    known.some((each) => each.organizer_id === organizer_id),
  );
  return theirs.length > 0 ? theirs : tellers;
}
