import { Type } from 'typebox';
import { bytes } from '../../contract/media.ts';
import { apiEndpoint } from '../endpoint.ts';
import { listFields, orNull, WriteHeaders } from '../shapes.ts';

const tags = ['sheets'];
const closed = { additionalProperties: false };
const Kind = Type.Enum(['promo_codes', 'articles', 'tickets', 'events', 'prices', 'customers']);
const Leaving = Type.Enum(['promo_codes', 'articles', 'events', 'prices', 'orders', 'tickets', 'customers']);
const Many = Type.Integer({ minimum: 0 });
const Cell = Type.String();

const file = {
  content: Type.String({
    ...{ minLength: 1, maxLength: 5_700_000, pattern: '^[A-Za-z0-9+/]+={0,2}$' },
    description: 'the file as base64: CSV or XLSX of at most 4 MiB and 2000 rows, its first row the heading',
  }),
  columns: Type.Optional(
    Type.Array(orNull(Type.String({ maxLength: 60 })), {
      maxItems: 60,
      description: 'the field of each column, null for none; guessed by the headings unless given',
    }),
  ),
};

const Complaint = Type.Object({
  field: orNull(Type.String()),
  code: Type.String({
    description:
      'missing, not_an_amount, not_a_percentage, not_a_number, not_a_date, not_a_word, too_long, twice, unknown, ends_before, after_start, several, below_minimum, no_quota, quota_of_several, percent_and_value, or one of docs/errors.md',
  }),
  value: Type.String(),
});
const Row = Type.Object({
  row: Type.Integer({ minimum: 2, description: 'where it stands in the file, the heading being 1' }),
  cells: Type.Array(Cell),
  outcome: Type.Enum(['made', 'changed', 'unchanged', 'wrong']),
  complaints: Type.Array(Complaint),
});
const counts = { made: Many, changed: Many, unchanged: Many, wrong: Many };

const Field = Type.Object({ name: Type.String(), needed: Type.Boolean() });
const sheet = { method: 'POST', tags, needs: 'caller', params: Type.Object({ kind: Kind }) } as const;
const needs =
  'Needs `catalogue.write` for promo codes, events and prices, `counter.write` for articles, `sales.write` for tickets, `customers.write` for customers.';
const taking =
  'Filtered and ordered as the list of the same name; events have a line for each session. Needs `catalogue.read` for promo codes, events and prices, `counter.read` for articles, `reports.read` beside `sales.read` for orders and tickets, and beside `customers.read` for customers: that these were taken away is kept in the ledger.';

const listed = {
  method: 'GET',
  tags,
  needs: 'caller',
  params: Type.Object({ kind: Leaving }),
  query: Type.Object({
    where: listFields.where,
    order: listFields.order,
    language: Type.Optional(
      Type.Enum(['fr', 'en'], { description: 'of headings, words and decimals; French unless given' }),
    ),
  }),
} as const;

/** Lists that come from spreadsheets, and go to them. */
export const sheets = {
  preview_sheet: apiEndpoint({
    ...sheet,
    path: '/sheets/{kind}/preview',
    summary: 'What would come of each row of a file; nothing is kept',
    description: needs,
    body: Type.Object(file, closed),
    answers: {
      200: Type.Object({
        fields: Type.Array(Field),
        headings: Type.Array(Cell),
        columns: Type.Array(orNull(Type.String())),
        rows: Type.Array(Row),
        ...counts,
      }),
    },
  }),
  take_sheet: apiEndpoint({
    ...sheet,
    path: '/sheets/{kind}',
    summary: 'Takes the rows of a file in: all of them or, where asked, those that are right',
    description: `${needs} The same file again changes nothing: promo codes are known by their label, articles by their number or name, tickets by their number or barcode, events by their name and the start of the session, prices by event and name, customers by their address.`,
    headers: WriteHeaders,
    body: Type.Object({ ...file, only_good: Type.Optional(Type.Boolean()) }, closed),
    answers: {
      200: Type.Object({
        taken: Type.Boolean({ description: 'false: rows were wrong, and nothing was taken' }),
        ...counts,
      }),
    },
  }),
  export_csv: apiEndpoint({
    ...listed,
    path: '/sheets/{kind}/csv',
    summary: 'A list as CSV, of any length, with the headings by which it is taken in',
    description: taking,
    answers: { 200: bytes('text/csv; charset=utf-8') },
  }),
  export_xlsx: apiEndpoint({
    ...listed,
    path: '/sheets/{kind}/xlsx',
    summary:
      'The same as XLSX, of any length: a sheet holds 1 048 575 rows, further ones are in further sheets',
    description: taking,
    answers: { 200: bytes('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet') },
  }),
};
