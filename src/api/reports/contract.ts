import { Type } from 'typebox';
import { bytes } from '../../contract/media.ts';
import { apiEndpoint } from '../endpoint.ts';
import { Amount, Currency, Id, Instant, orNull } from '../shapes.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$', examples: ['2026-05-15'] });
const Name = Type.Enum(['sales', 'orders', 'vat', 'attendance', 'platforms', 'closings']);
const By = Type.Enum(['day', 'event', 'price', 'platform', 'session', 'hour']);
const Language = Type.Enum(['fr', 'en']);
const Many = Type.Integer({ minimum: 0 });

const query = Type.Object({
  from: Type.Optional({
    ...Day,
    description: 'the first day, by the clock of the organizer; the last thirty days unless given',
  }),
  until: Type.Optional({ ...Day, description: 'the last day; today unless given' }),
  by: Type.Optional({
    ...By,
    description:
      'of sales `day` (unless given), `event`, `price`, `platform`; of attendance `session` (unless given), `hour`',
  }),
  event_id: Type.Optional({ ...Id, description: 'of all reports but `closings`' }),
  platform: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 100,
      description: 'of `sales`, `orders` and `vat`: where it was sold',
    }),
  ),
  language: Type.Optional({ ...Language, description: 'of titles; French unless given' }),
});
const params = Type.Object({ report: Name });

const Column = Type.Object({
  key: Type.String(),
  title: Type.String(),
  type: Type.Enum(['text', 'platform', 'count', 'amount', 'rate', 'at'], {
    description:
      '`amount`: whole minor units of the `currency` of the row; `rate`: basis points; `at`: an instant; `platform`: where it was sold',
  }),
  summed: Type.Boolean({ description: 'adds up to the figure in `totals`' }),
});

const Row = Type.Record(Type.String(), orNull(Type.Union([Type.String(), Type.Number()])));

const report = { method: 'GET', tags: ['reports'], needs: 'reports.read', params, query } as const;

/** What accounts are made from: read from the rows of sales, scans and journals themselves. */
export const reports = {
  read_report: apiEndpoint({
    ...report,
    path: '/reports/{report}',
    summary: 'Sales, VAT by rate, attendance, platforms compared, closings of tills',
    description: `Sales, orders, VAT and platforms are of the orders that were confirmed within the span, as they stand now; attendance by
session is of the sessions that begin in it, by hour of what happened at the gates in it; closings are of the drawers that were
opened in it, \`Z\` once they are counted.`,
    answers: {
      200: Type.Object({
        report: Name,
        by: orNull(By),
        from: Day,
        until: Day,
        columns: Type.Array(Column),
        rows: Type.Array(Row, {
          description:
            'a thousand at most; one of `closings` has its `counter_session_id` beside its columns',
        }),
        more: Type.Boolean({ description: 'there are more rows: take them as a file' }),
        totals: orNull(
          Type.Array(Row, {
            description: 'by currency where the rows have one; null where there are more rows',
          }),
        ),
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
            {
              description:
                'of sales, orders, VAT and platforms, of all events: what was paid for the same orders',
            },
          ),
        ),
        at: Instant,
      }),
    },
  }),
  read_report_csv: apiEndpoint({
    ...report,
    path: '/reports/{report}/csv',
    summary:
      'The same as CSV, of any length: names of columns as in the data, amounts with a point, times in UTC',
    answers: { 200: bytes('text/csv; charset=utf-8') },
  }),
  read_report_xlsx: apiEndpoint({
    ...report,
    path: '/reports/{report}/xlsx',
    summary: 'The same as a spreadsheet, with the sums below',
    answers: { 200: bytes('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet') },
  }),
  read_report_pdf: apiEndpoint({
    ...report,
    path: '/reports/{report}/pdf',
    summary: 'The same on paper, of up to 3 000 rows',
    answers: { 200: bytes('application/pdf') },
  }),
};
