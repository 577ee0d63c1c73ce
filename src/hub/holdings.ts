import type { Rx } from '../store/transaction.ts';
import type { Connection } from './connections.ts';
import type { HubParts } from './parts.ts';
import type { Holding, Peer } from './port.ts';

/** How one ticket differs between the ledger and a connected system. */
export type HoldingDrift = 'drift_unknown_here' | 'drift_missing_there' | 'drift_ended' | 'drift_used';

export interface Differing {
  /** of the ticket here; of one that is unknown here, what the system calls it */
  readonly id: number | string;
  readonly here?: boolean | string;
  readonly there?: boolean;
  readonly ref?: string;
}

export interface Comparing {
  readonly parts: HubParts;
  readonly connection: Connection;
  readonly onDrift: (drift: HoldingDrift, ticket: Differing) => void;
}

/** Holds what a system has of tickets against the ledger, page by page. */
export async function compareHoldings(
  comparing: Comparing,
  pages: AsyncIterable<readonly Holding[]>,
): Promise<void> {
  const { parts, connection, onDrift } = comparing;
  const { store } = parts.office;
  const seen = new Set<number>();
  for await (const page of pages) {
    for (let from = 0; from < page.length; from += holdings_per_read) {
      const some = page.slice(from, from + holdings_per_read);
      const tickets = await store.read((rx) => ticketsOf(rx, connection, some));
      for (const [index, holding] of some.entries()) {
        const ticket = tickets[index];
        if (ticket === undefined) {
          // a system that is told may well hold tickets of its own
          if (isSource(comparing) && !holding.ended) onDrift('drift_unknown_here', { id: holding.ref });
          continue;
        }
        seen.add(ticket.id);
        const ended = endedStates.has(ticket.state);
        if (ended !== holding.ended) onDrift('drift_ended', { id: ticket.id, here: ticket.state });
        else if (!ended && ticket.used !== holding.used)
          onDrift('drift_used', { id: ticket.id, here: ticket.used, there: holding.used });
      }
    }
  }
  await findMissing(comparing, seen);
}

/** What a whole pull shows, of a system that has no quicker way to say it. */
export async function* shownHoldings(peer: Peer): AsyncGenerator<readonly Holding[]> {
  for await (const { records } of peer.pull?.({ cursor: undefined, full: true, overlap_ms: 0 }) ?? [])
    yield records.flatMap((record) =>
      record.kind === 'ticket'
        ? [
            {
              ref: record.ref,
              barcode: record.barcode,
              ended: record.state !== 'valid',
              used: record.used !== null,
            },
          ]
        : [],
    );
}

const holdings_per_read = 500;
const endedStates = new Set(['cancelled', 'refunded', 'deleted']);

const isSource = ({ parts, connection }: Comparing): boolean =>
  parts.connectors.get(connection.dialect)?.abilities.pulls.includes('ticket') === true;

interface HeldHere {
  readonly id: number;
  readonly state: string;
  readonly used: boolean;
}

/** Our ticket of each holding: by the name that the system has for it, else by its barcode. */
async function ticketsOf(
  rx: Rx,
  { id: connection_id, organizer_id }: Connection,
  holdings: readonly Holding[],
): Promise<(HeldHere | undefined)[]> {
  const links = await rx.db
    .selectFrom('link')
    .select(['foreign_id', 'local_id'])
    .where('connection_id', '=', connection_id)
    .where('kind', '=', 'ticket')
    .where(
      'foreign_id',
      'in',
      holdings.map(({ ref }) => ref),
    )
    .execute();
  const byRef = new Map(links.map(({ foreign_id, local_id }) => [foreign_id, local_id]));
  const codes = holdings.flatMap(({ ref, barcode }) =>
    byRef.has(ref) || barcode === undefined ? [] : [barcode],
  );
  const barcodes =
    codes.length === 0
      ? []
      : await rx.db
          .selectFrom('barcode')
          .select(['code', 'ticket_id'])
          .where('organizer_id', '=', organizer_id)
          .where('code', 'in', codes)
          .execute();
  const byCode = new Map(barcodes.map(({ code, ticket_id }) => [code, ticket_id]));
  const ids = holdings.map(({ ref, barcode }) => byRef.get(ref) ?? byCode.get(barcode ?? '') ?? undefined);
  const held = await heldHere(
    rx,
    ids.filter((id) => id !== undefined),
  );
  return ids.map((id) => (id === undefined ? undefined : held.get(id)));
}

async function heldHere(rx: Rx, ids: readonly number[]): Promise<Map<number, HeldHere>> {
  if (ids.length === 0) return new Map();
  const rows = await rx.db
    .selectFrom('ticket')
    .leftJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .select((eb) => ['ticket.id', 'ticket.state', eb.fn.max('entitlement.used').as('used')])
    .where('ticket.id', 'in', ids)
    .groupBy(['ticket.id', 'ticket.state'])
    .execute();
  return new Map(rows.map(({ id, state, used }) => [id, { id, state, used: (used ?? 0) > 0 }]));
}

/** Living tickets that the system has a name for and did not show. */
async function findMissing(
  { parts, connection, onDrift }: Comparing,
  seen: ReadonlySet<number>,
): Promise<void> {
  const { store } = parts.office;
  const { id: connection_id } = connection;
  for (let after = ''; ;) {
    const from = after;
    const rows = await store.read((rx) =>
      rx.db
        .selectFrom('link')
        .innerJoin('ticket', 'ticket.id', 'link.local_id')
        .select(['link.foreign_id', 'link.local_id', 'ticket.state'])
        .where('link.connection_id', '=', connection_id)
        .where('link.kind', '=', 'ticket')
        .where('link.deleted_at', 'is', null)
        .where('link.foreign_id', '>', from)
        .orderBy('link.foreign_id')
        .limit(1_000)
        .execute(),
    );
    for (const { foreign_id, local_id: id, state } of rows) {
      after = foreign_id;
      if (!seen.has(id) && !endedStates.has(state)) onDrift('drift_missing_there', { id, ref: foreign_id });
    }
    if (rows.length < 1_000) return;
  }
}
