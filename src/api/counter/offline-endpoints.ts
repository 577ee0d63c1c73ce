import { Type } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { variations_per_item_max } from '../../domain/till.ts';
import { apiEndpoint } from '../endpoint.ts';
import { Amount, Id, Instant, StatedAmount, WriteHeaders } from '../shapes.ts';

const closed = { additionalProperties: false };
const Quantity = Type.Integer({ minimum: 1, maximum: limits.request_quantity_max });
const Words = Type.String({ minLength: 1, maxLength: limits.title_chars_max });
const keyed = { title: Words, quantity: Quantity, unit_amount: StatedAmount };

const OfflineItem = Type.Union([
  Type.Object(
    {
      ...{ kind: Type.Literal('article'), article_id: Id, ...keyed },
      variation_ids: Type.Optional(Type.Array(Id, { maxItems: variations_per_item_max })),
    },
    { ...closed, description: '`unit_amount` with the surcharges of the variations' },
  ),
  Type.Object({ kind: Type.Literal('department'), department_id: Id, ...keyed }, closed),
  Type.Object({ kind: Type.Literal('free'), ...keyed }, closed),
]);

export const offlineEndpoints = {
  take_offline_sale: apiEndpoint({
    method: 'POST',
    path: '/till/offline-sales',
    tags: ['counter'],
    summary: 'Takes in a sale that a till made while the office was away',
    description:
      "Articles for cash, at what they were sold for, by the till's own number and clock. Sent again under the same number it changes nothing, however much later. Tickets are never sold offline.",
    needs: 'counter.use',
    headers: WriteHeaders,
    body: Type.Object(
      {
        counter_id: Id,
        number: Type.String({
          pattern: '^[A-HJKMNP-Z2-9]{6}-\\d{6}$',
          description: "a series that the screen drew once, and the screen's own count",
          examples: ['K7QX3M-000017'],
        }),
        sold_at: Type.String({
          ...Instant,
          description: "by the till's clock: at most a day ahead, or 92 days ago",
        }),
        user_id: Type.Optional(Type.Integer({ ...Id, description: 'who stood at the till then' })),
        items: Type.Array(OfflineItem, { minItems: 1, maxItems: limits.order_lines_max }),
        payment_mode_id: Type.Integer({ ...Id, description: 'one of cash' }),
        total: Type.Integer({ ...StatedAmount, description: 'what the items came to' }),
        tendered: Type.Optional(
          Type.Integer({ ...StatedAmount, description: 'what was put on the counter' }),
        ),
        receipts: Type.Optional(
          Type.Integer({
            ...{ minimum: 0, maximum: 99 },
            description:
              'how often its receipt was printed; sent again with more of them, they are counted as duplicates',
          }),
        ),
      },
      closed,
    ),
    answers: {
      200: Type.Object({
        id: Id,
        label: Type.String(),
        number: Type.String(),
        total: Amount,
        repeated: Type.Boolean({ description: 'it was here already' }),
        page: Type.String({ description: "the buyer's page" }),
      }),
    },
  }),
};
