import type { ForeignRecord } from '../domain/foreign-records.ts';
import { announceTo } from '../office/ledger/outbox.ts';
import type { Rx } from '../store/transaction.ts';
import type { Connection } from './connections.ts';
import type { Work } from './work.ts';

const tickets_per_read = 500;

/** Tickets that a whole pull showed as living and not used. */
export class UnusedThere {
  readonly refs: string[] = [];

  add(records: Iterable<ForeignRecord>): void {
    for (const record of records)
      if (record.kind === 'ticket' && record.state === 'valid' && record.used === null)
        this.refs.push(record.ref);
  }
}

/**
 * After a whole pull: tells a platform again of scans that it acknowledged and lost. Told once more and no oftener, since
 * somebody may have taken the scan back there; what waits to leave, or was given up, is left as it is. `began_at` is when the
 * pull began: a scan that was told since may well be later than what it showed. Gives how many are told.
 */
export async function tellLostScans(
  work: Work,
  connection: Connection,
  { unused, began_at }: { readonly unused: UnusedThere; readonly began_at: number },
): Promise<number> {
  const { store } = work;
  if (!(await store.read((rx) => anyTold(rx, connection.id)))) return 0;
  let told = 0;
  for (let from = 0; from < unused.refs.length; from += tickets_per_read) {
    const refs = unused.refs.slice(from, from + tickets_per_read);
    const lost = await store.read((rx) => lostOf(rx, connection.id, { refs, began_at }));
    if (lost.length === 0) continue;
    await work.write(async (tx) => {
      for (const { ticket_id, payload } of lost)
        await announceTo(tx, connection, {
          topic: 'scan',
          subject_kind: 'ticket',
          subject_id: ticket_id,
          payload: { ...payload, again: true },
        });
    });
    told += lost.length;
  }
  return told;
}

async function anyTold(rx: Rx, connection_id: number): Promise<boolean> {
  const row = await rx.db
    .selectFrom('outbox')
    .select('id')
    .where('connection_id', '=', connection_id)
    .where('topic', '=', 'scan')
    .where('delivered_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

interface LostScan {
  readonly ticket_id: number;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Of tickets by the platform's names for them: those used here of which the last that it was told is an entry. */
async function lostOf(
  rx: Rx,
  connection_id: number,
  { refs, began_at }: { readonly refs: readonly string[]; readonly began_at: number },
): Promise<LostScan[]> {
  const rows = await rx.db
    .selectFrom('link')
    .innerJoin('ticket', 'ticket.id', 'link.local_id')
    .innerJoin('outbox', 'outbox.subject_id', 'ticket.id')
    .select(['ticket.id', 'outbox.payload', 'outbox.delivered_at'])
    .where('link.connection_id', '=', connection_id)
    .where('link.kind', '=', 'ticket')
    .where('link.foreign_id', 'in', refs)
    .where('ticket.state', '=', 'valid')
    .where('outbox.subject_kind', '=', 'ticket')
    .where('outbox.connection_id', '=', connection_id)
    .where('outbox.topic', '=', 'scan')
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('entitlement')
          .select('entitlement.id')
          .whereRef('entitlement.ticket_id', '=', 'ticket.id')
          .where('entitlement.used', '>', 0),
      ),
    )
    .orderBy('outbox.id')
    .execute();
  return [...Map.groupBy(rows, ({ id }) => id)].flatMap(([ticket_id, own]) => {
    const all = own.map(({ payload }) => JSON.parse(payload) as Record<string, unknown>);
    const last = all.at(-1);
    const settled = own.every(({ delivered_at }) => delivered_at !== null && delivered_at < began_at);
    const again = all.some((payload) => payload['again'] === true);
    return settled && !again && last?.['direction'] === 'in' ? [{ ticket_id, payload: last }] : [];
  });
}
