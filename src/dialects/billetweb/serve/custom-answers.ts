import { listQuestions } from '../../../office/catalogue/question.ts';
import { putAnswers } from '../../../office/selling/answers.ts';
import { isAskedOf, questionsOfOrder } from '../../../office/selling/asked.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { Custom, CustomValue } from '../shapes.ts';

/**
 * `custom` is kept as it came; what of it answers a question of the office, or stands as an answer already, is that answer too,
 * so that the buyer's page, the desk and the gate know it, and so that what the client says last is what stands.
 */

/** Several that were chosen stand one a line, as answers are kept. */
export function wordsOf(value: CustomValue): string {
  return Array.isArray(value) ? value.join('\n') : String(value ?? '');
}

/** As a map: PHP writes an empty one as a list. */
export function customOf(custom: Custom): Record<string, CustomValue> {
  return Array.isArray(custom) ? {} : custom;
}

/** Throws `invalid_input` for what does not fit its question. */
export async function putCustomOfTicket(
  tx: Tx,
  organizer_id: number,
  { id, order_id }: { readonly id: number; readonly order_id: number },
  custom: Custom | undefined,
): Promise<void> {
  const given = entriesOf(custom);
  if (given.length === 0) return;
  const ticket = await tx.db
    .selectFrom('ticket')
    .select(['id', 'event_id', 'price_id'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const questions = await listQuestions(tx, { organizer_id, event_id: ticket.event_id });
  const labels = await answeredLabels(tx, order_id, id);
  for (const question of questions) if (isAskedOf(question, ticket)) labels.add(question.label);
  const answers = given.filter(({ label }) => labels.has(label));
  await putAnswers(tx, { organizer_id, order_id, ticket, answers });
}

/** The same for what is answered once for the order. */
export async function putCustomOfOrder(
  tx: Tx,
  order: { readonly id: number; readonly organizer_id: number; readonly event_id: number | null },
  custom: Custom | undefined,
): Promise<void> {
  const given = entriesOf(custom);
  if (given.length === 0) return;
  const { organizer_id, id: order_id } = order;
  const labels = await answeredLabels(tx, order_id, null);
  for (const { label } of await questionsOfOrder(tx, order)) labels.add(label);
  const answers = given.filter(({ label }) => labels.has(label));
  await putAnswers(tx, { organizer_id, order_id, answers });
}

function entriesOf(custom: Custom | undefined) {
  return Object.entries(customOf(custom ?? [])).map(([label, value]) => ({
    label,
    value: wordsOf(value),
  }));
}

async function answeredLabels(rx: Rx, order_id: number, ticket_id: number | null): Promise<Set<string>> {
  const rows = await rx.db
    .selectFrom('answer')
    .select('label')
    .where('order_id', '=', order_id)
    .where((eb) => (ticket_id === null ? eb('ticket_id', 'is', null) : eb('ticket_id', '=', ticket_id)))
    .execute();
  return new Set(rows.map(({ label }) => label));
}
