import type { Rx, Tx } from '../../store/transaction.ts';
import { closedFor, noteSuccess, noteTrouble, troubleOf } from '../breaker.ts';
import { connectionById, type ConnectionKey } from '../connections.ts';
import type { OpenedPeer } from '../peers.ts';
import type { Delivery, DeliveryOutcome, PeerTrouble } from '../port.ts';
import { LostLease, type Work } from '../work.ts';
import { claimDue, type Claim } from './claim.ts';
import { readOrderFacts } from './order-facts.ts';
import { readScanFacts } from './scan-facts.ts';
import { nothingSettled, settle, settleTrouble, type Settled } from './settle.ts';

/** What a turn of deliveries came to. */
export interface DeliveryTurn extends Settled {
  /** there may be more that is due */
  readonly more: boolean;
  /** why nobody was called */
  readonly closed?: string;
}

const order_first_ms = 30_000;

/**
 * Delivers one batch of what is due for a connection. The work must hold the connection's lease. Never throws for what the
 * other system does; that is kept on the rows and in the breaker.
 */
export async function deliverBatch(work: Work, key: ConnectionKey): Promise<DeliveryTurn> {
  const { store, surroundings } = work.parts.office;
  const connection = await store.read((rx) => connectionById(rx, key));
  const closed = closedFor(connection, surroundings.now());
  if (closed !== undefined) return { ...nothingSettled(), more: false, closed };
  const opened = await store.read((rx) => work.peers.open(rx, connection, work.signal));
  const { connector, peer } = opened;
  const now = surroundings.now();
  const due = await store.read((rx) =>
    claimDue(rx, { connection_id: connection.id, now, batch_max: peer.push_batch_max ?? 1 }),
  );
  const prepared = await store.read((rx) => prepare(rx, opened, due.ready));
  const waiting = [
    ...due.waiting,
    ...prepared.waiting.map(({ ids }) => ({ ids, until: now + order_first_ms })),
  ];
  if (waiting.length > 0) await work.write((tx) => postpone(tx, waiting));
  if (due.ready.length === 0) return { ...nothingSettled(), more: waiting.length > 0 };
  const sent = await send(opened, prepared);
  const counts = nothingSettled();
  await work.write(async (tx) => {
    // the command may run twice: a race that was lost is run anew
    Object.assign(counts, nothingSettled());
    for (const { claim, outcome } of prepared.settled)
      await settle(tx, { connection_id: connection.id, connector, claim }, outcome, counts);
    for (const [index, { claim }] of prepared.deliveries.entries()) {
      const settling = { connection_id: connection.id, connector, claim };
      if ('trouble' in sent) await settleTrouble(tx, settling, sent.trouble, counts);
      else await settle(tx, settling, sent.outcomes[index] ?? unanswered, counts);
    }
    if ('trouble' in sent) await noteTrouble(tx, connection.id, sent.trouble);
    else if (prepared.deliveries.length > 0) await noteSuccess(tx, connection.id);
  });
  return { ...counts, more: true };
}

const unanswered: DeliveryOutcome = { retry: 'the connector gave no outcome' };

interface Prepared {
  readonly deliveries: readonly { readonly claim: Claim; readonly delivery: Delivery }[];
  /** what needs no call */
  readonly settled: readonly { readonly claim: Claim; readonly outcome: DeliveryOutcome }[];
  /** scans whose order goes first */
  readonly waiting: readonly Claim[];
}

/** Reads the facts of what is to be told, as they are now. */
async function prepare(
  rx: Rx,
  { connection, connector }: OpenedPeer,
  claims: readonly Claim[],
): Promise<Prepared> {
  const topic = claims[0]?.topic;
  const taken = connector.abilities.pushes.find((each) => each === topic);
  if (taken === undefined)
    return split(claims.map((claim) => ({ claim, outcome: done('it takes no such news') })));
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
    if (order === undefined) return { claim, outcome: done('the order is gone') };
    return { claim, delivery: { ...baseOf(claim), topic: 'order', order } as const };
  });
  return split(prepared);
}

async function prepareScans(rx: Rx, connection_id: number, claims: readonly Claim[]): Promise<Prepared> {
  const facts = await readScanFacts(rx, connection_id, claims);
  const prepared = [];
  for (const claim of claims) {
    const told = facts.get(claim.subject_id);
    if (told === undefined) prepared.push({ claim, outcome: done('the ticket is gone') });
    else if (told.scan.ticket.ref !== undefined)
      prepared.push({ claim, delivery: { ...baseOf(claim), topic: 'scan', scan: told.scan } as const });
    else if (await isOrderWaiting(rx, connection_id, told.order_id))
      // the order may have been read before the scan was made: its ticket is known there once it has arrived
      prepared.push({ claim });
    else prepared.push({ claim, outcome: done('the ticket is not known there') });
  }
  return split(prepared);
}

function split(
  prepared: readonly { claim: Claim; outcome?: DeliveryOutcome; delivery?: Delivery }[],
): Prepared {
  return {
    deliveries: prepared.flatMap(({ claim, delivery }) =>
      delivery === undefined ? [] : [{ claim, delivery }],
    ),
    settled: prepared.flatMap(({ claim, outcome }) => (outcome === undefined ? [] : [{ claim, outcome }])),
    waiting: prepared
      .filter(({ outcome, delivery }) => outcome === undefined && delivery === undefined)
      .map(({ claim }) => claim),
  };
}

async function isOrderWaiting(rx: Rx, connection_id: number, order_id: number): Promise<boolean> {
  const row = await rx.db
    .selectFrom('outbox')
    .select('id')
    .where('subject_kind', '=', 'order')
    .where('subject_id', '=', order_id)
    .where('connection_id', '=', connection_id)
    .where('due_at', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
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
