import { Type } from 'typebox';
import { questionKinds } from '../../domain/question-kinds.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, LongText, orNull, WriteHeaders } from '../shapes.ts';
import { Ticket } from './shapes.ts';

const tags = ['sales'];
const write = { tags, params: ById, headers: WriteHeaders };

const Asked = Type.Object({
  question_id: Id,
  ticket_id: orNull({ ...Id, description: 'null: asked once for the order' }),
  event_id: Id,
  label: Type.String(),
  kind: Type.Enum([...questionKinds]),
  options: Type.Array(Type.String()),
  required: Type.Boolean(),
  value: Type.String({ description: "'' until it is answered; several choices one a line" }),
});

const Answers = Type.Object(
  {
    answers: Type.Array(
      Type.Object(
        { label: Type.String({ minLength: 1, maxLength: 500 }), value: LongText },
        { additionalProperties: false },
      ),
      { minItems: 1, maxItems: 200 },
    ),
  },
  { additionalProperties: false },
);

export const questionEndpoints = {
  list_asked: apiEndpoint({
    method: 'GET',
    path: '/orders/{id}/questions',
    tags,
    summary: 'What is asked of an order and of each of its tickets that are good, with what was answered',
    needs: 'sales.read',
    params: ById,
    answers: { 200: Type.Object({ items: Type.Array(Asked) }) },
  }),
  answer_order_questions: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/orders/{id}/answers',
    summary:
      'Keeps what the buyer answers for the whole order; an answer given again replaces the one before',
    needs: 'sales.write',
    body: Answers,
    answers: { 200: Type.Object({ items: Type.Array(Asked) }) },
  }),
  answer_questions: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/tickets/{id}/answers',
    summary: 'Keeps what the holder answers; an answer given again replaces the one before',
    needs: 'sales.write',
    body: Answers,
    answers: { 200: Ticket },
  }),
};
