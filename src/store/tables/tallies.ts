import { at, count, int, table, text } from '../column.ts';

/**
 * Sums by the hour for whoever looks at the office as a whole: a page over a million tickets costs what one over ten thousand
 * does. They follow the orders and scans a moment later, by a chore of the office, and can be made anew from them at any time.
 */
export const tallyTables = {
  /** What an order adds to the sums, by event (0: none): what changes of it is what changes in them. */
  sales_part: table(
    {
      order_id: int(),
      event_id: int(),
      organizer_id: int(),
      hour_at: at(),
      channel: text(),
      currency: text(),
      /** 1 for the event of the order itself */
      orders: int(),
      tickets: int(),
      amount: int(),
    },
    { key: ['order_id', 'event_id'] },
  ),
  /** By the hour in which the orders were confirmed. */
  sales_hour: table(
    {
      organizer_id: int(),
      hour_at: at(),
      event_id: int(),
      channel: text(),
      currency: text(),
      orders: count(),
      tickets: count(),
      amount: count(),
    },
    { key: ['organizer_id', 'hour_at', 'event_id', 'channel', 'currency'] },
  ),
  /** By the hour in which the gate's word came in; event and session 0: not known. */
  arrival_hour: table(
    {
      organizer_id: int(),
      hour_at: at(),
      event_id: int(),
      session_id: int(),
      entries: count(),
      exits: count(),
      refused: count(),
    },
    { key: ['organizer_id', 'hour_at', 'event_id', 'session_id'] },
  ),
  /** Up to where the rows have been counted: orders by their last change, scans as they came; among equal times by their id. */
  tally_cursor: table(
    { organizer_id: int(), kind: text(), upto_at: at(), upto_id: int() },
    { key: ['organizer_id', 'kind'] },
  ),
};
