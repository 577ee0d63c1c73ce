import type { Asking } from '../../domain/question.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { askingOf } from '../catalogue/question.ts';

type Question = Row<'question'>;
type AskedTicket = Pick<Row<'ticket'>, 'id' | 'event_id' | 'price_id'>;

/** A question that stands open for an order, or was answered. */
export interface Asked extends Asking {
  readonly question_id: number;
  readonly label: string;
  readonly required: boolean;
  readonly event_id: number;
  /** null: asked once for the order */
  readonly ticket_id: number | null;
  /** '' until it is answered */
  readonly value: string;
}

/** Whether a question is about a ticket: of its event, and with a price only of its own. */
export function isAbout(
  { event_id, price_id }: Pick<Question, 'event_id' | 'price_id'>,
  ticket: Pick<AskedTicket, 'event_id' | 'price_id'>,
): boolean {
  return event_id === ticket.event_id && (price_id === null || price_id === ticket.price_id);
}

/** What is asked of each ticket. */
export function isAskedOf(
  question: Pick<Question, 'scope' | 'event_id' | 'price_id'>,
  ticket: Pick<AskedTicket, 'event_id' | 'price_id'>,
): boolean {
  return question.scope === 'ticket' && isAbout(question, ticket);
}

/** What is asked once for an order: by the events of its tickets, with a price only where a ticket is of it. */
export async function questionsOfOrder(
  rx: Rx,
  order: Pick<Row<'order'>, 'id' | 'organizer_id' | 'event_id'>,
): Promise<Question[]> {
  const tickets = await livingTickets(rx, order.id);
  const event_ids = new Set(tickets.map(({ event_id }) => event_id));
  if (order.event_id !== null) event_ids.add(order.event_id);
  const questions = await questionsOf(rx, order.organizer_id, [...event_ids]);
  return questions.filter((question) => question.scope === 'order' && concerns(question, tickets));
}

/** All that is asked of an order: what is asked once before what is asked of each ticket, each in its order. */
export async function askedOf(
  rx: Rx,
  order: Pick<Row<'order'>, 'id' | 'organizer_id'>,
): Promise<readonly Asked[]> {
  const tickets = await livingTickets(rx, order.id);
  const event_ids = [...new Set(tickets.map(({ event_id }) => event_id))];
  const questions = await questionsOf(rx, order.organizer_id, event_ids);
  if (questions.length === 0) return [];
  const answers = await rx.db
    .selectFrom('answer')
    .select(['ticket_id', 'label', 'value'])
    .where('order_id', '=', order.id)
    .execute();
  const values = new Map(answers.map(({ ticket_id, label, value }) => [`${ticket_id} ${label}`, value]));
  const asked = (question: Question, ticket_id: number | null): Asked => ({
    ...askingOf(question),
    question_id: question.id,
    label: question.label,
    required: question.required === 1,
    event_id: question.event_id,
    ticket_id,
    value: values.get(`${ticket_id} ${question.label}`) ?? '',
  });
  const once = questions.filter((question) => question.scope === 'order' && concerns(question, tickets));
  return [
    ...once.map((question) => asked(question, null)),
    ...tickets.flatMap((ticket) =>
      questions
        .filter((question) => isAskedOf(question, ticket))
        .map((question) => asked(question, ticket.id)),
    ),
  ];
}

function concerns(question: Question, tickets: readonly AskedTicket[]): boolean {
  return question.price_id === null || tickets.some((ticket) => isAbout(question, ticket));
}

function livingTickets(rx: Rx, order_id: number): Promise<AskedTicket[]> {
  return rx.db
    .selectFrom('ticket')
    .select(['id', 'event_id', 'price_id'])
    .where('order_id', '=', order_id)
    .where('state', 'in', ['held', 'valid'])
    .orderBy('id')
    .execute();
}

async function questionsOf(
  rx: Rx,
  organizer_id: number,
  event_ids: readonly number[],
): Promise<readonly Question[]> {
  if (event_ids.length === 0) return [];
  return rx.db
    .selectFrom('question')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('event_id', 'in', event_ids)
    .orderBy('event_id')
    .orderBy('position')
    .orderBy('id')
    .execute();
}
