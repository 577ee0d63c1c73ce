import { Fault } from '../../domain/faults.ts';
import { readAnswer } from '../../domain/question.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import type { OrderKeyParts } from '../documents/order-link.ts';
import type { OrderView, SessionView, TicketView } from '../documents/order-view.ts';
import { putAnswers } from './answers.ts';
import { askedOf, type Asked } from './asked.ts';
import { findTicket, lives, lockedOrder, untouched } from './buyer-changes.ts';

/** What the holder of an order's link answers without the organizer: until the session begins, or somebody has entered. */

/** Which question of which ticket, or of the order. */
export type AskedKey = Pick<Asked, 'question_id' | 'ticket_id'>;

export interface BuyerAnswer extends AskedKey {
  readonly value: string;
}

/** What the buyer is asked and may answer now. */
export async function buyerAsked(rx: Rx, order: OrderView, now: number): Promise<readonly Asked[]> {
  if (order.pulled) return [];
  const open = order.sessions.flatMap((session) =>
    session.tickets
      .filter((ticket) => isOpen(session, ticket, now))
      .map(({ id }) => ({ id, event_id: session.event.id })),
  );
  if (open.length === 0) return [];
  const tickets = new Set(open.map(({ id }) => id));
  const events = new Set(open.map(({ event_id }) => event_id));
  return (await askedOf(rx, order)).filter(({ ticket_id, event_id }) =>
    ticket_id === null ? events.has(event_id) : tickets.has(ticket_id),
  );
}

function isOpen({ event, session }: SessionView, ticket: TicketView, now: number): boolean {
  if (!lives(ticket) || !untouched(ticket) || event.cancelled || session?.cancelled === true) return false;
  return now <= (session?.starts_at ?? event.starts_at ?? Number.POSITIVE_INFINITY);
}

/** Keeps what the buyer answers. Throws `illegal_move` for what is not asked, or no longer; `invalid_input`, `not_found`. */
export async function answerByBuyer(
  tx: Tx,
  key: OrderKeyParts,
  answers: readonly BuyerAnswer[],
): Promise<void> {
  const order = await lockedOrder(tx, key);
  const asked = new Map((await buyerAsked(tx, order, tx.now)).map((one) => [nameAsked(one), one]));
  const changed = answers.flatMap((answer) => {
    const one = asked.get(nameAsked(answer));
    if (one === undefined)
      throw new Fault('illegal_move', { id: order.id, reason: 'its buyer is not asked this, or no longer' });
    return readAnswer(one, answer.value) === one.value ? [] : [{ ...answer, label: one.label }];
  });
  const { organizer_id, id: order_id } = order;
  for (const [ticket_id, own] of Map.groupBy(changed, (answer) => answer.ticket_id)) {
    const ticket = ticket_id === null ? undefined : await ticketOf(tx, order, ticket_id);
    await putAnswers(tx, { organizer_id, order_id, ticket, answers: own });
  }
}

export const nameAsked = ({ question_id, ticket_id }: AskedKey): string => `${question_id}-${ticket_id ?? 0}`;

async function ticketOf(rx: Rx, order: OrderView, ticket_id: number) {
  if (findTicket(order, ticket_id) === undefined)
    throw new Fault('not_found', { kind: 'ticket', id: ticket_id });
  return rx.db
    .selectFrom('ticket')
    .select(['id', 'event_id', 'price_id'])
    .where('id', '=', ticket_id)
    .executeTakeFirstOrThrow();
}
