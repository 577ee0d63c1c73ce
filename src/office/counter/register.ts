import { Fault } from '../../domain/faults.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import { organizerOf } from '../catalogue/organizer.ts';
import { documentLanguage } from '../documents/ticket-words.ts';
import { createCounter } from './counter.ts';
import { openCounterSession } from './session.ts';

const selectCounter = lastingStatement<{ organizer_id: number; id: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('counter')
    .select('id')
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('deleted_at', 'is', null),
);

const selectFirstCounter = lastingStatement<{ organizer_id: number }, { id: number }>((db, slot) =>
  db
    .selectFrom('counter')
    .select('id')
    .where('organizer_id', '=', slot('organizer_id'))
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .limit(1),
);

/** The counter of this id; without one the organizer's first, which is made when there is none. Throws `not_found`. */
export async function counterFor(tx: Tx, organizer_id: number, counter_id?: number): Promise<number> {
  if (counter_id !== undefined) {
    const counter = await tx.first(selectCounter, { organizer_id, id: counter_id });
    if (counter === undefined) throw new Fault('not_found', { kind: 'counter', id: counter_id });
    return counter.id;
  }
  const first = await tx.first(selectFirstCounter, { organizer_id });
  return first?.id ?? createCounter(tx, { organizer_id, name: 'Caisse' });
}

/** Kept from being closed until the transaction ends. */
const selectOpen = lastingStatement<{ counter_id: number }, { id: number }>((db, slot, lock) =>
  lock(
    db
      .selectFrom('counter_session')
      .select('id')
      .where('counter_id', '=', slot('counter_id'))
      .where('closed_at', 'is', null),
    'share',
  ),
);

/** The open session of the counter, if there is one. */
export async function openSessionOf(tx: Tx, counter_id: number): Promise<number | undefined> {
  return (await tx.first(selectOpen, { counter_id }))?.id;
}

const selectHolder = lastingStatement<{ id: number }, { user_id: number | null }>((db, slot) =>
  db.selectFrom('counter_session').select('user_id').where('id', '=', slot('id')),
);

/** Who stands at the till: whoever opened it, or took it over since. */
export async function holderOf(tx: Tx, counter_session_id: number): Promise<number | undefined> {
  return (await tx.first(selectHolder, { id: counter_session_id }))?.user_id ?? undefined;
}

/** Printed on its Z. */
const by_first_sale = { fr: 'ouverte par sa première vente', en: 'opened by its first sale' } as const;

/**
 * The open session; a till that nobody has opened is opened by its first sale, with an empty drawer: a program that sells over the
 * network knows of no drawer, and every sale belongs to a session that is counted in the end.
 */
export async function sessionFor(
  tx: Tx,
  till: { readonly organizer_id: number; readonly counter_id: number; readonly user_id?: number | undefined },
): Promise<number> {
  const open = await openSessionOf(tx, till.counter_id);
  if (open !== undefined) return open;
  try {
    const { language } = await organizerOf(tx, till.organizer_id);
    return await openCounterSession(tx, { ...till, notes: by_first_sale[documentLanguage(language)] });
  } catch (error) {
    // somebody else's first sale was quicker
    const theirs = await openSessionOf(tx, till.counter_id);
    if (theirs === undefined) throw error;
    return theirs;
  }
}
