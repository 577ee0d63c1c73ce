import type { Pieces } from '../../domain/drawer.ts';
import { formatLocal } from '../../domain/local-time.ts';
import { formatAmount } from '../../domain/money.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { organizerOf } from '../catalogue/organizer.ts';
import { ownRow } from '../catalogue/rows.ts';
import { countedPieces } from '../counter/counted-pieces.ts';
import {
  cashMovements,
  counterSessionsOfIds,
  sessionReport,
  type SessionReport,
} from '../counter/session-report.ts';
import type { TillReport } from '../counter/till-report.ts';
import type { Receipt, ReceiptRow } from './receipt.ts';
import { reportWords, type ReportWords } from './report-words.ts';
import { documentLanguage } from './ticket-words.ts';

/** The X of a session that is open, the Z of one that is closed, as rows: for the same papers as a receipt. Throws `not_found`. */
export async function sessionPaper(
  rx: Rx,
  wish: {
    readonly organizer_id: number;
    readonly counter_session_id: number;
    readonly language?: string | undefined;
  },
): Promise<Receipt> {
  const { organizer_id } = wish;
  const found = await sessionReport(rx, wish);
  const { session, report, currency } = found;
  const organizer = await organizerOf(rx, organizer_id);
  const language = documentLanguage(wish.language, organizer.language);
  const say = reportWords[language];
  const { name: till } = await ownRow(rx, 'counter', organizer_id, session.counter_id);
  const [named] = await counterSessionsOfIds(rx, organizer_id, [session.id]);
  const holder = named?.holder ?? session.user_label;
  const title = session.closed_at === null ? say.x : say.z;
  const amount = (value: number): string => formatAmount(value, currency, say.point);
  const at = (instant: number): string => formatLocal(instant, organizer.zone);
  const rows: ReceiptRow[] = [
    { kind: 'heading', text: organizer.name },
    { kind: 'heading', text: title },
    { kind: 'centred', text: `${till} · ${say.session(session.id)}` },
    { kind: 'small', text: `${say.opened} ${at(session.opened_at)}` },
    ...(session.closed_at === null ? [] : [small(`${say.closed} ${at(session.closed_at)}`)]),
    ...(holder === '' ? [] : [small(holder)]),
    ...soldRows(report, amount, say),
    { kind: 'rule' },
    ...drawerRows(found, await cashMovements(rx, session.id), amount, say),
    ...piecesRows((await countedPieces(rx, session)).closing, amount, say),
    ...(session.notes === '' ? [] : [small(session.notes)]),
    { kind: 'rule' },
    pair(say.lines, `${report.first_number}-${report.last_number}`),
    pair(say.soldEver, amount(report.sold_total)),
    pair(say.returnedEver, amount(report.returned_total)),
  ];
  const changed_at = session.closed_at ?? report.last_at ?? session.opened_at;
  return {
    ...{ title: `${title} ${session.id}`, organizer: organizer.name, language },
    ...{ changed_at, duplicate: false, rows },
  };
}

type Amount = (value: number) => string;

const small = (text: string): ReceiptRow => ({ kind: 'small', text });
const pair = (text: string, amount: string): ReceiptRow => ({ kind: 'pair', text, amount });
const sum = (text: string, amount: string): ReceiptRow => ({ kind: 'sum', text, amount });

function soldRows(report: TillReport, amount: Amount, say: ReportWords): ReceiptRow[] {
  const { sales, returns, net, departments, vat, payments } = report;
  return [
    { kind: 'rule' },
    pair(say.sales(sales.count), amount(sales.amount)),
    pair(say.returns(returns.count), amount(returns.amount)),
    sum(say.net, amount(net)),
    ...departments.map(({ name, quantity, gross }) =>
      pair(`${quantity} × ${name === '' ? say.noDepartment : name}`, amount(gross)),
    ),
    { kind: 'rule' },
    ...vat.flatMap((rate): ReceiptRow[] => [
      pair(say.base(rateText(rate.vat_bp, say)), amount(rate.net)),
      pair(say.vat(rateText(rate.vat_bp, say)), amount(rate.vat)),
    ]),
    { kind: 'rule' },
    ...payments.map(({ name, count, amount: paid }) => pair(`${count} × ${name}`, amount(paid))),
  ];
}

/** 550 → "5,5 %" */
const rateText = (vat_bp: number, { point }: ReportWords): string =>
  `${String(vat_bp / 100).replace('.', point)} %`;

function drawerRows(
  { session, sums, report }: SessionReport,
  movements: readonly Row<'cash_movement'>[],
  amount: Amount,
  say: ReportWords,
): ReceiptRow[] {
  const { expected_amount, closing_amount } = session;
  const expected = expected_amount ?? sums.cash;
  const { received, paid_back } = report.cash;
  return [
    pair(say.float, amount(session.opening_amount)),
    pair(say.received, amount(received)),
    ...(paid_back === 0 ? [] : [pair(say.paidBack, amount(paid_back))]),
    ...movements.toReversed().map((moved) => pair(moved.reason, amount(moved.amount))),
    sum(say.expected, amount(expected)),
    ...(closing_amount === null
      ? []
      : [sum(say.counted, amount(closing_amount)), sum(say.difference, amount(closing_amount - expected))]),
  ];
}

function piecesRows(pieces: readonly Pieces[], amount: Amount, say: ReportWords): ReceiptRow[] {
  if (pieces.length === 0) return [];
  return [
    { kind: 'rule' },
    small(say.pieces),
    ...pieces.map(({ value, count }) => pair(`${count} × ${amount(value)}`, amount(count * value))),
  ];
}
