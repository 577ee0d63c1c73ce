import { Type } from 'typebox';
import { bytes, text } from '../../contract/media.ts';
import { apiEndpoint } from '../endpoint.ts';
import { Language } from '../sales/shapes.ts';
import { ById, Currency, Id, orNull, WriteHeaders } from '../shapes.ts';
import { Catalogue, Columns, Count, Printer, Report } from './shapes.ts';

const tags = ['counter'];

const Receipt = Type.Object({
  title: Type.String(),
  organizer: Type.String(),
  language: Type.String(),
  rows: Type.Array(
    Type.Object({
      kind: Type.Enum(['heading', 'centred', 'small', 'pair', 'sum', 'below', 'rule']),
      text: Type.String({ description: 'empty for a rule' }),
      amount: orNull(Type.String({ description: 'as it is printed, at the end of the row' })),
    }),
  ),
});

const PeriodQuery = Type.Object({
  period: Type.String({
    pattern: '^\\d{4}(-\\d{2}(-\\d{2})?)?$',
    description: "a day, a month or a year, in the organizer's zone",
    examples: ['2026-05-15', '2026-05', '2026'],
  }),
  counter_id: Type.Optional(Id),
});

const PeriodReport = Type.Object({
  kind: Type.Enum(['day', 'month', 'year']),
  period: Type.String(),
  counter: Type.Object({ id: Id, name: Type.String() }),
  currency: Currency,
  zone: Type.String(),
  report: Report,
  closed_by: orNull(Type.Object({ number: Count, hash: Type.String() }), {
    description: 'the line of the journal that closed it; null: an X, the period is not over',
  }),
});

const paper = { method: 'GET', tags, needs: 'counter.read', params: ById } as const;
const reports = { method: 'GET', tags, needs: 'counter.read', query: PeriodQuery } as const;

const issuing = { method: 'POST', tags, needs: 'counter.use', params: ById, headers: WriteHeaders } as const;
const issued_once =
  'The first is the receipt; each further one says that it is a duplicate and which. Each is a line of the journal.';
const issue_fields = {
  counter_id: Type.Optional(
    Type.Integer({
      ...Id,
      description: 'the till that prints it; its journal tells of orders of no till',
    }),
  ),
  language: Type.Optional(Language),
};

export const reportEndpoints = {
  till_catalogue: apiEndpoint({
    method: 'GET',
    path: '/till/catalogue',
    tags,
    summary: 'All that a till shows, in one look',
    needs: 'counter.use',
    answers: { 200: Catalogue },
  }),
  till_reports: apiEndpoint({
    ...reports,
    path: '/till/reports',
    summary: 'X and Z reports of a day, a month or a year, by till',
    answers: { 200: Type.Object({ items: Type.Array(PeriodReport) }) },
  }),
  till_reports_csv: apiEndpoint({
    ...reports,
    path: '/till/reports.csv',
    summary: 'The same as CSV',
    answers: { 200: text('text/csv; charset=utf-8') },
  }),
  till_reports_pdf: apiEndpoint({
    ...reports,
    path: '/till/reports.pdf',
    summary: 'The same as PDF',
    answers: { 200: bytes('application/pdf') },
  }),
  find_receipt: apiEndpoint({
    method: 'GET',
    path: '/till/orders/{id}/receipt',
    tags,
    summary: 'The receipt of an order, row by row, to be looked at',
    description: 'It says that it is a preview, and is not counted. What is handed out is issued by POST.',
    needs: 'counter.read',
    params: ById,
    query: Type.Object({ language: Type.Optional(Language) }),
    answers: { 200: Receipt },
  }),
  issue_receipt: apiEndpoint({
    ...issuing,
    path: '/till/orders/{id}/receipt',
    summary: 'Hands out the receipt of an order, row by row, for a page that prints it',
    description: issued_once,
    body: Type.Object(issue_fields, { additionalProperties: false }),
    answers: { 200: Receipt },
  }),
  receipt_pdf: apiEndpoint({
    ...issuing,
    path: '/till/orders/{id}/receipt.pdf',
    summary: 'Hands out the receipt of an order as PDF',
    description: issued_once,
    body: Type.Object(issue_fields, { additionalProperties: false }),
    answers: { 200: bytes('application/pdf') },
  }),
  print_receipt: apiEndpoint({
    method: 'POST',
    path: '/till/orders/{id}/print',
    tags,
    summary: 'Prints the receipt of an order on the printer of a till',
    description:
      'Sent again, it is printed again, as a duplicate with its number. Such a printer does not tell whether it has paper; one that cannot be reached has printed nothing, and nothing is counted.',
    needs: 'counter.use',
    params: ById,
    body: Type.Object({ counter_id: Id, language: Type.Optional(Language) }, { additionalProperties: false }),
    answers: { 200: Type.Object({ sent: Type.Literal(true) }) },
  }),
  session_report_pdf: apiEndpoint({
    ...paper,
    path: '/counter-sessions/{id}/report.pdf',
    summary: 'The X of an open till, or the Z of a closed one, on a roll of 80 mm',
    query: Type.Object({ language: Type.Optional(Language) }),
    answers: { 200: bytes('application/pdf') },
  }),
  session_report_escpos: apiEndpoint({
    ...paper,
    path: '/counter-sessions/{id}/report.escpos',
    summary: 'The same, as the bytes that a thermal printer takes',
    query: Type.Object({ language: Type.Optional(Language), columns: Type.Optional(Columns) }),
    answers: { 200: bytes('application/octet-stream') },
  }),
  print_session_report: apiEndpoint({
    method: 'POST',
    path: '/counter-sessions/{id}/print',
    tags,
    summary: 'Prints the X or the Z on the printer of a till',
    description: 'Sent again, it is printed again. Such a printer does not tell whether it has paper.',
    needs: 'counter.use',
    params: ById,
    body: Type.Object({ counter_id: Id, language: Type.Optional(Language) }, { additionalProperties: false }),
    answers: { 200: Type.Object({ sent: Type.Literal(true) }) },
  }),
  open_drawer: apiEndpoint({
    method: 'POST',
    path: '/counters/{id}/drawer',
    tags,
    summary: "Opens the drawer on a till's printer, without paper",
    description: 'Noted in the ledger. `not_found` where the printer opens none.',
    needs: 'counter.use',
    params: ById,
    answers: { 200: Type.Object({ sent: Type.Literal(true) }) },
  }),
  set_counter_printer: apiEndpoint({
    method: 'PUT',
    path: '/counters/{id}/printer',
    tags,
    summary: 'The receipt printer of a till in the network, or none',
    needs: 'counter.write',
    params: ById,
    headers: WriteHeaders,
    body: Type.Object({ printer: orNull(Printer) }, { additionalProperties: false }),
    answers: { 200: Type.Object({ printer: orNull(Printer) }) },
  }),
  receipt_escpos: apiEndpoint({
    ...issuing,
    path: '/till/orders/{id}/receipt.escpos',
    summary: 'Hands out the receipt of an order, as the bytes that a thermal printer takes',
    description: issued_once,
    body: Type.Object(
      { ...issue_fields, columns: Type.Optional(Columns), opens_drawer: Type.Optional(Type.Boolean()) },
      { additionalProperties: false },
    ),
    answers: { 200: bytes('application/octet-stream') },
  }),
};
