import { statement } from '../../store/statement.ts';
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

const listeners = statement<{ organizer_id: number }, { id: number; topics: string }>((db, slot) =>
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

/** Writes a row for each connection that wants to hear of it, in the transaction of the change itself. */
export async function announce(tx: Tx, announcement: Announcement): Promise<void> {
  for (const listener of await tx.run(listeners, { organizer_id: announcement.organizer_id })) {
    if (listener.id === announcement.origin_connection_id) continue;
    if (!(JSON.parse(listener.topics) as string[]).includes(announcement.topic)) continue;
    await tx.run(insertOutbox, {
      id: await tx.id(),
      organizer_id: announcement.organizer_id,
      connection_id: listener.id,
      topic: announcement.topic,
      subject_kind: announcement.subject_kind,
      subject_id: announcement.subject_id,
      payload: JSON.stringify(announcement.payload ?? {}),
      now: tx.now,
    });
  }
}
