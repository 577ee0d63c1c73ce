import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import { Id, orNull } from '../shapes.ts';

const Hit = Type.Object({
  kind: Type.Enum(['order', 'ticket', 'customer']),
  id: Id,
  order_id: orNull(Id),
  event_id: orNull(Id),
  label: Type.String({ description: 'of the order; of a customer the company' }),
  name: Type.String({ description: 'of the buyer, of the holder of a ticket' }),
  email: Type.String(),
  state: orNull(Type.String({ description: 'of an order its status, of a ticket its state' })),
  matched_by: Type.Enum(['id', 'barcode', 'foreign_id', 'text']),
});

/** One search for everything that a person at the counter may have in hand. */
export const search = {
  search: apiEndpoint({
    method: 'GET',
    path: '/search',
    tags: ['search'],
    summary: 'By name, e-mail, number or link of an order, barcode, or the id of another system',
    description:
      'Names and addresses are found from the beginning of any word, without case and accents, about two seconds after they were written; everything else is named whole. What is named exactly comes first. There are no further pages: a longer text finds less.',
    needs: 'sales.read',
    query: Type.Object({
      q: Type.String({ minLength: 1, maxLength: 300 }),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, description: '20 unless given' })),
    }),
    odd_texts: ['q'],
    answers: { 200: Type.Object({ items: Type.Array(Hit) }) },
  }),
};
