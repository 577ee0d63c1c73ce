import { Type } from 'typebox';
import { limits } from '../../domain/limits.ts';
import { apiEndpoint } from '../endpoint.ts';
import {
  Amount,
  ById,
  Currency,
  Id,
  ListQuery,
  listOf,
  LongText,
  orNull,
  StatedAmount,
  WriteHeaders,
} from '../shapes.ts';
import { Movement, PieceCounts, Report, Session, Sums } from './shapes.ts';

const tags = ['counter'];
const closed = { additionalProperties: false };
const Pin = Type.String({ pattern: '^\\d{4,8}$', examples: ['4711'] });
const Done = Type.Object({ done: Type.Literal(true) });

export const sessionEndpoints = {
  list_counter_sessions: apiEndpoint({
    method: 'GET',
    path: '/counter-sessions',
    tags,
    summary: 'Sessions of tills: from the float to the counting',
    description: 'Filtered and ordered by id, counter_id, user_id, opened_at, closed_at.',
    needs: 'counter.read',
    query: ListQuery,
    answers: { 200: listOf(Session) },
  }),
  find_counter_session: apiEndpoint({
    method: 'GET',
    path: '/counter-sessions/{id}',
    tags,
    summary: 'A session with its X report',
    needs: 'counter.read',
    params: ById,
    answers: {
      200: Type.Object({
        session: Session,
        currency: Currency,
        sums: Sums,
        report: Report,
        movements: Type.Array(Movement, { description: 'cash in and out, the latest first' }),
        pieces: Type.Object({ opening: PieceCounts, closing: PieceCounts }),
      }),
    },
  }),
  open_counter_session: apiEndpoint({
    method: 'POST',
    path: '/counter-sessions',
    tags,
    summary: 'Opens a till with its float',
    needs: 'counter.use',
    headers: WriteHeaders,
    body: Type.Object(
      {
        counter_id: Id,
        opening_amount: Type.Optional(StatedAmount),
        pieces: Type.Optional(PieceCounts),
        notes: Type.Optional(LongText),
      },
      closed,
    ),
    answers: { 200: Session },
  }),
  move_cash: apiEndpoint({
    method: 'POST',
    path: '/counter-sessions/{id}/cash',
    tags,
    summary: 'Puts cash in, or takes it out (below 0), for what is no sale',
    needs: 'counter.use',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        amount: Type.Integer({ ...StatedAmount, minimum: -limits.amount_max }),
        reason: Type.String({ minLength: 1, maxLength: limits.title_chars_max }),
      },
      closed,
    ),
    answers: { 200: Type.Object({ cash_movement_id: Id, cash: Amount }) },
  }),
  close_counter_session: apiEndpoint({
    method: 'POST',
    path: '/counter-sessions/{id}/close',
    tags,
    summary: 'Counts the drawer and closes the till, for good',
    needs: 'counter.use',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object(
      {
        closing_amount: StatedAmount,
        pieces: Type.Optional(PieceCounts),
        notes: Type.Optional(LongText),
      },
      closed,
    ),
    answers: {
      200: Type.Object({ expected_amount: Amount, closing_amount: Amount, difference: Amount, sums: Sums }),
    },
  }),
  hand_over_till: apiEndpoint({
    method: 'POST',
    path: '/counter-sessions/{id}/hand-over',
    tags,
    summary: 'Hands an open till over to whoever knows the PIN',
    description: 'Done again it changes nothing; each wrong PIN is counted, and several lock it for a while.',
    needs: 'counter.use',
    params: ById,
    body: Type.Object({ user_id: Id, pin: Pin }, closed),
    answers: { 200: Done },
  }),
  set_till_pin: apiEndpoint({
    method: 'PUT',
    path: '/till/pin',
    tags,
    summary: 'Sets a PIN for hand-overs, or takes it away',
    description: "One's own; somebody else's needs the permission access.write.",
    needs: 'counter.use',
    headers: WriteHeaders,
    body: Type.Object({ pin: orNull(Pin), user_id: Type.Optional(Id) }, closed),
    answers: { 200: Done },
  }),
};
