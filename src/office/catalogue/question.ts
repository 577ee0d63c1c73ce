import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { changeRow, insertRow, ownRow, ownRowOrNone, removeRow, type Creation, type Patch } from './rows.ts';

/** What a buyer is asked, per order or per ticket; with a price, only those who buy it. `options` is a JSON list. */
export async function createQuestion(tx: Tx, input: Creation<'question'>): Promise<number> {
  const { organizer_id, event_id } = input;
  await ownRow(tx, 'event', organizer_id, event_id);
  const price = await ownRowOrNone(tx, 'price', organizer_id, input.price_id);
  if (price !== null && price.event_id !== null && price.event_id !== event_id) {
    throw new Fault('invalid_input', { kind: 'question', field: 'price_id', reason: 'of another event' });
  }
  return insertRow(tx, 'question', input);
}

export async function updateQuestion(
  tx: Tx,
  input: { organizer_id: number; question_id: number } & Patch<'question', 'price_id'>,
): Promise<Row<'question'>> {
  const { organizer_id, question_id, ...patch } = input;
  return changeRow(tx, 'question', await ownRow(tx, 'question', organizer_id, question_id), patch);
}

/** It is asked no more; what was answered stays under its label. */
export async function deleteQuestion(
  tx: Tx,
  input: { organizer_id: number; question_id: number },
): Promise<void> {
  await removeRow(tx, 'question', input.organizer_id, input.question_id);
}

/** The questions of an event, in their order. */
export async function listQuestions(
  rx: Rx,
  input: { organizer_id: number; event_id: number },
): Promise<Row<'question'>[]> {
  return rx.db
    .selectFrom('question')
    .selectAll()
    .where('organizer_id', '=', input.organizer_id)
    .where('event_id', '=', input.event_id)
    .orderBy('position')
    .orderBy('id')
    .limit(1_000)
    .execute();
}
