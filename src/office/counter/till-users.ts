import { Fault } from '../../domain/faults.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { recordChange } from '../ledger/record.ts';

const selectMember = lastingStatement<{ organizer_id: number; user_id: number }, { name: string }>(
  (db, slot) =>
    db
      .selectFrom('membership')
      .innerJoin('user', 'user.id', 'membership.user_id')
      .select('user.name')
      .where('membership.user_id', '=', slot('user_id'))
      .where('membership.organizer_id', '=', slot('organizer_id'))
      .limit(1),
);

/** Throws `not_found` for a user who is not with this organizer. */
export async function assertMember(rx: Rx, organizer_id: number, user_id: number): Promise<void> {
  if ((await rx.first(selectMember, { organizer_id, user_id })) === undefined)
    throw new Fault('not_found', { kind: 'user', id: user_id });
}

const byAddress = lastingStatement<{ email_normal: string }, { id: number }>((db, slot) =>
  db.selectFrom('user').select('id').where('email_normal', '=', slot('email_normal')),
);

/**
 * The user under whose name a till program sells that names none; made once for each organizer. Nobody can sign in as that
 * user: there is no password. The address is of a domain that never exists.
 */
export async function programUser(tx: Tx, organizer_id: number, name: string): Promise<number> {
  const email_normal = `${name}.${organizer_id}@guichet.invalid`;
  const known = await tx.first(byAddress, { email_normal });
  if (known !== undefined) return known.id;
  const id = await tx.id();
  const { numInsertedOrUpdatedRows } = await tx.db
    .insertInto('user')
    .values({ id, email: email_normal, email_normal, name, password_hash: '', created_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  // somebody else has made the user while we were looking: theirs is committed, we waited for it
  if (numInsertedOrUpdatedRows === 0n) return programUser(tx, organizer_id, name);
  await tx.db
    .insertInto('membership')
    .values({ id: await tx.id(), user_id: id, organizer_id, role: 'till', created_at: tx.now })
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'user.created',
    subject_kind: 'user',
    subject_id: id,
    after: { role: 'till' },
  });
  return id;
}
