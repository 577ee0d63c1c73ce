import { at, count, flag, int, json, table, text } from '../column.ts';

/**
 * Orders and what they hold. These tables grow with every sale: they carry few indexes, and references only
 * inside the order (an organizer's row would otherwise be locked by each sale on PostgreSQL); `doctor` checks the rest.
 */
export const sellingTables = {
  customer: table(
    {
      id: int(),
      organizer_id: int(),
      email: text().personal,
      email_normal: text().nullable.personal,
      first_name: text().default('').personal,
      last_name: text().default('').personal,
      phone: text().default('').personal,
      company: text().default('').personal,
      vat_number: text().default('').personal,
      address_1: text().default('').personal,
      address_2: text().default('').personal,
      zip_code: text().default('').personal,
      city: text().default('').personal,
      country: text().default('').personal,
      language: text().nullable,
      /** what a dialect keeps beside: middle name, coordinates, … */
      metadata: json().default('{}').personal,
      /** salts the digests that the ledger holds in place of this person's data; gone once erased */
      digest_salt: text().nullable,
      created_at: at(),
      updated_at: at(),
      erased_at: at().nullable,
    },
    { unique: [['organizer_id', 'email_normal']] },
  ),
  order: table(
    {
      id: int(),
      organizer_id: int(),
      label: text(),
      /** a status of domain/order-life.ts, by its number */
      status: int(),
      /** where it was sold: a dialect, counter, web, api */
      channel: text(),
      /** the connection it was pulled from; null: sold here */
      connection_id: int().nullable,
      application_id: int().nullable,
      event_id: int().nullable,
      customer_id: int().nullable,
      currency: text(),
      total: count(),
      paid: count(),
      refunded: count(),
      /** null: endless */
      expires_at: at().nullable,
      created_at: at(),
      updated_at: at(),
      confirmed_at: at().nullable,
      paid_at: at().nullable,
      delivered_at: at().nullable,
      cancelled_at: at().nullable,
      archived_at: at().nullable,
      language: text().nullable,
      public_comment: text().default('').personal,
      private_comment: text().default('').personal,
      /** unguessable, in the links that the buyer gets */
      secret: text(),
      foreign_ref: text().nullable,
      metadata: json().default('{}').personal,
      counter_session_id: int().nullable,
      dining_table_id: int().nullable,
      covers: int().nullable,
      delivery_method: int().nullable,
      user_id: int().nullable,
    },
    {
      index: [
        { on: ['customer_id'], where: { column: 'customer_id', is: 'not null' } },
        { on: ['expires_at'], where: { column: 'expires_at', is: 'not null' } },
        { on: ['organizer_id', 'foreign_ref'], where: { column: 'foreign_ref', is: 'not null' } },
        ['organizer_id', 'updated_at'],
        // a filtered list is looked through in here, and only its page is read
        ['organizer_id', 'event_id', 'id', 'updated_at', 'paid_at'],
      ],
    },
  ),
  /**
   * What customers, orders and tickets are found by: names with each of their words in front, e-mail addresses, labels. Of a
   * ticket only what is not its customer's. Written by a chore that follows the ledger, not by sales.
   */
  search_term: table(
    {
      organizer_id: int(),
      /** folded by domain/search-terms.ts */
      term: text().bytewise.personal,
      /** customer, order, ticket */
      kind: text(),
      local_id: int(),
    },
    { key: ['organizer_id', 'term', 'kind', 'local_id'], index: [['kind', 'local_id']] },
  ),
  order_line: table(
    {
      id: int(),
      organizer_id: int(),
      order_id: int().ref('order'),
      /** ticket, article, free, add_on, fee, pack */
      kind: text(),
      title: text(),
      quantity: int(),
      /** per unit, before and after discounts */
      listed_amount: int(),
      charged_amount: int(),
      vat_bp: int().default(0),
      offer_id: int().nullable,
      price_id: int().nullable,
      promo_code_id: int().nullable,
      /** the discount that lowered the price: by itself, or through its code */
      discount_id: int().nullable,
      department_id: int().nullable,
      article_id: int().nullable,
      add_on_id: int().nullable,
      /** the ticket an add-on was sold with */
      ticket_id: int().nullable,
      created_at: at(),
      cancelled_at: at().nullable,
      /** units that came back over the counter, in orders of their own */
      returned: count(),
    },
    {
      index: [
        ['order_id'],
        // what is sold with a ticket ends with it, and is listed with it
        { on: ['ticket_id'], where: { column: 'ticket_id', is: 'not null' } },
      ],
    },
  ),
  order_line_variation: table(
    {
      order_line_id: int().ref('order_line'),
      position: int(),
      variation_id: int(),
      title: text(),
      amount: int(),
    },
    { key: ['order_line_id', 'position'] },
  ),
  /**
   * What a line took of a pool, and how much of that from the channel's allotment: given back from here, so that
   * it is exact whatever happens to the offer's pools meanwhile. `pool.taken` is the sum of these.
   */
  pool_draw: table(
    {
      order_line_id: int().ref('order_line'),
      pool_id: int(),
      units: int(),
      allotment_id: int().nullable,
      allotment_units: count(),
    },
    { key: ['order_line_id', 'pool_id'] },
  ),
  /** One admission right. What was used of it stands in its entitlements. */
  ticket: table(
    {
      id: int(),
      organizer_id: int(),
      order_id: int().ref('order'),
      order_line_id: int().ref('order_line'),
      main_ticket_id: int().nullable,
      event_id: int(),
      session_id: int().nullable,
      offer_id: int().nullable,
      price_id: int().nullable,
      zone_id: int().nullable,
      place_id: int().nullable,
      /** held, valid, cancelled, refunded, deleted */
      state: text(),
      listed_amount: int(),
      charged_amount: int(),
      refunded_amount: count(),
      deducted_amount: count(),
      promo_code_id: int().nullable,
      holder_first_name: text().default('').personal,
      holder_last_name: text().default('').personal,
      holder_email: text().default('').personal,
      holder_phone: text().default('').personal,
      /** further words on the holder: company, profession, … */
      holder_metadata: json().default('{}').personal,
      comment: text().default('').personal,
      foreign_ref: text().nullable,
      created_at: at(),
      updated_at: at(),
      refunded_at: at().nullable,
      deleted_at: at().nullable,
      /** stopped by staff: lost, stolen, under dispute; it admits nobody while it is */
      blocked_at: at().nullable,
    },
    {
      index: [
        ['order_id'],
        ['event_id', 'id'],
        ['event_id', 'updated_at'],
        { on: ['main_ticket_id'], where: { column: 'main_ticket_id', is: 'not null' } },
        // who sat where, over all that was ever sold of a seat
        { on: ['place_id'], where: { column: 'place_id', is: 'not null' } },
      ],
    },
  ),
  /** A code at the gate, of a ticket or of an add-on's line. `issuer` is empty for our own. */
  barcode: table(
    {
      organizer_id: int(),
      code: text(),
      issuer: text().default(''),
      ticket_id: int().nullable,
      order_line_id: int().nullable,
    },
    {
      key: ['organizer_id', 'code', 'issuer'],
      index: [['ticket_id'], { on: ['order_line_id'], where: { column: 'order_line_id', is: 'not null' } }],
    },
  ),
  /**
   * Ticket × session (or any): entries allowed and used. Kept in the order of the tickets, and the only row of the ticket
   * that a scan writes: the ticket's own row is large, and in an index by its last change.
   */
  entitlement: table(
    {
      id: int(),
      organizer_id: int(),
      ticket_id: int().ref('ticket'),
      session_id: int().nullable,
      allowed: int().nullable,
      used: count(),
      inside: flag(),
      first_used_at: at().nullable,
      /** the latest entry, by the devices' clocks */
      last_used_at: at().nullable,
      /** the latest scan that changed this row; it names the one before (0: none) */
      latest_scan_id: count(),
      updated_at: at(),
    },
    { key: ['ticket_id', 'id'] },
  ),
  /** A place sold or held in a session is one row, so that it cannot be sold twice. */
  place_sale: table(
    { session_id: int(), place_id: int(), organizer_id: int(), ticket_id: int() },
    { key: ['session_id', 'place_id'], index: [['ticket_id']] },
  ),
  /** How many seats of a stretch of ranks are in `place_sale`: whoever looks for the best passes over what is sold out. */
  seat_stretch: table(
    { session_id: int(), zone_id: int(), stretch: int(), taken: count() },
    { key: ['session_id', 'zone_id', 'stretch'] },
  ),
  answer: table(
    {
      id: int(),
      organizer_id: int(),
      question_id: int().nullable,
      order_id: int().ref('order'),
      ticket_id: int().nullable,
      label: text(),
      value: text().personal,
    },
    { index: [['order_id'], ['ticket_id']] },
  ),
  payment: table(
    {
      id: int(),
      organizer_id: int(),
      order_id: int().ref('order'),
      payment_mode_id: int().nullable,
      /** cash, card, voucher, meal_voucher, transfer, external, … */
      method: text(),
      amount: int(),
      currency: text(),
      paid_at: at(),
      reference: text().nullable,
      notes: text().default('').personal,
      counter_session_id: int().nullable,
      created_at: at(),
      deleted_at: at().nullable,
    },
    { index: [['order_id']] },
  ),
  refund: table(
    {
      id: int(),
      organizer_id: int(),
      order_id: int().ref('order'),
      /** tickets: the sum of its rows in refund_ticket; payment: money that no ticket stands for */
      kind: text().default('tickets'),
      amount: int(),
      deduction: int(),
      currency: text(),
      payment_mode_id: int().nullable,
      counter_session_id: int().nullable,
      /** 1: the source said so; 0: inferred */
      stated: int().default(1),
      reason: text().default('').personal,
      refunded_at: at(),
      created_at: at(),
    },
    { index: [['order_id']] },
  ),
  refund_ticket: table(
    { refund_id: int().ref('refund'), ticket_id: int(), amount: int(), deduction: int() },
    { key: ['refund_id', 'ticket_id'] },
  ),
};
