import type { Rx, Tx } from '../../store/transaction.ts';
import { closedFor, noteSuccess, noteTrouble, troubleOf, waitOf } from '../breaker.ts';
import { TooSoon } from '../pace.ts';
import { connectionById, type ConnectionKey } from '../connections.ts';
import type { OpenedPeer } from '../peers.ts';
import type { Delivery, DeliveryOutcome, PeerTrouble } from '../port.ts';
import { LostLease, type Work } from '../work.ts';
import { claimDue, claims_max, type Claim } from './claim.ts';
import { readOrderFacts } from './order-facts.ts';
import { readScanFacts } from './scan-facts.ts';
import { markDelivered, nothingSettled, settle, settleTrouble, type Settled } from './settle.ts';

/** What a turn of deliveries came to. */
export interface DeliveryTurn extends Settled {
  /** there may be more that is due */
  readonly more: boolean;
  /** the other system was called, or would have been */
  readonly called: boolean;
  /** why nobody was called */
  readonly closed?: string;
}

const order_first_ms = 30_000;

/**
 * Delivers one batch of what is due for a connection, as much as the other system takes at once; `widely` looks beyond that
 * for what needs no call, such as scans of tickets that are not known there. The work must hold the connection's lease. Never
 * throws for what the other system does; that is kept on the rows and in the breaker.
 */
export async function deliverBatch(work: Work, key: ConnectionKey, widely = false): Promise<DeliveryTurn> {
  const { store, surroundings } = work.parts.office;
  const connection = await store.read((rx) => connectionById(rx, key));
  const closed = closedFor(connection, surroundings.now());
  if (closed !== undefined) return { ...nothingSettled(), more: false, called: false, closed };
  const opened = await store.read((rx) => work.peers.open(rx, connection, work));
  const { connector, peer } = opened;
  const now = surroundings.now();
  const calls_max = peer.push_batch_max ?? 1;
  const batch_max = widely ? claims_max : calls_max;
  const due = await store.read((rx) => claimDue(rx, { connection_id: connection.id, now, batch_max }));
  const prepared = atMost(await store.read((rx) => prepare(rx, opened, due.ready)), calls_max);
  const waiting = [
    ...due.waiting,
    ...prepared.waiting.map(({ ids }) => ({ ids, until: now + order_first_ms })),
  ];
  if (waiting.length > 0) await work.write((tx) => postpone(tx, waiting));
  if (due.ready.length === 0) return { ...nothingSettled(), more: waiting.length > 0, called: false };
  const sent = await send(opened, prepared);
  const counts = nothingSettled();
  await work.write(async (tx) => {
    // the command may run twice: a race that was lost is run anew
    Object.assign(counts, nothingSettled());
    for (const [note, uncalled] of Map.groupBy(prepared.uncalled, (one) => one.note)) {
      const claims = uncalled.map(({ claim }) => claim);
      await markDelivered(tx, connection.id, claims, note);
      counts.delivered += claims.length;
    }
    const trouble = 'trouble' in sent ? sent.trouble : undefined;
    if (trouble !== undefined && !(trouble instanceof TooSoon)) await noteTrouble(tx, connection.id, trouble);
    const { wait_ms = 0 } = (await waitOf(tx, connection.id, tx.now)) ?? {};
    for (const [index, { claim }] of prepared.deliveries.entries()) {
      const settling = { connection_id: connection.id, connector, claim, not_before: tx.now + wait_ms };
      if ('trouble' in sent) await settleTrouble(tx, settling, sent.trouble, counts);
      else await settle(tx, settling, sent.outcomes[index] ?? unanswered, counts);
    }
    if (trouble === undefined && prepared.deliveries.length > 0) await noteSuccess(tx, connection.id);
  });
  return { ...counts, more: true, called: prepared.deliveries.length > 0 };
}

const unanswered: DeliveryOutcome = { retry: 'the connector gave no outcome' };

interface Prepared {
  readonly deliveries: readonly { readonly claim: Claim; readonly delivery: Delivery }[];
  /** what needs no call, and why */
  readonly uncalled: readonly { readonly claim: Claim; readonly note: string }[];
  /** scans whose order goes first */
  readonly waiting: readonly Claim[];
}

/** What is beyond stays due: its facts are read anew when its turn comes. */
const atMost = (prepared: Prepared, calls_max: number): Prepared => ({
  ...prepared,
  deliveries: prepared.deliveries.slice(0, calls_max),
});

/** Reads the facts of what is to be told, as they are now. */
async function prepare(
  rx: Rx,
  { connection, connector }: OpenedPeer,
  claims: readonly Claim[],
): Promise<Prepared> {
  const topic = claims[0]?.topic;
  const taken = connector.abilities.pushes.find((each) => each === topic);
  if (taken === undefined) return split(claims.map((claim) => ({ claim, note: 'it takes no such news' })));
  return taken === 'order'
    ? prepareOrders(rx, connection.id, claims)
    : prepareScans(rx, connection.id, claims);
}

const done = (note: string): DeliveryOutcome => ({ done: true, note });

const baseOf = ({ ids, attempts, created_at }: Claim) => ({ id: ids.at(-1) ?? 0, attempts, created_at });

async function prepareOrders(rx: Rx, connection_id: number, claims: readonly Claim[]): Promise<Prepared> {
  const order_ids = claims.map(({ subject_id }) => subject_id);
  const facts = await readOrderFacts(rx, { connection_id, order_ids });
  const prepared = claims.map((claim) => {
    const order = facts.get(claim.subject_id);
    if (order === undefined) return { claim, note: 'the order is gone' };
    return { claim, delivery: { ...baseOf(claim), topic: 'order', order } as const };
  });
  return split(prepared);
}

async function prepareScans(rx: Rx, connection_id: number, claims: readonly Claim[]): Promise<Prepared> {
  const facts = await readScanFacts(rx, connection_id, claims);
  const unknown = [...facts.values()].filter(({ scan }) => scan.ticket.ref === undefined);
  const coming = await ordersWaiting(rx, connection_id, [
    ...new Set(unknown.map(({ order_id }) => order_id)),
  ]);
  const prepared = claims.map((claim) => {
    const told = facts.get(claim.subject_id);
    if (told === undefined) return { claim, note: 'the ticket is gone' };
    const { scan, order_id } = told;
    if (scan.ticket.ref !== undefined)
      return { claim, delivery: { ...baseOf(claim), topic: 'scan', scan } as const };
    // the order may have been read before the scan was made: its ticket is known there once it has arrived
    return coming.has(order_id) ? { claim } : { claim, note: 'the ticket is not known there' };
  });
  return split(prepared);
}

function split(prepared: readonly { claim: Claim; note?: string; delivery?: Delivery }[]): Prepared {
  return {
    deliveries: prepared.flatMap(({ claim, delivery }) =>
      delivery === undefined ? [] : [{ claim, delivery }],
    ),
    uncalled: prepared.flatMap(({ claim, note }) => (note === undefined ? [] : [{ claim, note }])),
    waiting: prepared
      .filter(({ note, delivery }) => note === undefined && delivery === undefined)
      .map(({ claim }) => claim),
  };
}

/** Of some orders those of which something is still to be told. */
async function ordersWaiting(
  rx: Rx,
  connection_id: number,
  order_ids: readonly number[],
): Promise<ReadonlySet<number>> {
  if (order_ids.length === 0) return new Set();
  const rows = await rx.db
    .selectFrom('outbox')
    .select('subject_id')
    .distinct()
    .where('subject_kind', '=', 'order')
    .where('subject_id', 'in', order_ids)
    .where('connection_id', '=', connection_id)
    .where('due_at', 'is not', null)
    .execute();
  return new Set(rows.map(({ subject_id }) => subject_id));
}

async function send(
  { peer }: OpenedPeer,
  { deliveries }: Prepared,
): Promise<{ outcomes: readonly DeliveryOutcome[] } | { trouble: PeerTrouble }> {
  if (deliveries.length === 0) return { outcomes: [] };
  if (peer.push === undefined) return { outcomes: deliveries.map(() => done('it takes no news')) };
  try {
    return { outcomes: await peer.push(deliveries.map(({ delivery }) => delivery)) };
  } catch (error) {
    if (error instanceof LostLease) throw error;
    return { trouble: troubleOf(error) };
  }
}

async function postpone(
  tx: Tx,
  waiting: readonly { readonly ids: readonly number[]; readonly until: number }[],
): Promise<void> {
  for (const { ids, until } of waiting) {
    await tx.db
      .updateTable('outbox')
      .set({ due_at: until })
      .where('id', 'in', ids)
      .where('due_at', 'is not', null)
      .execute();
  }
}
