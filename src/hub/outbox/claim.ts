import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';

/** One subject to tell of: all that was announced of it and not yet delivered, folded into one. */
export interface Claim {
  readonly topic: string;
  readonly subject_kind: string;
  readonly subject_id: number;
  /** the outbox rows, oldest first; the last of them is the delivery's own */
  readonly ids: readonly number[];
  readonly attempts: number;
  /** of the oldest */
  readonly created_at: number;
  /** of the latest */
  readonly payload: Readonly<Record<string, unknown>>;
}

interface OutboxRow {
  id: number;
  topic: string;
  subject_kind: string;
  subject_id: number;
  payload: string;
  created_at: number;
  due_at: number | null;
  attempts: number;
}

/** The most subjects of one batch. */
export const claims_max = 200;
/** looked at for each that is claimed: others may be waiting for their next try */
const subjects_each = 10;
/** several may be of one subject */
const rows_each = 2;

const dueRows = statement<{ connection_id: number; now: number; rows: number }, OutboxRow>((db, slot) =>
  db
    .selectFrom('outbox')
    .select(['id', 'topic', 'subject_kind', 'subject_id', 'payload', 'created_at', 'due_at', 'attempts'])
    .where('connection_id', '=', slot('connection_id'))
    .where('due_at', 'is not', null)
    .where('due_at', '<=', slot('now'))
    .orderBy('due_at')
    .orderBy('id')
    .limit(slot('rows')),
);

/** What is ready to leave, and subjects of which a row came while an earlier one waits for its next try. */
export interface Due {
  readonly ready: readonly Claim[];
  readonly waiting: readonly { readonly ids: readonly number[]; readonly until: number }[];
}

/**
 * What is due for a connection, in the order in which it was announced, of one topic, `batch_max` subjects at most. A
 * subject of which anything waits for its next try waits as a whole: its order is kept. What was tried before goes alone, so
 * that one that always fails takes no others with it.
 */
export async function claimDue(
  rx: Rx,
  of: { readonly connection_id: number; readonly now: number; readonly batch_max: number },
): Promise<Due> {
  const { connection_id, now, batch_max } = of;
  const subjects_max = Math.min(batch_max * subjects_each, claims_max);
  const due = await rx.run(dueRows, { connection_id, now, rows: subjects_max * rows_each });
  const [first] = due;
  if (first === undefined) return { ready: [], waiting: [] };
  const subjects = new Map<string, OutboxRow>();
  for (const row of due) {
    if (row.topic === first.topic && row.subject_kind === first.subject_kind) subjects.set(keyOf(row), row);
    if (subjects.size === subjects_max) break;
  }
  const claims = await foldSubjects(rx, connection_id, [...subjects.values()]);
  const waiting = claims
    .filter(({ waits_until }) => waits_until > now)
    .map(({ ids, waits_until }) => ({ ids, until: waits_until }));
  const ready = claims.filter(({ waits_until }) => waits_until <= now);
  const [eldest] = ready;
  if (eldest !== undefined && eldest.attempts > 0) return { ready: [eldest], waiting };
  return { ready: ready.filter(({ attempts }) => attempts === 0).slice(0, batch_max), waiting };
}

const keyOf = ({ subject_kind, subject_id }: Pick<OutboxRow, 'subject_kind' | 'subject_id'>): string =>
  `${subject_kind}/${subject_id}`;

async function foldSubjects(
  rx: Rx,
  connection_id: number,
  subjects: readonly OutboxRow[],
): Promise<(Claim & { waits_until: number })[]> {
  const [first] = subjects;
  if (first === undefined) return [];
  const rows = await rx.db
    .selectFrom('outbox')
    .select(['id', 'topic', 'subject_kind', 'subject_id', 'payload', 'created_at', 'due_at', 'attempts'])
    .where('subject_kind', '=', first.subject_kind)
    .where(
      'subject_id',
      'in',
      subjects.map(({ subject_id }) => subject_id),
    )
    .where('connection_id', '=', connection_id)
    .where('topic', '=', first.topic)
    .where('due_at', 'is not', null)
    .orderBy('id')
    .execute();
  const bySubject = Map.groupBy(rows, keyOf);
  return subjects.flatMap((subject) => {
    const own = bySubject.get(keyOf(subject));
    return own === undefined ? [] : [folded(own)];
  });
}

function folded(rows: readonly OutboxRow[]): Claim & { waits_until: number } {
  const [oldest, latest] = [rows[0], rows.at(-1)];
  if (oldest === undefined || latest === undefined) throw new Error('a subject has at least one row');
  const { topic, subject_kind, subject_id } = latest;
  return {
    topic,
    subject_kind,
    subject_id,
    ids: rows.map(({ id }) => id),
    attempts: Math.max(...rows.map(({ attempts }) => attempts)),
    created_at: oldest.created_at,
    payload: JSON.parse(latest.payload) as Record<string, unknown>,
    waits_until: Math.max(...rows.map(({ due_at }) => due_at ?? 0)),
  };
}
