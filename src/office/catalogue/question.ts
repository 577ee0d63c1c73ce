import { Fault } from '../../domain/faults.ts';
import { askingComplaint, type Asking } from '../../domain/question.ts';
import type { QuestionKind } from '../../domain/question-kinds.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { changeRow, insertRow, ownRow, ownRowOrNone, removeRow, type Creation, type Patch } from './rows.ts';

/**
 * What a buyer is asked, per order or per ticket; with a price, only those who buy it. `options` is a JSON list; with some and
 * no kind, one of them is chosen. Throws `invalid_input`, `not_found`.
 */
export async function createQuestion(tx: Tx, input: Creation<'question'>): Promise<number> {
  const { organizer_id, event_id } = input;
  await ownRow(tx, 'event', organizer_id, event_id);
  const price = await ownRowOrNone(tx, 'price', organizer_id, input.price_id);
  if (price !== null && price.event_id !== null && price.event_id !== event_id) {
    throw new Fault('invalid_input', { kind: 'question', field: 'price_id', reason: 'of another event' });
  }
  const { options = '[]' } = input;
  const { kind = optionsIn(options).length > 0 ? 'choice' : 'text' } = input;
  const id = await insertRow(tx, 'question', { ...input, kind, options });
  assertAsked(kind, options);
  return id;
}

export async function updateQuestion(
  tx: Tx,
  input: { organizer_id: number; question_id: number } & Patch<'question', 'price_id'>,
): Promise<Row<'question'>> {
  const { organizer_id, question_id, ...patch } = input;
  const row = await changeRow(tx, 'question', await ownRow(tx, 'question', organizer_id, question_id), patch);
  assertAsked(row.kind, row.options);
  return row;
}

/** How a question is to be answered. */
export function askingOf({ kind, options }: Pick<Row<'question'>, 'kind' | 'options'>): Asking {
  // the columns hold nothing but what `createQuestion` lets in
  return { kind: kind as QuestionKind, options: optionsIn(options) };
}

function optionsIn(options: string): string[] {
  const list = listIn(options);
  if (list === undefined)
    throw new Fault('invalid_input', { kind: 'question', field: 'options', reason: 'no list of texts' });
  return list;
}

function listIn(options: string): string[] | undefined {
  try {
    const list: unknown = JSON.parse(options);
    return Array.isArray(list) && list.every((option) => typeof option === 'string') ? list : undefined;
  } catch {
    return undefined;
  }
}

function assertAsked(kind: string, options: string): void {
  const reason = askingComplaint(askingOf({ kind, options }));
  if (reason !== undefined) throw new Fault('invalid_input', { kind: 'question', field: 'options', reason });
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
