import { Type } from 'typebox';
import { deliveryMethods } from '../../domain/till.ts';
import { limits } from '../../domain/limits.ts';
import { apiEndpoint } from '../endpoint.ts';
import { Amount, ById, Id, LongText, orNull, WriteHeaders } from '../shapes.ts';
import { Count, RungUp, TillOrder } from './shapes.ts';
import { Show, TillOffer } from './till-endpoints.ts';

const closed = { additionalProperties: false };
const about = { tags: ['counter'], needs: 'counter.use', params: ById } as const;
const writes = { ...about, headers: WriteHeaders } as const;

const quotes_max = 100;

const Places = Type.Array(Type.Object({ place_id: Id, row_label: Type.String(), seat_label: Type.String() }));
const counted = { order_line_id: Id, quantity: Count };
const keyed = { ...counted, title: Type.String(), unit_amount: Amount };

/** What a till rang up, with what it shows beside. */
const QuoteItem = Type.Union([
  Type.Object({
    kind: Type.Literal('article'),
    ...keyed,
    article_id: Id,
    variations: Type.Array(Type.Object({ id: Id, name: Type.String(), surcharge: Amount })),
  }),
  Type.Object({ kind: Type.Literal('free'), ...keyed, department_id: orNull(Id) }),
  Type.Object({ kind: Type.Literal('ticket'), ...counted, offer: TillOffer, show: Show, seats: Places }),
  Type.Object({
    kind: Type.Literal('pack'),
    ...counted,
    offer: TillOffer,
    show: Show,
    parts: Type.Array(Type.Object({ offer_id: Id, quantity: Count, seats: Places })),
  }),
]);

export const quoteEndpoints = {
  find_quote_items: apiEndpoint({
    ...about,
    method: 'GET',
    path: '/till/orders/{id}/items',
    summary: 'What a quote was rung up as, to be opened again at a till',
    answers: {
      200: Type.Object({
        order: TillOrder,
        promo_code: orNull(Type.String({ description: 'that some of it has' })),
        items: Type.Array(QuoteItem),
      }),
    },
  }),
  change_till_order: apiEndpoint({
    ...writes,
    method: 'PATCH',
    path: '/till/orders/{id}',
    summary: 'Changes table, covers, comments, customer or way of delivery of an order',
    description: 'What is left out stays; null takes it away. Of what was sold as of what was put aside.',
    body: Type.Object(
      {
        dining_table_id: Type.Optional(orNull(Id)),
        covers: Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: 10_000 }))),
        customer_id: Type.Optional(orNull(Id)),
        delivery: Type.Optional(Type.Enum([...deliveryMethods])),
        public_comment: Type.Optional(LongText),
        private_comment: Type.Optional(LongText),
      },
      { ...closed, minProperties: 1 },
    ),
    answers: { 200: TillOrder },
  }),
  merge_quotes: apiEndpoint({
    ...writes,
    method: 'POST',
    path: '/till/orders/{id}/merge',
    summary: 'Puts what other quotes hold into this one, to be paid at once; they are given up',
    body: Type.Object(
      { order_ids: Type.Array(Id, { minItems: 1, maxItems: quotes_max, uniqueItems: true }) },
      closed,
    ),
    answers: { 200: TillOrder },
  }),
  split_quote: apiEndpoint({
    ...writes,
    method: 'POST',
    path: '/till/orders/{id}/split',
    summary: 'Takes some of a quote into a quote of its own, at the same table, to be paid by itself',
    body: Type.Object(
      {
        counter_id: Id,
        lines: Type.Array(
          Type.Object(
            {
              order_line_id: Type.Integer({ ...Id, description: 'of an item: a part goes with its pack' }),
              quantity: Type.Integer({ minimum: 1, maximum: limits.request_quantity_max }),
            },
            closed,
          ),
          { minItems: 1, maxItems: limits.order_lines_max },
        ),
      },
      closed,
    ),
    answers: { 200: Type.Object({ order: TillOrder, taken: RungUp }) },
  }),
};
