import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { digestOf } from '../../domain/person.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { listQuestions } from '../catalogue/question.ts';
import { recordChange } from '../ledger/record.ts';
import { lockOrder } from './orders.ts';

const answers_max = 200;

export interface GivenAnswer {
  /** as the question is asked; it need not be one of the event's */
  readonly label: string;
  readonly value: string;
}

/**
 * Keeps what a buyer (without a ticket) or who enters has answered; an answer given again replaces the one before. A label
 * of one of the event's questions joins it, and has to be one of its options where it has some. Throws `not_found`,
 * `invalid_input`, `too_large`.
 */
export async function putAnswers(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    readonly order_id: number;
    /** with the event and the price that its questions are asked for; none: the order's answers */
    readonly ticket?: Pick<Row<'ticket'>, 'id' | 'event_id' | 'price_id'> | undefined;
    readonly answers: readonly GivenAnswer[];
  },
): Promise<void> {
  const { organizer_id, order_id, ticket, answers } = input;
  if (answers.length === 0) return;
  if (answers.length > answers_max) throw new Fault('too_large', { answers_max });
  const order = await lockOrder(tx, { organizer_id, order_id });
  const event_id = ticket?.event_id ?? order.event_id;
  const asked = event_id === null ? [] : await listQuestions(tx, { organizer_id, event_id });
  const scope = ticket === undefined ? 'order' : 'ticket';
  const questions = asked.filter(
    (question) =>
      question.scope === scope && (question.price_id === null || question.price_id === ticket?.price_id),
  );
  for (const answer of answers) {
    const question = questions.find(({ label }) => label === answer.label);
    assertAnswer(answer, question);
    await putAnswer(tx, { organizer_id, order_id, ticket_id: ticket?.id ?? null, question, ...answer });
  }
  if (ticket !== undefined)
    await tx.db.updateTable('ticket').set({ updated_at: tx.now }).where('id', '=', ticket.id).execute();
  await recordChange(tx, {
    organizer_id,
    action: `${ticket === undefined ? 'order' : 'ticket'}.answered`,
    subject_kind: ticket === undefined ? 'order' : 'ticket',
    subject_id: ticket?.id ?? order_id,
    // what was answered is nobody's business here: equal answers give equal digests under the order's own salt
    after: { answers: digestOf(order.secret, JSON.stringify(answers)) },
  });
}

function assertAnswer({ label, value }: GivenAnswer, question: Row<'question'> | undefined): void {
  if (label.trim() === '' || label.length > limits.title_chars_max)
    throw new Fault('invalid_input', { field: 'answers', reason: 'a label that is empty or too long' });
  if (value.length > limits.text_chars_max) throw new Fault('too_large', { field: 'answers' });
  const options = question === undefined ? [] : (JSON.parse(question.options) as unknown[]);
  if (options.length > 0 && value !== '' && !options.includes(value))
    throw new Fault('invalid_input', { field: 'answers', reason: 'none of the options of the question' });
}

async function putAnswer(
  tx: Tx,
  answer: GivenAnswer & {
    readonly organizer_id: number;
    readonly order_id: number;
    readonly ticket_id: number | null;
    readonly question: Row<'question'> | undefined;
  },
): Promise<void> {
  const { organizer_id, order_id, ticket_id, question, label, value } = answer;
  const changed = await tx.db
    .updateTable('answer')
    .set({ value, question_id: question?.id ?? null })
    .where('order_id', '=', order_id)
    .where('label', '=', label)
    .where((eb) => (ticket_id === null ? eb('ticket_id', 'is', null) : eb('ticket_id', '=', ticket_id)))
    .returning('id')
    .execute();
  if (changed.length > 0) return;
  await tx.db
    .insertInto('answer')
    .values({
      id: await tx.id(),
      organizer_id,
      question_id: question?.id ?? null,
      order_id,
      ticket_id,
      label,
      value,
    })
    .execute();
}
