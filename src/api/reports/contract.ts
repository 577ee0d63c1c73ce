import { Type } from 'typebox';
import { text } from '../../contract/media.ts';
import { apiEndpoint } from '../endpoint.ts';
import { Amount, Currency, Id, Instant, orNull } from '../shapes.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$', examples: ['2026-05-15'] });
const Name = Type.Enum(['sales', 'vat', 'attendance']);
const Many = Type.Integer({ minimum: 0 });

const query = Type.Object({
  from: Type.Optional({
    ...Day,
    description: 'the first day, by the clock of the organizer; the last thirty days unless given',
  }),
  until: Type.Optional({ ...Day, description: 'the last day; today unless given' }),
  by: Type.Optional(
    Type.Enum(['day', 'event', 'price', 'platform'], { description: 'of sales; `day` unless given' }),
  ),
  event_id: Type.Optional(Id),
});
const params = Type.Object({ report: Name });

const Column = Type.Object({
  key: Type.String(),
  type: Type.Enum(['text', 'count', 'amount', 'rate', 'at'], {
    description:
      '`amount`: whole minor units of the `currency` of the row; `rate`: basis points; `at`: an instant',
  }),
});

/** What accounts are made from: read from the rows of sales themselves. */
export const reports = {
  read_report: apiEndpoint({
    method: 'GET',
    path: '/reports/{report}',
    tags: ['reports'],
    summary: 'Sales, VAT by rate, or attendance by session',
    description:
      'Sales and VAT are of the orders that were confirmed within the span, as they stand now; attendance is of the sessions that begin in it.',
    needs: 'reports.read',
    params,
    query,
    answers: {
      200: Type.Object({
        report: Name,
        from: Day,
        until: Day,
        columns: Type.Array(Column),
        rows: Type.Array(Type.Record(Type.String(), orNull(Type.Union([Type.String(), Type.Number()])))),
        balance: orNull(
          Type.Array(
            Type.Object({
              currency: Currency,
              orders: Many,
              amount: Amount,
              payments: Amount,
              refunds: Amount,
              due: { ...Amount, description: 'amount − payments + refunds' },
            }),
            { description: 'of sales and VAT, of all events: what was paid for the same orders' },
          ),
        ),
        at: Instant,
      }),
    },
  }),
  read_report_csv: apiEndpoint({
    method: 'GET',
    path: '/reports/{report}/csv',
    tags: ['reports'],
    summary: 'The same as CSV, amounts with a point',
    needs: 'reports.read',
    params,
    query,
    answers: { 200: text('text/csv; charset=utf-8') },
  }),
};
