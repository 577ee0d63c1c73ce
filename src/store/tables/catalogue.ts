import { at, count, flag, int, json, real, table, text } from '../column.ts';

/** Where things happen, when, and what of them can be bought. */
export const catalogueTables = {
  venue: table({
    id: int(),
    organizer_id: int().ref('organizer'),
    name: text(),
    address_1: text().default(''),
    address_2: text().default(''),
    zip_code: text().default(''),
    city: text().default(''),
    province: text().default(''),
    country: text().default(''),
    latitude: real().nullable,
    longitude: real().nullable,
    created_at: at(),
  }),
  hall: table({
    id: int(),
    organizer_id: int().ref('organizer'),
    venue_id: int().nullable.ref('venue'),
    name: text(),
    /** the drawing: what surrounds the places */
    scheme: json().default('{}'),
    created_at: at(),
  }),
  /** A part of a hall; without a hall, a vendor's category over several stocks. */
  zone: table(
    {
      id: int(),
      organizer_id: int().ref('organizer'),
      hall_id: int().nullable.ref('hall'),
      code: text(),
      name: text(),
      description: text().default(''),
      color: text().nullable,
      position: int().default(0),
    },
    { index: [['hall_id'], ['organizer_id', 'code']] },
  ),
  /** A seat, or an area with a capacity. */
  place: table(
    {
      id: int(),
      organizer_id: int(),
      hall_id: int().ref('hall'),
      zone_id: int().ref('zone'),
      kind: text(),
      code: text(),
      row_label: text().default(''),
      seat_label: text().default(''),
      /** along the row, so that neighbours differ by one */
      position: int().default(0),
      /** the smaller, the better the view */
      rank: int().default(0),
      capacity: int().default(1),
      x: real().nullable,
      y: real().nullable,
      /** taken out of the hall: sold no more, and still the place of what was sold before */
      withdrawn_at: at().nullable,
    },
    // the best seats of a zone, and what else is in their rows, are read for each buyer who names none
    {
      unique: [['hall_id', 'code']],
      index: [
        ['zone_id', 'rank'],
        ['zone_id', 'row_label', 'position'],
      ],
    },
  ),
  event_category: table({ id: int(), name: text(), name_other: text().default('') }),
  event: table(
    {
      id: int(),
      organizer_id: int().ref('organizer'),
      name: text(),
      description: text().default(''),
      event_category_id: int().nullable.ref('event_category'),
      venue_id: int().nullable.ref('venue'),
      /** draft, published, closed, cancelled */
      status: text().default('draft'),
      starts_at: at().nullable,
      ends_at: at().nullable,
      image_url: text().default(''),
      site_url: text().default(''),
      presenting_label: text().default(''),
      notes: text().default(''),
      tags: json().default('[]'),
      currency: text(),
      /** null: as the organizer decides */
      admits_unpaid: int().nullable,
      /** until how many hours before a session its buyer may give it up, or say who comes; null: not by themselves */
      buyer_cancel_hours: int().nullable,
      buyer_holder_hours: int().nullable,
      metadata: json().default('{}'),
      created_at: at(),
      updated_at: at(),
      deleted_at: at().nullable,
    },
    { index: [['organizer_id']] },
  ),
  /** A dated occurrence of an event. */
  session: table(
    {
      id: int(),
      organizer_id: int(),
      event_id: int().ref('event'),
      hall_id: int().nullable.ref('hall'),
      venue_id: int().nullable.ref('venue'),
      /** timeslot or stream */
      kind: text().default('timeslot'),
      name: text().default(''),
      starts_at: at(),
      ends_at: at().nullable,
      doors_open_at: at().nullable,
      doors_close_at: at().nullable,
      sale_starts_at: at().nullable,
      sale_ends_at: at().nullable,
      /** scheduled, cancelled */
      status: text().default('scheduled'),
      stock_type: int().default(1),
      notes: text().default(''),
      metadata: json().default('{}'),
      updated_at: at(),
      deleted_at: at().nullable,
    },
    { index: [['event_id'], ['organizer_id', 'starts_at']] },
  ),
  /** What a session changes about a place of its hall. */
  session_place: table(
    {
      session_id: int().ref('session'),
      place_id: int().ref('place'),
      blocked: flag(),
      /** personal quota: who alone may take the place */
      quota: json().nullable,
      /** the offer by which alone the place is sold here; null: as its zone is */
      offer_id: int().nullable,
    },
    { key: ['session_id', 'place_id'] },
  ),
  price_group: table(
    {
      id: int(),
      organizer_id: int(),
      event_id: int().ref('event'),
      parent_id: int().nullable.ref('price_group'),
      name: text(),
      position: int().default(0),
    },
    { index: [['event_id']] },
  ),
  /** How much, and for whom. */
  price: table(
    {
      id: int(),
      organizer_id: int(),
      event_id: int().nullable.ref('event'),
      price_group_id: int().nullable.ref('price_group'),
      name: text(),
      description: text().default(''),
      amount: int(),
      currency: text(),
      vat_bp: int().default(0),
      /** seat, numbered_seat, pack, subscription, entries, restaurant, shuttle, workshop, training */
      product_type: text().default('seat'),
      minimum: int().default(0),
      /** per order; null: no limit of its own */
      maximum: int().nullable,
      quantity_step: int().default(1),
      /** shown only to a promo code that reveals it */
      hidden: flag(),
      /** entries one ticket gives; null: as many as one likes */
      entries: int().nullable.default(1),
      /** the organizer's own code for it, such as a product's bar code */
      code: text().nullable,
      /** what the one who scans is to look at: a student's card, an age; null: nothing */
      gate_alert: text().nullable,
      position: int().default(0),
      metadata: json().default('{}'),
      updated_at: at(),
      deleted_at: at().nullable,
    },
    { index: [['event_id'], ['organizer_id', 'code']] },
  ),
  /** Price × session (or any) × zone (or any): what can be bought. */
  offer: table(
    {
      id: int(),
      organizer_id: int(),
      event_id: int().ref('event'),
      price_id: int().ref('price'),
      session_id: int().nullable.ref('session'),
      zone_id: int().nullable.ref('zone'),
      /** null: the price's amount */
      amount: int().nullable,
      sale_starts_at: at().nullable,
      sale_ends_at: at().nullable,
      enabled: int().default(1),
      /** 1: sold only at the places of the session that name it */
      places_only: flag(),
      position: int().default(0),
      updated_at: at(),
      deleted_at: at().nullable,
    },
    { index: [['event_id'], ['price_id'], ['session_id']] },
  ),
  /** A capacity, or none. `taken` counts what is held and what is sold; `reserved` what allotments keep free. */
  pool: table(
    {
      id: int(),
      organizer_id: int(),
      event_id: int().nullable,
      /** quota, session, zone, area, code */
      kind: text(),
      name: text().default(''),
      capacity: int().nullable,
      taken: count(),
      reserved: count(),
      session_id: int().nullable,
      zone_id: int().nullable,
      place_id: int().nullable,
      updated_at: at(),
    },
    { index: [['event_id'], ['session_id']] },
  ),
  /** Selling one unit of the offer takes one from each of its pools, or nothing. */
  offer_pool: table(
    { offer_id: int().ref('offer'), pool_id: int().ref('pool') },
    { key: ['offer_id', 'pool_id'], index: [['pool_id']] },
  ),
  /** The part of a pool that one channel alone may sell. */
  allotment: table(
    {
      id: int(),
      organizer_id: int(),
      pool_id: int().ref('pool'),
      channel: text(),
      capacity: int(),
      taken: count(),
      /** when what is unsold goes back to everybody; null: never */
      releases_at: at().nullable,
      released_at: at().nullable,
    },
    { unique: [['pool_id', 'channel']] },
  ),
  /** What a pack is made of. */
  pack_part: table(
    {
      id: int(),
      organizer_id: int(),
      pack_price_id: int().ref('price'),
      offer_id: int().ref('offer'),
      minimum: int().default(1),
      maximum: int().default(1),
      position: int().default(0),
    },
    { index: [['pack_price_id']] },
  ),
  /** Things that events and orders name, and of which the office itself makes no use: ticket designs, mail texts, towns. */
  directory_entry: table(
    {
      id: int(),
      organizer_id: int().ref('organizer'),
      /** ticket_design, mail_text, town, site, access_code */
      kind: text(),
      name: text(),
      metadata: json().default('{}'),
      created_at: at(),
      updated_at: at(),
      deleted_at: at().nullable,
    },
    { index: [['organizer_id', 'kind']] },
  ),
  question: table(
    {
      id: int(),
      organizer_id: int(),
      event_id: int().ref('event'),
      price_id: int().nullable.ref('price'),
      /** ticket or order */
      scope: text(),
      label: text(),
      kind: text().default('text'),
      options: json().default('[]'),
      required: flag(),
      /** 1: the answer is shown to the one who scans */
      at_gate: flag(),
      position: int().default(0),
    },
    { index: [['event_id']] },
  ),
  add_on: table(
    {
      id: int(),
      organizer_id: int(),
      event_id: int().ref('event'),
      /** two headings above it, such as "Cashless" and "Top-up" */
      category: text().default(''),
      product: text().default(''),
      product_reference: text().default(''),
      name: text(),
      reference: text().default(''),
      amount: int(),
      vat_bp: int().default(0),
      pool_id: int().nullable.ref('pool'),
      position: int().default(0),
      deleted_at: at().nullable,
    },
    { index: [['event_id']] },
  ),
  discount: table(
    {
      id: int(),
      organizer_id: int(),
      name: text(),
      /** percent, value, reveal */
      kind: text(),
      value: int().default(0),
      percent_bp: int().default(0),
      starts_at: at().nullable,
      ends_at: at().nullable,
      enabled: int().default(1),
      metadata: json().default('{}'),
      created_at: at(),
      updated_at: at(),
      deleted_at: at().nullable,
    },
    { index: [['organizer_id']] },
  ),
  promo_code: table(
    {
      id: int(),
      organizer_id: int(),
      discount_id: int().nullable.ref('discount'),
      label: text(),
      /** by which it is found: capitals do not count */
      label_normal: text(),
      description: text().default(''),
      kind: text(),
      value: int().default(0),
      percent_bp: int().default(0),
      starts_at: at().nullable,
      ends_at: at().nullable,
      /** its uses */
      pool_id: int().ref('pool'),
      enabled: int().default(1),
      created_at: at(),
      updated_at: at(),
      deleted_at: at().nullable,
    },
    {
      unique: [['organizer_id', 'label_normal']],
      // a discount that no code names applies by itself: asked for each sale
      index: [{ on: ['discount_id'], where: { column: 'discount_id', is: 'not null' } }],
    },
  ),
  /** What a discount applies to, its codes included; a discount without rows applies to everything. */
  discount_scope: table(
    { discount_id: int().ref('discount'), kind: text(), target_id: int() },
    { key: ['discount_id', 'kind', 'target_id'] },
  ),
  /** What a code applies to; a code without rows applies to everything. */
  promo_code_scope: table(
    { promo_code_id: int().ref('promo_code'), kind: text(), target_id: int() },
    { key: ['promo_code_id', 'kind', 'target_id'] },
  ),
};
