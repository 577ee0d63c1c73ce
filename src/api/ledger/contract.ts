import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import { Id, Instant, ListQuery, listOf, orNull, WriteHeaders } from '../shapes.ts';

const tags = ['ledger'] as const;

const Entry = Type.Object({
  id: Id,
  recorded_at: Instant,
  actor: Type.Object({
    kind: Type.Enum(['user', 'credential', 'connection', 'device', 'buyer', 'system']),
    id: orNull(Id),
    name: orNull(Type.String()),
  }),
  action: Type.String({ examples: ['order.confirmed'] }),
  subject: Type.Object({ kind: Type.String(), id: Type.Integer() }),
  before: Type.Unknown({ description: 'of persons, digests alone' }),
  after: Type.Unknown(),
  reason: orNull(Type.String()),
  sealed: Type.Boolean({ description: 'whether it has joined the chain' }),
});

const Break = Type.Object({
  kind: Type.String(),
  seal_position: orNull(Type.Integer()),
  row_position: orNull(Type.Integer()),
  row_id: orNull(Type.Integer()),
  field: orNull(Type.String()),
});

const Check = Type.Object({
  state: Type.Enum(['never', 'running', 'verified', 'broken', 'cut_off']),
  started_at: orNull(Instant),
  ended_at: orNull(Instant),
  rows: orNull(Type.Integer({ description: 'checked' })),
  seals: orNull(Type.Integer()),
  head: orNull(
    Type.String({
      description: 'what the chain ends with: kept elsewhere, it proves later that nothing was rewritten',
    }),
  ),
  broken: Type.Array(Break),
});

/** What was done, by whom. */
export const ledger = {
  list_ledger: apiEndpoint({
    method: 'GET',
    path: '/ledger',
    tags,
    summary: 'Every change; `order=-id` has the latest first',
    description:
      'Filtered and ordered by id, recorded_at, actor_kind, actor_id, action, subject_kind, subject_id. What happened to one thing is found fast by subject_kind and subject_id.',
    needs: 'ledger.read',
    query: ListQuery,
    answers: { 200: listOf(Entry) },
  }),
  ledger_check: apiEndpoint({
    method: 'GET',
    path: '/ledger/check',
    tags,
    summary: 'How the last check of the whole chain ended',
    needs: 'ledger.read',
    answers: { 200: Check },
  }),
  start_ledger_check: apiEndpoint({
    method: 'POST',
    path: '/ledger/check',
    tags,
    summary: 'Checks the whole chain in the background, one check at a time',
    needs: 'ledger.read',
    headers: WriteHeaders,
    answers: { 202: Check },
  }),
};
