import { Type } from 'typebox';
import { apiEndpoint } from '../endpoint.ts';
import { Amount, Currency, Id, Instant, orNull } from '../shapes.ts';

const Many = Type.Integer({ minimum: 0 });
const Day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' });

const Sales = {
  channel: Type.String({ description: 'where it was sold: a dialect, `counter`, `web`, `api`' }),
  currency: Currency,
  orders: Type.Integer(),
  tickets: Type.Integer(),
  amount: Amount,
};

export const Attention = Type.Object({
  code: Type.Enum([
    'dead_deliveries',
    'connection_halted',
    'connection_troubled',
    'quarantine',
    'drift',
    'overbooked',
    'over_admitted',
    'gate_conflicts',
    'low_stock',
  ]),
  severity: Type.Enum(['error', 'warning']),
  count: Type.Integer({ minimum: 1, description: 'alarms and conflicts are counted up to a thousand' }),
  connection: orNull(Type.Object({ id: Id, name: Type.String() })),
  place: orNull(
    Type.Object(
      { kind: Type.Enum(['event', 'order']), id: Id },
      { description: 'where the latest of them is mended' },
    ),
  ),
});

export const ComingSession = Type.Object({
  id: Id,
  event_id: Id,
  event_name: Type.String(),
  name: Type.String(),
  starts_at: Instant,
  capacity_total: orNull({ ...Many, description: 'null: without limit' }),
  free: orNull(Type.Integer()),
  low: Type.Boolean({ description: 'a tenth is left, or less' }),
});

/** What matters first. */
export const home = {
  home: apiEndpoint({
    method: 'GET',
    path: '/home',
    tags: ['home'],
    summary: 'What needs attention, what is sold, what is left, and who arrives',
    description:
      'What the caller may not read in all of the organizer is null. Sales and arrivals are sums that follow a moment later; accounts are made from reports.',
    needs: 'caller',
    query: Type.Object({
      days: Type.Optional(
        Type.Integer({
          minimum: 1,
          maximum: 92,
          description: 'days of sales, today included; 14 unless given',
        }),
      ),
    }),
    answers: {
      200: Type.Object({
        at: Instant,
        attention: Type.Array(Attention, { description: 'errors first' }),
        sales: orNull(
          Type.Object({
            today: Type.Array(Type.Object(Sales)),
            days: Type.Array(Day, { description: 'oldest first' }),
            by_day: Type.Array(Type.Object({ date: Day, ...Sales })),
          }),
        ),
        sessions: orNull(Type.Array(ComingSession)),
        arrivals: orNull(
          Type.Array(Type.Object({ hour_at: Instant, entries: Many, exits: Many, refused: Many }), {
            description: 'of today, by the hour',
          }),
        ),
      }),
    },
  }),
};
