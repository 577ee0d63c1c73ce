import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { digestOf } from '../../domain/person.ts';
import { readAnswer } from '../../domain/question.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { askingOf, listQuestions } from '../catalogue/question.ts';
import { recordChange } from '../ledger/record.ts';
import { isAskedOf, questionsOfOrder } from './asked.ts';
import { lockOrder } from './orders.ts';

const answers_max = 200;

export interface GivenAnswer {
  /** as the question is asked; it need not be one of the event's */
  readonly label: string;
  readonly value: string;
}

/**
 * Keeps what a buyer (without a ticket) or who enters has answered; an answer given again replaces the one before. A label
 * of one of the questions joins it, and the answer has to fit it. Throws `not_found`, `invalid_input`, `too_large`.
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
  const questions =
    ticket === undefined
      ? await questionsOfOrder(tx, order)
      : (await listQuestions(tx, { organizer_id, event_id: ticket.event_id })).filter((question) =>
          isAskedOf(question, ticket),
        );
  for (const answer of answers) {
    const question = questions.find(({ label }) => label === answer.label);
    const value = fitting(answer, question);
    await putAnswer(tx, {
      ...{ organizer_id, order_id, ticket_id: ticket?.id ?? null, question },
      ...{ label: answer.label, value },
    });
  }
  // whoever asks for what changed is shown the answer: the ticket's with the ticket, the buyer's with the order
  if (ticket === undefined)
    await tx.db.updateTable('order').set({ updated_at: tx.now }).where('id', '=', order_id).execute();
  else await tx.db.updateTable('ticket').set({ updated_at: tx.now }).where('id', '=', ticket.id).execute();
  await recordChange(tx, {
    organizer_id,
    action: `${ticket === undefined ? 'order' : 'ticket'}.answered`,
    subject_kind: ticket === undefined ? 'order' : 'ticket',
    subject_id: ticket?.id ?? order_id,
    // what was answered is nobody's business here: equal answers give equal digests under the order's own salt
    after: { answers: digestOf(order.secret, JSON.stringify(answers)) },
  });
}

/** The answer as it is kept. */
function fitting({ label, value }: GivenAnswer, question: Row<'question'> | undefined): string {
  if (label.trim() === '' || label.length > limits.title_chars_max)
    throw new Fault('invalid_input', { field: 'answers', reason: 'a label that is empty or too long' });
  if (value.length > limits.text_chars_max) throw new Fault('too_large', { field: 'answers' });
  if (question === undefined) return value;
  const asking = askingOf(question);
  const kept = readAnswer(asking, value);
  if (kept !== undefined) return kept;
  const reason =
    asking.options.length > 0
      ? 'none of the options of the question'
      : `no answer to a question of the kind ${asking.kind}`;
  throw new Fault('invalid_input', { field: 'answers', reason });
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
