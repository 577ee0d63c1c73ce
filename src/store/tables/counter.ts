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
      /** gives money back as well */
      refunds: flag(),
      /** gives money back and takes none */
      refund_only: flag(),
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
      /** what another system calls the person */
      user_ref: text().default(''),
      opened_at: at(),
      opening_amount: count(),
      closed_at: at().nullable,
      expected_amount: int().nullable,
      closing_amount: int().nullable,
      notes: text().default(''),
      /** its lines of the journal */
      opening_number: int().nullable,
      closing_number: int().nullable,
    },
    {
      index: [
        ['counter_id'],
        // a till has one drawer
        { on: ['counter_id'], unique: true, where: { column: 'closed_at', is: 'null' } },
      ],
    },
  ),
  /** With what a member of staff takes a till over from another. */
  till_pin: table(
    {
      organizer_id: int().ref('organizer'),
      user_id: int().ref('user'),
      pin_hash: text(),
      /** tries since it was last right */
      failures: count(),
      locked_until: at().nullable,
      set_at: at(),
    },
    { key: ['organizer_id', 'user_id'] },
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
  /** Append-only, by counter: numbered without gaps, hash-chained, closings signed; see domain/journal.ts. */
  journal_line: table(
    {
      counter_id: int(),
      number: int(),
      organizer_id: int(),
      recorded_at: at(),
      kind: text(),
      counter_session_id: int().nullable,
      order_id: int().nullable,
      refund_id: int().nullable,
      payment_mode_id: int().nullable,
      method: text().nullable,
      amount: int(),
      sold_total: int(),
      returned_total: int(),
      content: json(),
      hash: text(),
      signature: text().nullable,
    },
    {
      key: ['counter_id', 'number'],
      index: [{ on: ['order_id'], where: { column: 'order_id', is: 'not null' } }],
    },
  ),
  /** Where the journal of a counter ends: the row that its writers lock, last of all, and that gives a missing end away. */
  journal_head: table(
    {
      counter_id: int(),
      organizer_id: int(),
      number: int(),
      recorded_at: at(),
      sold_total: int(),
      returned_total: int(),
      hash: text(),
      /** the last number that a day's closing has covered */
      closed_number: count(),
      /** what its first closings are signed with, where another key has followed; the organizer's else */
      first_key: text().nullable,
    },
    { key: ['counter_id'], index: [['organizer_id']] },
  ),
  /** Which line of a counter's journal closed a day, a month or a year. */
  fiscal_closing: table(
    { counter_id: int(), kind: text(), period: text(), organizer_id: int(), number: int() },
    { key: ['counter_id', 'kind', 'period'] },
  ),
  /** What an organizer's closings are signed with. */
  journal_key: table(
    {
      id: int(),
      organizer_id: int().ref('organizer'),
      public_key: text(),
      private_sealed: text(),
      created_at: at(),
    },
    { unique: [['organizer_id']] },
  ),
};
