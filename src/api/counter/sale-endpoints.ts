import { Type } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { apiEndpoint } from '../endpoint.ts';
import { Reason, Status } from '../sales/shapes.ts';
import { Amount, ById, Id, orNull, StatedAmount, WriteHeaders } from '../shapes.ts';
import { detailFields, itemFields, Payments, Preview, RungUp, TillOrder } from './shapes.ts';

const tags = ['counter'];
const closed = { additionalProperties: false };
const about = { tags, needs: 'counter.use', params: ById, headers: WriteHeaders } as const;

const rows_max = 200;

const QuoteId = Type.Optional(
  Type.Integer({
    ...Id,
    description: 'a quote that was opened again: these items take the place of its own',
  }),
);

export const saleEndpoints = {
  ring_up: apiEndpoint({
    method: 'POST',
    path: '/till/orders',
    tags,
    summary: 'Rings up a sale, or a quote',
    description:
      'Articles, things keyed in by hand and tickets in one order, all or nothing; paid in several ways, or later. Cash gives change. A quote is not paid and holds what it offers.',
    needs: 'counter.use',
    headers: WriteHeaders,
    body: Type.Object(
      {
        counter_id: Id,
        quote: Type.Optional(Type.Boolean()),
        quote_id: QuoteId,
        ...itemFields,
        ...detailFields,
        payments: Type.Optional(Payments),
      },
      closed,
    ),
    answers: { 200: RungUp },
  }),
  preview_sale: apiEndpoint({
    method: 'POST',
    path: '/till/preview',
    tags,
    summary: 'What a sale would come to, and where its tickets would sit, without selling',
    description: 'With its discounts and its promo code, and the best seats that are free. Nothing is held.',
    needs: 'counter.use',
    body: Type.Object({ quote_id: QuoteId, ...itemFields }, closed),
    answers: { 200: Preview },
  }),
  list_unsettled_orders: apiEndpoint({
    method: 'GET',
    path: '/till/unsettled-orders',
    tags,
    summary: 'Orders that are neither paid in full nor given up, quotes included, the oldest first',
    needs: 'counter.use',
    query: Type.Object({
      dining_table_id: Type.Optional(Id),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: rows_max, description: '50 unless given' })),
    }),
    answers: {
      200: Type.Object({
        items: Type.Array(TillOrder),
        complete: Type.Boolean({ description: 'false: there are more than are listed here' }),
      }),
    },
  }),
  list_till_orders: apiEndpoint({
    method: 'GET',
    path: '/till/orders',
    tags,
    summary: 'Orders of a till since it was opened, the latest first',
    needs: 'counter.read',
    query: Type.Object({
      counter_session_id: Id,
      before_id: Type.Optional(
        Type.Integer({ ...Id, description: 'those before this one: the last of the page before' }),
      ),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: rows_max, description: '50 unless given' })),
    }),
    answers: {
      200: Type.Object({
        items: Type.Array(TillOrder),
        complete: Type.Boolean({ description: 'false: there are more than are listed here' }),
      }),
    },
  }),
  find_till_order: apiEndpoint({
    method: 'GET',
    path: '/till/orders/{id}',
    tags,
    summary: 'An order as a till shows it',
    needs: 'counter.read',
    params: ById,
    answers: { 200: TillOrder },
  }),
  change_quote: apiEndpoint({
    ...about,
    method: 'PUT',
    path: '/till/orders/{id}/items',
    summary: 'Puts other items into a quote, in the place of those it had',
    body: Type.Object(itemFields, closed),
    answers: { 200: TillOrder },
  }),
  validate_quote: apiEndpoint({
    ...about,
    method: 'POST',
    path: '/till/orders/{id}/validate',
    summary: 'Makes a quote a sale',
    body: Type.Object({ counter_id: Id }, closed),
    answers: { 200: TillOrder },
  }),
  pay_at_till: apiEndpoint({
    ...about,
    method: 'POST',
    path: '/till/orders/{id}/payments',
    summary: 'Takes payments for what was sold already',
    body: Type.Object({ counter_id: Id, payments: Payments }, closed),
    answers: {
      200: Type.Object({ id: Id, status: Status, total: Amount, paid: Amount, change: Amount }),
    },
  }),
  cancel_till_order: apiEndpoint({
    ...about,
    method: 'POST',
    path: '/till/orders/{id}/cancel',
    summary: 'Gives a quote or an unpaid sale up',
    body: Type.Object({ reason: Type.Optional(Reason) }, closed),
    answers: { 200: TillOrder },
  }),
  refund_at_till: apiEndpoint({
    ...about,
    method: 'POST',
    path: '/till/orders/{id}/refund',
    summary: 'Takes goods back and refunds tickets',
    description:
      'Of goods by line, in an order of their own; of tickets by ticket, all but the deduction. With neither: everything that is left of the order. The answer says what money goes back.',
    body: Type.Object(
      {
        counter_id: Id,
        payment_mode_id: Type.Integer({ ...Id, description: 'one that gives money back' }),
        lines: Type.Optional(
          Type.Array(
            Type.Object(
              {
                order_line_id: Id,
                quantity: Type.Integer({ minimum: 1, maximum: limits.request_quantity_max }),
              },
              closed,
            ),
            { minItems: 1, maxItems: limits.order_lines_max },
          ),
        ),
        restock: Type.Optional(Type.Boolean({ description: 'of `lines`: the goods can be sold again' })),
        ticket_ids: Type.Optional(Type.Array(Id, { minItems: 1, maxItems: limits.request_quantity_max })),
        deduction: Type.Optional(
          Type.Integer({ ...StatedAmount, description: 'of `ticket_ids`: what is kept, in all' }),
        ),
      },
      closed,
    ),
    answers: {
      200: Type.Object({
        order: TillOrder,
        return_order_id: orNull(Id, { description: 'of `lines`: the order that took the goods back' }),
      }),
    },
  }),
};
