import { Type } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { apiEndpoint } from '../endpoint.ts';
import {
  Amount,
  ById,
  Id,
  Instant,
  ListQuery,
  listOf,
  LongText,
  orNull,
  StatedAmount,
  StatedCount,
  WriteHeaders,
} from '../shapes.ts';
import {
  Holder,
  Language,
  Line,
  Links,
  Order,
  OrderWhole,
  Person,
  Reason,
  RefundAsked,
  RefundSplit,
  SaleOffer,
  Status,
  Till,
} from './shapes.ts';
import { Story } from './story-shape.ts';

const tags = ['sales'];
const write = { tags, params: ById, headers: WriteHeaders };

const Minutes = orNull(
  Type.Integer({ minimum: 1, maximum: limits.hold_minutes_max, description: 'null: held without an end' }),
);

const PartAsked = Type.Object(
  {
    offer_id: Id,
    quantity: Type.Integer({ minimum: 1, maximum: limits.request_quantity_max, description: 'in each pack' }),
    session_id: Type.Optional(Id),
    place_ids: Type.Optional(
      Type.Array(Id, {
        maxItems: limits.request_quantity_max,
        description: "of all packs, the first pack's first; left out: the best, where its zone has seats",
      }),
    ),
    holders: Type.Optional(
      Type.Array(Holder, { maxItems: limits.request_quantity_max, description: 'in the same order' }),
    ),
  },
  { additionalProperties: false },
);

const LineAsked = Type.Object(
  {
    offer_id: Id,
    quantity: Type.Integer({ minimum: 1, maximum: limits.request_quantity_max }),
    session_id: Type.Optional(Id),
    place_ids: Type.Optional(
      Type.Array(Id, {
        maxItems: limits.request_quantity_max,
        description: 'seats or areas, one per unit; left out: the best of the zone, where it has seats',
      }),
    ),
    holders: Type.Optional(Type.Array(Holder, { maxItems: limits.request_quantity_max })),
    main_line: Type.Optional(
      Type.Integer({
        ...StatedCount,
        description: 'an earlier line, by index, whose ticket these belong to',
      }),
    ),
    parts: Type.Optional(
      Type.Array(PartAsked, {
        maxItems: limits.requests_per_step_max,
        description:
          'of a pack: what goes into each; empty: as many of each part as it has to have. Its price is spread over them',
      }),
    ),
    comment: Type.Optional(LongText),
  },
  { additionalProperties: false },
);

const saleFields = {
  lines: Type.Array(LineAsked, { minItems: 1, maxItems: limits.requests_per_step_max }),
  promo_code: Type.Optional(
    Type.String({
      maxLength: limits.title_chars_max,
      description: 'goes to the lines that it helps; refused when it helps none',
    }),
  ),
  override_reason: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: limits.title_chars_max,
      description:
        'sells outside the windows, bounds and visibility of prices, for who may write the catalogue; capacity holds all the same',
    }),
  ),
};

const buyerFields = {
  customer_id: Type.Optional(Id),
  customer: Type.Optional(Person),
};

const MoveDone = Type.Object({ id: Id, label: Type.String(), status: Status });
const Sold = Type.Object({
  ...MoveDone.properties,
  total: Amount,
  paid: Amount,
  expires_at: orNull(Instant),
  tickets: Type.Array(
    Type.Object({
      id: Id,
      line: Type.Integer({ minimum: 0, description: 'of those asked for, by index' }),
      offer_id: Id,
      charged_amount: Amount,
      place_id: orNull(Id),
      barcode: orNull(Type.String({ description: 'null until the order is confirmed' })),
    }),
  ),
  page: Type.String({ description: "the buyer's page" }),
});
const reasoned = Type.Object({ reason: Type.Optional(Reason) }, { additionalProperties: false });

export const orderEndpoints = {
  list_orders: apiEndpoint({
    method: 'GET',
    path: '/orders',
    tags,
    summary: 'Orders',
    description:
      'Filtered by id, label, status (a word), channel, event_id, customer_id, application_id, connection_id, user_id, currency, total, paid, refunded, foreign_ref, foreign_id (what another system calls it), created_at, updated_at, confirmed_at, paid_at, expires_at, cancelled_at. Ordered by id or updated_at.',
    needs: 'sales.read',
    query: ListQuery,
    answers: { 200: listOf(Order) },
  }),
  find_order: apiEndpoint({
    method: 'GET',
    path: '/orders/{id}',
    tags,
    summary: 'An order with all that hangs on it',
    needs: 'sales.read',
    params: ById,
    answers: { 200: OrderWhole },
  }),
  order_story: apiEndpoint({
    method: 'GET',
    path: '/orders/{id}/story',
    tags,
    summary: 'What happened to an order, in the order of time',
    description:
      'What the ledger says of the order, its tickets and their scans, with who did it; payments; deliveries to other systems.',
    needs: 'sales.read',
    params: ById,
    answers: { 200: Story },
  }),
  list_order_lines: apiEndpoint({
    method: 'GET',
    path: '/order_lines',
    tags,
    summary: 'Lines of orders',
    description:
      'Filtered by id, order_id, event_id (of the order), kind, offer_id, price_id, promo_code_id, discount_id, article_id, ticket_id, vat_bp, created_at, cancelled_at. Ordered by id.',
    needs: 'sales.read',
    query: ListQuery,
    answers: { 200: listOf(Line) },
  }),
  list_sale_offers: apiEndpoint({
    method: 'GET',
    path: '/events/{id}/sale_offers',
    tags,
    summary: 'What of an event can be sold by hand, and how much of it is left',
    needs: 'sales.write',
    params: ById,
    answers: {
      200: Type.Object({
        items: Type.Array(SaleOffer),
        complete: Type.Boolean({ description: 'false: the event has more offers than are listed here' }),
      }),
    },
  }),
  request_order: apiEndpoint({
    method: 'POST',
    path: '/orders',
    tags,
    summary: 'Holds tickets in a new order, or sells them in one step',
    description:
      'All lines or none. With `confirm` the tickets are valid at once; with `payment` they are also paid.',
    needs: 'sales.write',
    headers: WriteHeaders,
    body: Type.Object(
      {
        ...saleFields,
        ...buyerFields,
        hold_minutes: Type.Optional(Minutes),
        confirm: Type.Optional(Type.Boolean()),
        payment: Type.Optional(
          Type.Object(
            {
              method: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
              payment_mode_id: Type.Optional(Id),
              reference: Type.Optional(Type.String({ maxLength: limits.title_chars_max })),
            },
            {
              additionalProperties: false,
              description: 'what the order costs, paid now; with `confirm` alone',
            },
          ),
        ),
        language: Type.Optional(Language),
        public_comment: Type.Optional(LongText),
        private_comment: Type.Optional(LongText),
        foreign_ref: Type.Optional(Type.String({ minLength: 1, maxLength: limits.title_chars_max })),
      },
      { additionalProperties: false },
    ),
    answers: { 200: Sold },
  }),
  add_to_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/lines',
    summary: 'Adds tickets to an order that is not paid',
    needs: 'sales.write',
    body: Type.Object(saleFields, { additionalProperties: false }),
    answers: { 200: Sold },
  }),
  remove_from_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/remove',
    summary: 'Takes tickets out of an order that is not paid',
    needs: 'sales.write',
    body: Type.Object(
      {
        ticket_ids: Type.Array(Id, { minItems: 1, maxItems: limits.order_tickets_max }),
        reason: Type.Optional(Reason),
      },
      { additionalProperties: false },
    ),
    answers: {
      200: Type.Object({
        status: Status,
        total: Amount,
        ticket_ids: Type.Array(Id, { description: 'all that went with them too' }),
      }),
    },
  }),
  change_order: apiEndpoint({
    ...write,
    method: 'PATCH',
    path: '/orders/{id}',
    summary: 'Says who bought an order, and what is noted on it',
    needs: 'sales.write',
    body: Type.Object(
      {
        ...buyerFields,
        language: Type.Optional(Language),
        public_comment: Type.Optional(LongText),
        private_comment: Type.Optional(LongText),
      },
      { additionalProperties: false },
    ),
    answers: { 200: MoveDone },
  }),
  hold_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/hold',
    summary: 'Moves the end of the hold, from now on',
    needs: 'sales.write',
    body: Type.Object({ minutes: Minutes }, { additionalProperties: false }),
    answers: { 200: Type.Object({ ...MoveDone.properties, expires_at: orNull(Instant) }) },
  }),
  confirm_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/confirm',
    summary: 'Binds the buyer: the hold ends, the tickets are valid',
    needs: 'sales.write',
    body: Type.Object(buyerFields, { additionalProperties: false }),
    answers: { 200: MoveDone },
  }),
  add_payment: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/payments',
    summary: 'Takes a payment',
    needs: 'sales.write',
    body: Type.Object(
      {
        amount: Type.Optional(
          Type.Integer({ ...StatedAmount, minimum: 1, description: 'what is due unless given' }),
        ),
        method: Type.Optional(
          Type.String({ minLength: 1, maxLength: 60, description: 'needed without a payment mode' }),
        ),
        payment_mode_id: Type.Optional(Id),
        paid_at: Type.Optional(Instant),
        reference: Type.Optional(Type.String({ maxLength: limits.title_chars_max })),
        notes: Type.Optional(LongText),
      },
      { additionalProperties: false },
    ),
    answers: { 200: Type.Object({ payment_id: Id, status: Status, paid: Amount, due: Amount }) },
  }),
  remove_payment: apiEndpoint({
    method: 'POST',
    path: '/orders/{id}/payments/{payment_id}/take_back',
    tags,
    summary: 'Takes back a payment that was keyed in by mistake; money paid back is a refund',
    needs: 'sales.write',
    params: Type.Object({ id: Id, payment_id: Id }),
    headers: WriteHeaders,
    body: reasoned,
    answers: { 200: Type.Object({ status: Status }) },
  }),
  deliver_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/deliver',
    summary: 'Says that the tickets are with the buyer',
    needs: 'sales.write',
    answers: { 200: MoveDone },
  }),
  cancel_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/cancel',
    summary: 'Gives the whole order up; what was paid stays to be refunded',
    needs: 'sales.write',
    body: reasoned,
    answers: { 200: MoveDone },
  }),
  restore_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/restore',
    summary: 'Takes a given up order up again, where all that it held is still free and nothing was refunded',
    needs: 'sales.write',
    body: Type.Object({ hold_minutes: Type.Optional(Minutes) }, { additionalProperties: false }),
    answers: { 200: MoveDone },
  }),
  archive_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/archive',
    summary: 'Puts a settled order away; its tickets stay good',
    needs: 'sales.write',
    answers: { 200: MoveDone },
  }),
  preview_refund: apiEndpoint({
    method: 'POST',
    path: '/orders/{id}/refund_preview',
    tags,
    summary: 'What a refund would pay back and keep, by ticket, without doing it',
    needs: 'sales.refund',
    params: ById,
    body: RefundAsked,
    answers: { 200: RefundSplit },
  }),
  refund_tickets: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/refunds',
    summary: 'Pays tickets back: they end, and what they held is free again',
    needs: 'sales.refund',
    body: Type.Object({ ...RefundAsked.properties, ...Till }, { additionalProperties: false }),
    answers: {
      200: Type.Object({
        refund_id: Id,
        amount: Amount,
        deduction: Amount,
        parts: RefundSplit.properties.parts,
        status: Status,
      }),
    },
  }),
  refund_overpaid: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/refunds/overpaid',
    summary: 'Pays back what was paid beyond what the order costs',
    needs: 'sales.refund',
    body: Type.Object(
      { amount: Type.Integer({ ...StatedAmount, minimum: 1 }), ...Till },
      { additionalProperties: false },
    ),
    answers: { 200: Type.Object({ refund_id: Id, status: Status }) },
  }),
  resend_order: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/resend',
    summary: 'The links to the tickets once more, for you to pass on: Guichet itself sends no mail',
    description: '`mailed` is therefore always false; the ledger keeps who asked.',
    needs: 'sales.write',
    answers: {
      200: Type.Object({
        mailed: Type.Literal(false),
        email: orNull(Type.String({ description: "the buyer's address" })),
        links: Links,
      }),
    },
  }),
};
