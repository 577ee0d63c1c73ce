import { lastingStatement, statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';

/** What other systems may want to hear of. A connection lists those it takes in `connection.topics`. */
export type Topic = 'order' | 'ticket' | 'scan' | 'customer' | 'catalogue';

export interface Announcement {
  readonly organizer_id: number;
  readonly topic: Topic;
  readonly subject_kind: string;
  readonly subject_id: number;
  readonly payload?: unknown;
  /** the connection that told us: nothing is sent back to where it came from */
  readonly origin_connection_id?: number | null;
}

const listeners = lastingStatement<{ organizer_id: number }, { id: number; topics: string }>((db, slot) =>
  db
    .selectFrom('connection')
    .select(['id', 'topics'])
    .where('organizer_id', '=', slot('organizer_id'))
    .where('enabled', '=', 1),
);

const insertOutbox = statement<
  {
    id: number;
    organizer_id: number;
    connection_id: number;
    topic: string;
    subject_kind: string;
    subject_id: number;
    payload: string;
    now: number;
  },
  never
>((db, slot) =>
  db.insertInto('outbox').values({
    id: slot('id'),
    organizer_id: slot('organizer_id'),
    connection_id: slot('connection_id'),
    topic: slot('topic'),
    subject_kind: slot('subject_kind'),
    subject_id: slot('subject_id'),
    payload: slot('payload'),
    created_at: slot('now'),
    due_at: slot('now'),
  }),
);

/** Whether any connection wants to hear of it: for those who would announce thousands. */
export async function isHeard(
  tx: Tx,
  {
    organizer_id,
    topic,
    origin_connection_id,
  }: Pick<Announcement, 'organizer_id' | 'topic' | 'origin_connection_id'>,
): Promise<boolean> {
  const all = await tx.run(listeners, { organizer_id });
  return all.some(
    ({ id, topics }) => id !== origin_connection_id && (JSON.parse(topics) as string[]).includes(topic),
  );
}

/** Writes a row for each connection that wants to hear of it, in the transaction of the change itself. */
export async function announce(tx: Tx, announcement: Announcement): Promise<void> {
  const { subject_id, ...of } = announcement;
  await announceEach(tx, of, [subject_id]);
}

/** The same of many subjects at once. */
export async function announceEach(
  tx: Tx,
  announcement: Omit<Announcement, 'subject_id'>,
  subject_ids: readonly number[],
): Promise<void> {
  const { organizer_id, topic, subject_kind, origin_connection_id } = announcement;
  const payload = JSON.stringify(announcement.payload ?? {});
  for (const listener of await tx.run(listeners, { organizer_id })) {
    if (listener.id === origin_connection_id) continue;
    if (!(JSON.parse(listener.topics) as string[]).includes(topic)) continue;
    const of = { organizer_id, connection_id: listener.id, topic, subject_kind, payload, now: tx.now };
    for (const subject_id of subject_ids)
      await tx.run(insertOutbox, { ...of, id: await tx.id(), subject_id });
  }
}

/** Tells one connection alone, whatever it listens to: what it missed, or could not take. */
export async function announceTo(
  tx: Tx,
  connection: { readonly id: number; readonly organizer_id: number },
  of: Pick<Announcement, 'topic' | 'subject_kind' | 'subject_id' | 'payload'>,
): Promise<void> {
  const { id: connection_id, organizer_id } = connection;
  await tx.run(insertOutbox, {
    ...of,
    id: await tx.id(),
    organizer_id,
    connection_id,
    payload: JSON.stringify(of.payload ?? {}),
    now: tx.now,
  });
}
