import { at, count, flag, int, json, table, text } from '../column.ts';

/** The counter: what is sold over it beside tickets, and its cash. */
export const counterTables = {
  department: table(
    { id: int(), organizer_id: int(), name: text(), vat_bp: int(), deleted_at: at().nullable },
    { index: [['organizer_id']] },
  ),
  article: table(
    {
      id: int(),
      organizer_id: int(),
      department_id: int().nullable.ref('department'),
      name: text(),
      /** the number keyed at the till */
      plu: text().nullable,
      amount: int(),
      vat_bp: int(),
      /** selling the article sells a ticket of this offer */
      offer_id: int().nullable.ref('offer'),
      pool_id: int().nullable.ref('pool'),
      enabled: int().default(1),
      deleted_at: at().nullable,
    },
    { index: [['organizer_id']] },
  ),
  variation: table(
    {
      id: int(),
      organizer_id: int(),
      article_id: int().nullable.ref('article'),
      name: text(),
      surcharge: count(),
      deleted_at: at().nullable,
    },
    { index: [['organizer_id']] },
  ),
  dining_table: table(
    { id: int(), organizer_id: int(), name: text(), covers: int().nullable, deleted_at: at().nullable },
    { index: [['organizer_id']] },
  ),
  payment_mode: table(
    {
      id: int(),
      organizer_id: int(),
      name: text(),
      method: text(),
      refunds: flag(),
      enabled: int().default(1),
    },
    { index: [['organizer_id']] },
  ),
  counter: table(
    {
      id: int(),
      organizer_id: int(),
      name: text(),
      settings: json().default('{}'),
      deleted_at: at().nullable,
    },
    { index: [['organizer_id']] },
  ),
  counter_session: table(
    {
      id: int(),
      organizer_id: int(),
      counter_id: int().ref('counter'),
      user_id: int().nullable,
      user_label: text().default(''),
      opened_at: at(),
      opening_amount: count(),
      closed_at: at().nullable,
      expected_amount: int().nullable,
      closing_amount: int().nullable,
      notes: text().default(''),
    },
    { index: [['counter_id']] },
  ),
  cash_movement: table(
    {
      id: int(),
      organizer_id: int(),
      counter_session_id: int().ref('counter_session'),
      amount: int(),
      reason: text(),
      created_at: at(),
    },
    { index: [['counter_session_id']] },
  ),
};
