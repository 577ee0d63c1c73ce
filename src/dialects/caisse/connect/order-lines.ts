import type { LineFacts, OrderFacts, TicketFacts } from '../../../hub/port.ts';

/** The lines that still stand, each less its tickets in one of these states; of an order that was given up, as they were. */
export function linesWithout(
  order: OrderFacts,
  states: ReadonlySet<TicketFacts['state']>,
): readonly LineFacts[] {
  const lines = order.lines.filter((line) => !line.cancelled);
  if (order.cancelled) return lines;
  const gone = Map.groupBy(
    order.tickets.filter(({ state }) => states.has(state)),
    ({ line_id }) => line_id,
  );
  return lines
    .map((line) => ({ ...line, quantity: line.quantity - (gone.get(line.line.id)?.length ?? 0) }))
    .filter(({ quantity }) => quantity > 0);
}
