import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { isAbout } from './asked.ts';

/**
 * The questions that have to be answered and are not, by ticket: those asked of each ticket (with a price, only of its own)
 * and those asked once for its order. Tickets that lack none are left out.
 */
export async function unansweredQuestions(
  rx: Rx,
  tickets: readonly Pick<Row<'ticket'>, 'id' | 'order_id' | 'event_id' | 'price_id'>[],
): Promise<Map<number, string[]>> {
  const missing = new Map<number, string[]>();
  if (tickets.length === 0) return missing;
  const questions = await rx.db
    .selectFrom('question')
    .select(['event_id', 'price_id', 'scope', 'label'])
    .where('event_id', 'in', [...new Set(tickets.map(({ event_id }) => event_id))])
    .where('required', '=', 1)
    .orderBy('position')
    .orderBy('id')
    .execute();
  if (questions.length === 0) return missing;
  const given = await rx.db
    .selectFrom('answer')
    .select(['order_id', 'ticket_id', 'label'])
    .where('order_id', 'in', [...new Set(tickets.map(({ order_id }) => order_id))])
    .where('value', '<>', '')
    .execute();
  const answered = new Set(
    given.map(({ order_id, ticket_id, label }) => `${order_id} ${ticket_id} ${label}`),
  );
  for (const ticket of tickets) {
    const { id, order_id } = ticket;
    const labels = questions
      .filter((question) => isAbout(question, ticket))
      .filter(({ scope, label }) => !answered.has(`${order_id} ${scope === 'ticket' ? id : null} ${label}`))
      .map(({ label }) => label);
    if (labels.length > 0) missing.set(id, labels);
  }
  return missing;
}
