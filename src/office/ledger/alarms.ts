import { statement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';

/** Something that a person has to look at, raised once per subject until it is cleared. */
export interface Alarm {
  readonly organizer_id: number;
  readonly code: 'overbooked' | 'over_admitted';
  readonly subject_kind: string;
  readonly subject_id: number;
  readonly details: Readonly<Record<string, unknown>>;
}

const openAlarm = statement<{ organizer_id: number; code: string; subject_id: number }, { id: number }>(
  (db, slot) =>
    db
      .selectFrom('alarm')
      .select('id')
      .where('organizer_id', '=', slot('organizer_id'))
      .where('code', '=', slot('code'))
      .where('subject_id', '=', slot('subject_id'))
      .where('cleared_at', 'is', null),
);

/** Raises the alarm, or brings the details of the one that stands up to date. */
export async function raiseAlarm(tx: Tx, alarm: Alarm): Promise<void> {
  const { organizer_id, code, subject_id } = alarm;
  const details = JSON.stringify(alarm.details);
  const open = await tx.first(openAlarm, { organizer_id, code, subject_id });
  if (open !== undefined) {
    await tx.db.updateTable('alarm').set({ details }).where('id', '=', open.id).execute();
    return;
  }
  await tx.db
    .insertInto('alarm')
    .values({
      id: await tx.id(),
      organizer_id,
      code,
      subject_kind: alarm.subject_kind,
      subject_id,
      details,
      raised_at: tx.now,
    })
    .execute();
}

/** Clears the alarm once its cause is gone. */
export async function clearAlarm(
  tx: Tx,
  alarm: Pick<Alarm, 'organizer_id' | 'code' | 'subject_id'>,
): Promise<void> {
  await tx.db
    .updateTable('alarm')
    .set({ cleared_at: tx.now })
    .where('organizer_id', '=', alarm.organizer_id)
    .where('code', '=', alarm.code)
    .where('subject_id', '=', alarm.subject_id)
    .where('cleared_at', 'is', null)
    .execute();
}
