import { Fault } from '../../domain/faults.ts';
import { assertPieces, piecesContent, type Pieces } from '../../domain/drawer.ts';
import { safeAmount } from '../../domain/money.ts';
import { limits } from '../../domain/limits.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import type { SecretSealer } from '../access/sealing.ts';
import { ownRow } from '../catalogue/rows.ts';
import { recordChange } from '../ledger/record.ts';
import { writeJournal } from './journal.ts';
import { signingKey } from './signing-key.ts';

export type CounterSession = Row<'counter_session'>;

interface OpeningInput {
  readonly organizer_id: number;
  readonly counter_id: number;
  /** the cash in the drawer, minor units */
  readonly opening_amount?: number | undefined;
  /** that it was counted by; the journal keeps them */
  readonly pieces?: readonly Pieces[] | undefined;
  readonly user_id?: number | undefined;
  readonly user_label?: string | undefined;
  readonly notes?: string | undefined;
  /** not later than now */
  readonly opened_at?: number | undefined;
}

const insertSession = statement<
  Pick<
    CounterSession,
    'id' | 'organizer_id' | 'counter_id' | 'user_id' | 'user_label' | 'opened_at' | 'opening_amount' | 'notes'
  >,
  never
>((db, slot) =>
  db
    .insertInto('counter_session')
    .values({
      id: slot('id'),
      organizer_id: slot('organizer_id'),
      counter_id: slot('counter_id'),
      user_id: slot('user_id'),
      user_label: slot('user_label'),
      opened_at: slot('opened_at'),
      opening_amount: slot('opening_amount'),
      notes: slot('notes'),
    })
    // of two that open the same till at once, the second finds the first's
    .onConflict((conflict) => conflict.doNothing()),
);

/** Opens the drawer of a till with what is in it. Throws `counter_session_open`, `not_found`, `invalid_input`. */
export async function openCounterSession(tx: Tx, input: OpeningInput): Promise<number> {
  const { organizer_id, counter_id, opening_amount = 0, pieces = [], notes = '', user_label = '' } = input;
  await ownRow(tx, 'counter', organizer_id, counter_id);
  assertCash('opening_amount', opening_amount);
  assertPieces('pieces', pieces, opening_amount);
  assertNotes(notes);
  if ((input.opened_at ?? 0) > tx.now) throw new Fault('invalid_input', { field: 'opened_at' });
  const id = await tx.id();
  const opened = await tx.change(insertSession, {
    id,
    organizer_id,
    counter_id,
    user_id: input.user_id ?? null,
    user_label,
    opened_at: input.opened_at ?? tx.now,
    opening_amount,
    notes,
  });
  if (opened === 0) throw new Fault('counter_session_open', { counter_id });
  await recordChange(tx, {
    organizer_id,
    action: 'counter_session.opened',
    subject_kind: 'counter_session',
    subject_id: id,
    after: { counter_id, opening_amount },
  });
  const [number] = await writeJournal(tx, input, [
    {
      kind: 'opening',
      counter_session_id: id,
      amount: opening_amount,
      content: {
        user: input.user_id,
        label: user_label === '' ? undefined : user_label,
        ...piecesContent(pieces),
      },
    },
  ]);
  await tx.db
    .updateTable('counter_session')
    .set({ opening_number: number ?? null })
    .where('id', '=', id)
    .execute();
  return id;
}

const lockSession = statement<{ organizer_id: number; id: number }, CounterSession>((db, slot, lock) =>
  lock(
    db
      .selectFrom('counter_session')
      .selectAll()
      .where('id', '=', slot('id'))
      .where('organizer_id', '=', slot('organizer_id')),
  ),
);

/** Nobody sells into it until the transaction ends. Throws `not_found`, `counter_session_closed`. */
export async function lockOpenSession(
  tx: Tx,
  input: { organizer_id: number; counter_session_id: number },
): Promise<CounterSession> {
  const { organizer_id, counter_session_id: id } = input;
  const session = await tx.first(lockSession, { organizer_id, id });
  if (session === undefined) throw new Fault('not_found', { kind: 'counter_session', id });
  if (session.closed_at !== null) throw new Fault('counter_session_closed', { id });
  return session;
}

/** Puts cash into the drawer, or takes it out (below 0), for a reason that is no sale. Gives the movement's id. */
export async function moveCash(
  tx: Tx,
  input: { organizer_id: number; counter_session_id: number; amount: number; reason: string },
): Promise<number> {
  const { organizer_id, counter_session_id, reason } = input;
  const amount = safeAmount(input.amount);
  if (amount === 0) throw new Fault('invalid_input', { field: 'amount' });
  if (reason.trim() === '' || reason.length > limits.title_chars_max)
    throw new Fault('invalid_input', { field: 'reason' });
  const session = await lockOpenSession(tx, input);
  const id = await tx.id();
  await tx.db
    .insertInto('cash_movement')
    .values({ id, organizer_id, counter_session_id, amount, reason: reason.trim(), created_at: tx.now })
    .execute();
  await recordChange(tx, {
    organizer_id,
    action: 'counter_session.cash_moved',
    subject_kind: 'counter_session',
    subject_id: counter_session_id,
    after: { amount, cash_movement_id: id },
    reason,
  });
  await writeJournal(tx, session, [
    {
      kind: amount > 0 ? 'cash_in' : 'cash_out',
      counter_session_id,
      method: 'cash',
      amount,
      content: { reason: reason.trim() },
    },
  ]);
  return id;
}

/** What came and went in a session, by method; `cash_in` and `cash_out` count as cash. */
export interface SessionSums {
  readonly sold: number;
  readonly returned: number;
  readonly by_method: readonly { readonly method: string; readonly amount: number; readonly count: number }[];
  /** what must lie in the drawer */
  readonly cash: number;
}

const selectSums = statement<
  { counter_id: number; id: number; from: number },
  { kind: string; method: string | null; amount: number; count: number }
>((db, slot) =>
  db
    .selectFrom('journal_line')
    .select((eb) => [
      'kind',
      'method',
      eb.fn.sum<number>('amount').as('amount'),
      eb.fn.countAll<number>().as('count'),
    ])
    .where('counter_id', '=', slot('counter_id'))
    .where('number', '>=', slot('from'))
    .where('counter_session_id', '=', slot('id'))
    .groupBy(['kind', 'method']),
);

/** Sums of a session so far, out of the journal. */
export async function sessionSums(rx: Rx, session: CounterSession): Promise<SessionSums> {
  const { counter_id, id, opening_number, opening_amount } = session;
  const rows = await rx.run(selectSums, { counter_id, id, from: opening_number ?? 1 });
  const amountOf = (kind: string) =>
    rows.filter((row) => row.kind === kind).reduce((sum, row) => sum + row.amount, 0);
  const methods = new Map<string, { amount: number; count: number }>();
  for (const { kind, method, amount, count } of rows) {
    if (method === null || (kind !== 'payment' && kind !== 'refund')) continue;
    const known = methods.get(method) ?? { amount: 0, count: 0 };
    methods.set(method, { amount: known.amount + amount, count: known.count + count });
  }
  const moved = amountOf('cash_in') + amountOf('cash_out');
  return {
    sold: amountOf('sale'),
    returned: 0 - amountOf('return'),
    by_method: [...methods]
      .map(([method, sums]) => ({ method, ...sums }))
      .toSorted((a, b) => (a.method < b.method ? -1 : 1)),
    cash: opening_amount + (methods.get('cash')?.amount ?? 0) + moved,
  };
}

export interface Closing {
  readonly expected_amount: number;
  readonly closing_amount: number;
  /** counted less expected: below 0, cash is missing */
  readonly difference: number;
  readonly sums: SessionSums;
}

/**
 * Counts the drawer and closes the session for good, with a signed line in the journal. Throws `counter_session_closed`,
 * `not_found`, `invalid_input`.
 */
export async function closeCounterSession(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly counter_session_id: number;
    /** the cash that was counted */
    readonly closing_amount: number;
    /** that it was counted by; the journal keeps them */
    readonly pieces?: readonly Pieces[] | undefined;
    readonly notes?: string | undefined;
    readonly sealer: SecretSealer;
  },
): Promise<Closing> {
  const { organizer_id, counter_session_id, closing_amount, pieces = [] } = input;
  assertCash('closing_amount', closing_amount);
  assertPieces('pieces', pieces, closing_amount);
  const session = await lockOpenSession(tx, input);
  const notes = input.notes ?? session.notes;
  assertNotes(notes);
  const sums = await sessionSums(tx, session);
  const difference = closing_amount - sums.cash;
  const signed_with = await signingKey(tx, organizer_id, input.sealer);
  await recordChange(tx, {
    organizer_id,
    action: 'counter_session.closed',
    subject_kind: 'counter_session',
    subject_id: counter_session_id,
    after: { expected_amount: sums.cash, closing_amount },
  });
  const [closing_number] = await writeJournal(tx, session, [
    {
      kind: 'closing',
      counter_session_id,
      amount: closing_amount,
      content: {
        opening_number: session.opening_number ?? undefined,
        opening: session.opening_amount,
        expected: sums.cash,
        counted: closing_amount,
        difference,
        sold: sums.sold,
        returned: sums.returned,
        by_method: sums.by_method.map(({ method, amount, count }) => [method, amount, count]),
        ...piecesContent(pieces),
      },
      signed_with,
    },
  ]);
  await tx.db
    .updateTable('counter_session')
    .set({
      closed_at: tx.now,
      expected_amount: sums.cash,
      closing_amount,
      notes,
      closing_number: closing_number ?? null,
    })
    .where('id', '=', counter_session_id)
    .execute();
  return { expected_amount: sums.cash, closing_amount, difference, sums };
}

function assertCash(field: string, amount: number): void {
  if (safeAmount(amount) < 0) throw new Fault('invalid_input', { field });
}

function assertNotes(notes: string): void {
  if (notes.length > limits.text_chars_max) throw new Fault('too_large', { field: 'notes' });
}
