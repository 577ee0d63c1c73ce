import type { DeliveryReason } from '../../domain/hub-reasons.ts';
import { isHopeless, waitBeforeRetry } from '../../domain/retry.ts';
import type { Tx } from '../../store/transaction.ts';
import { chanceOf } from '../breaker.ts';
import { keepLinks } from '../links.ts';
import type { Connector, DeliveryOutcome, PartAside, PeerTrouble } from '../port.ts';
import { keptReason } from '../kept-reason.ts';
import { partName, resolveParts, setAside } from '../quarantine.ts';
import type { Claim } from './claim.ts';

const words_chars_max = 500;

/** What came of deliveries, counted. */
export interface Settled {
  delivered: number;
  retried: number;
  dead: number;
}

export const nothingSettled = (): Settled => ({ delivered: 0, retried: 0, dead: 0 });

export interface Settling {
  readonly connection_id: number;
  readonly connector: Connector;
  readonly claim: Claim;
  /** until when the system is not to be called: no try comes before */
  readonly not_before: number;
}

/** Writes what came of one delivery onto its rows. */
export async function settle(
  tx: Tx,
  { connection_id, connector, claim, not_before }: Settling,
  outcome: DeliveryOutcome,
  counts: Settled,
): Promise<void> {
  if ('done' in outcome) {
    await keepLinks(tx, connection_id, outcome.links ?? []);
    if (claim.topic === 'order') await keepAside(tx, connection_id, claim.subject_id, outcome.aside ?? []);
    await markDelivered(tx, connection_id, [claim], outcome.note ?? '');
    counts.delivered += 1;
  } else if ('refused' in outcome) {
    await markDead(tx, claim, outcome.refused, outcome.why);
    counts.dead += 1;
  } else {
    await keepLinks(tx, connection_id, outcome.links ?? []);
    await tryLater(
      tx,
      { connection_id, connector, claim, not_before },
      { reached: true, ...outcome },
      counts,
    );
  }
}

/** The system could not be asked, or nobody knows what it did: every delivery of the batch is tried again. */
export async function settleTrouble(
  tx: Tx,
  settling: Settling,
  trouble: PeerTrouble,
  counts: Settled,
): Promise<void> {
  const reached = trouble.kind === 'refused';
  const { after_ms } = trouble;
  const { message: retry, why } = trouble;
  const later = { retry, why, reached, ...(after_ms === undefined ? {} : { after_ms }) };
  await tryLater(tx, settling, later, counts);
}

async function tryLater(
  tx: Tx,
  { connector, claim, not_before }: Settling,
  later: {
    readonly retry: string;
    readonly why?: DeliveryReason;
    readonly after_ms?: number;
    readonly reached: boolean;
  },
  counts: Settled,
): Promise<void> {
  const attempts = claim.attempts + 1;
  const waited_ms = tx.now - claim.created_at;
  if (isHopeless({ attempts, waited_ms, reached: later.reached })) {
    await markDead(tx, claim, later.retry, later.why);
    counts.dead += 1;
    return;
  }
  const wait = later.after_ms ?? waitBeforeRetry(attempts, chanceOf(tx), connector.retry_after_ms);
  await tx.db
    .updateTable('outbox')
    .set({
      ...{ attempts, due_at: Math.max(tx.now + wait, not_before), why: keptReason(later.why) },
      last_error: later.retry.slice(0, words_chars_max),
    })
    .where('id', 'in', claim.ids)
    .execute();
  counts.retried += 1;
}

/** Claims of one topic that have been told, or need not be. */
export async function markDelivered(
  tx: Tx,
  connection_id: number,
  claims: readonly Claim[],
  note: string,
): Promise<void> {
  const ids = claims.flatMap((claim) => claim.ids);
  for (let from = 0; from < ids.length; from += ids_each)
    await tx.db
      .updateTable('outbox')
      .set({ delivered_at: tx.now, due_at: null, note: note.slice(0, words_chars_max) })
      .where('id', 'in', ids.slice(from, from + ids_each))
      .execute();
  const given_up = await givenUpBefore(tx, connection_id, claims);
  if (given_up.length === 0) return;
  await tx.db
    .updateTable('outbox')
    .set({ delivered_at: tx.now, dead_at: null, note: 'told with a later one' })
    .where('id', 'in', given_up)
    .execute();
}

/** of one statement */
const ids_each = 1_000;

/** Rows of the same subjects that were given up before: what came of the later ones holds for them too. */
async function givenUpBefore(tx: Tx, connection_id: number, claims: readonly Claim[]): Promise<number[]> {
  const [first] = claims;
  if (first === undefined) return [];
  const last = new Map(claims.map(({ subject_id, ids }) => [subject_id, ids.at(-1) ?? 0]));
  const dead = await tx.db
    .selectFrom('outbox')
    .select(['id', 'subject_id'])
    .where('subject_kind', '=', first.subject_kind)
    .where('subject_id', 'in', [...last.keys()])
    .where('connection_id', '=', connection_id)
    .where('topic', '=', first.topic)
    .where('dead_at', 'is not', null)
    .execute();
  return dead.flatMap(({ id, subject_id }) => (id < (last.get(subject_id) ?? 0) ? [id] : []));
}

async function markDead(
  tx: Tx,
  { ids, attempts }: Claim,
  reason: string,
  why: DeliveryReason | undefined,
): Promise<void> {
  await tx.db
    .updateTable('outbox')
    .set({
      dead_at: tx.now,
      due_at: null,
      attempts: attempts + 1,
      last_error: reason.slice(0, words_chars_max),
      why: keptReason(why),
    })
    .where('id', 'in', ids)
    .execute();
}

async function keepAside(
  tx: Tx,
  connection_id: number,
  order_id: number,
  parts: readonly PartAside[],
): Promise<void> {
  for (const { kind, local_id, reason, why, lacks } of parts) {
    const foreign_id = partName(order_id, local_id);
    const payload = { order_id, local_id };
    await setAside(tx, { connection_id, kind, foreign_id, reason, why, lacks, payload });
  }
  const still = parts.map(({ local_id }) => partName(order_id, local_id));
  await resolveParts(tx, { connection_id, order_id, still });
}
