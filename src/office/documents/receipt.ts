import { Fault } from '../../domain/faults.ts';
import { formatLocal } from '../../domain/local-time.ts';
import { formatAmount } from '../../domain/money.ts';
import type { Rx } from '../../store/transaction.ts';
import { organizerOf } from '../catalogue/organizer.ts';
import { tillOrders, type TillOrder } from '../counter/list-till-orders.ts';
import { documentLanguage, type DocumentLanguage } from './ticket-words.ts';

/** A receipt as rows, whatever it is printed on. */
export interface Receipt {
  readonly title: string;
  readonly organizer: string;
  readonly language: DocumentLanguage;
  /** ms; of the last change */
  readonly changed_at: number;
  /** it was handed out before, and the money with it: no drawer opens for it */
  readonly duplicate: boolean;
  readonly rows: readonly ReceiptRow[];
}

export type ReceiptRow =
  | { readonly kind: 'heading' | 'centred' | 'small'; readonly text: string }
  | { readonly kind: 'pair' | 'sum' | 'below'; readonly text: string; readonly amount: string }
  | { readonly kind: 'rule' };

const words = {
  fr: {
    receipt: 'Ticket de caisse',
    back: 'Avoir',
    quote: 'Devis, sans valeur de ticket',
    total: 'TOTAL',
    vat: (rate: string) => `dont TVA ${rate} %`,
    due: 'Reste à payer',
    tendered: 'Reçu',
    change: 'Rendu',
    kept: 'Retenu sur remboursement',
    table: 'Table',
    line: 'Journal n°',
    cancelled: 'ANNULÉE',
    duplicate: (number: number) => `DUPLICATA n° ${number}`,
    issued: (when: string) => `Imprimé le ${when}`,
    look: 'APERÇU, ne vaut pas ticket',
  },
  en: {
    receipt: 'Receipt',
    back: 'Credit note',
    quote: 'Quote, not a receipt',
    total: 'TOTAL',
    vat: (rate: string) => `of which VAT ${rate} %`,
    due: 'To pay',
    tendered: 'Received',
    change: 'Change',
    kept: 'Kept of what was refunded',
    table: 'Table',
    line: 'Journal no.',
    cancelled: 'CANCELLED',
    duplicate: (number: number) => `DUPLICATE no. ${number}`,
    issued: (when: string) => `Printed on ${when}`,
    look: 'PREVIEW, not a receipt',
  },
} as const;

export interface ReceiptWish {
  readonly organizer_id: number;
  readonly order_id: number;
  readonly language?: string | undefined;
}

/** The copy that is handed out (0: no copy but the receipt itself) and when (ms); or a look, which is none. */
export type ReceiptMark =
  { readonly kind: 'copy'; readonly number: number; readonly at: number } | { readonly kind: 'look' };

/** What `issue-receipt.ts` hands out or shows; nobody else calls it. Throws `not_found`. */
export async function receiptOf(rx: Rx, wish: ReceiptWish, mark?: ReceiptMark): Promise<Receipt> {
  const { organizer_id, order_id } = wish;
  const [one] = await tillOrders(rx, organizer_id, [order_id]);
  if (one === undefined) throw new Fault('not_found', { kind: 'order', id: order_id });
  const organizer = await organizerOf(rx, organizer_id);
  const language = documentLanguage(wish.language, one.order.language, organizer.language);
  const journal = await journalOf(rx, order_id);
  const context = { zone: organizer.zone, language, journal, mark, table: await tableName(rx, one) };
  const copy = mark?.kind === 'copy' ? mark.number : 0;
  const number = copy > 0 ? ` ${words[language].duplicate(copy)}` : '';
  const title = `${words[language].receipt} ${one.order.label}${number}`;
  const rows: ReceiptRow[] = [
    { kind: 'heading', text: organizer.name },
    ...profileRows(organizer.profile),
    ...headRows(one, context),
    { kind: 'rule' },
    ...lineRows(one, words[language].kept),
    { kind: 'rule' },
    ...sumRows(one, context),
  ];
  const changed_at = one.order.updated_at;
  return { title, organizer: organizer.name, language, changed_at, duplicate: copy > 0, rows };
}

interface Context {
  readonly zone: string;
  readonly language: DocumentLanguage;
  readonly journal: readonly JournalRow[];
  readonly mark: ReceiptMark | undefined;
  readonly table: string | undefined;
}

interface JournalRow {
  readonly number: number;
  readonly kind: string;
  readonly content: string;
  readonly hash: string;
}

async function journalOf(rx: Rx, order_id: number): Promise<JournalRow[]> {
  return rx.db
    .selectFrom('journal_line')
    .select(['number', 'kind', 'content', 'hash'])
    .where('order_id', '=', order_id)
    .orderBy('number')
    .execute();
}

async function tableName(rx: Rx, { order }: TillOrder): Promise<string | undefined> {
  if (order.dining_table_id === null) return undefined;
  const table = await rx.db
    .selectFrom('dining_table')
    .select('name')
    .where('id', '=', order.dining_table_id)
    .executeTakeFirst();
  return table?.name;
}

/** Address and numbers that a receipt has to show, where the organizer's profile holds them. */
function profileRows(profile: string): ReceiptRow[] {
  const said = JSON.parse(profile) as Readonly<Record<string, unknown>>;
  return ['address', 'phone', 'siret', 'vat_number'].flatMap((name): ReceiptRow[] => {
    const text = said[name];
    return typeof text === 'string' && text !== '' ? [{ kind: 'centred', text }] : [];
  });
}

/** A sale that was given up is none any more, and never a quote again: its receipt says that it was cancelled. */
export const wasSold = ({ confirmed_at }: { readonly confirmed_at: number | null }): boolean =>
  confirmed_at !== null;

/** In large letters, before anything else is read. */
function markRows({ order }: TillOrder, { mark, zone, language }: Context): ReceiptRow[] {
  const said = words[language];
  if (mark === undefined || !wasSold(order)) return [];
  if (mark.kind === 'look') return [{ kind: 'heading', text: said.look }];
  if (mark.number === 0) return [];
  return [
    { kind: 'heading', text: said.duplicate(mark.number) },
    { kind: 'centred', text: said.issued(formatLocal(mark.at, zone)) },
  ];
}

function headRows(one: TillOrder, context: Context): ReceiptRow[] {
  const { zone, language, table } = context;
  const { order } = one;
  const said = words[language];
  const rows: ReceiptRow[] = [
    ...markRows(one, context),
    {
      kind: 'centred',
      text: !wasSold(order) ? said.quote : order.total < 0 ? said.back : said.receipt,
    },
    {
      kind: 'centred',
      text: `${order.label} · ${formatLocal(order.confirmed_at ?? order.created_at, zone)}`,
    },
  ];
  if (one.cancelled) rows.push({ kind: 'centred', text: said.cancelled });
  if (table !== undefined) rows.push({ kind: 'centred', text: table });
  if (order.public_comment !== '') rows.push({ kind: 'small', text: order.public_comment });
  return rows;
}

function lineRows({ order, lines, kept }: TillOrder, said: string): ReceiptRow[] {
  const amount = (value: number) => formatAmount(value, order.currency, ',');
  const rows = lines.flatMap(({ title, quantity, charged_amount, variations }): ReceiptRow[] => [
    {
      kind: 'pair',
      text: quantity === 1 ? title : `${quantity} × ${title}`,
      amount: amount(quantity * charged_amount),
    },
    ...variations.map((variation): ReceiptRow => ({
      kind: 'below',
      text: `+ ${variation.title}`,
      amount: variation.amount === 0 ? '' : amount(variation.amount),
    })),
  ]);
  return [
    ...rows,
    ...kept.map((one): ReceiptRow => ({ kind: 'pair', text: said, amount: amount(one.amount) })),
  ];
}

function sumRows(one: TillOrder, { language, journal }: Context): ReceiptRow[] {
  const { order, vat, payments } = one;
  const said = words[language];
  const amount = (value: number) => formatAmount(value, order.currency, ',');
  const rows: ReceiptRow[] = [
    { kind: 'sum', text: `${said.total} ${order.currency}`, amount: amount(order.total) },
    ...vat.map(({ vat_bp, vat: part }): ReceiptRow => ({
      kind: 'below',
      text: said.vat(String(vat_bp / 100).replace('.', ',')),
      amount: amount(part),
    })),
    ...payments.map((payment): ReceiptRow => ({
      kind: 'pair',
      text: payment.name,
      amount: amount(payment.amount),
    })),
  ];
  for (const { content } of journal) {
    const { tendered, change } = JSON.parse(content) as { tendered?: number; change?: number };
    if (tendered === undefined || change === undefined) continue;
    rows.push({ kind: 'below', text: said.tendered, amount: amount(tendered) });
    rows.push({ kind: 'below', text: said.change, amount: amount(change) });
  }
  const due = order.total - (order.paid - order.refunded);
  if (due > 0 && !one.cancelled) rows.push({ kind: 'sum', text: said.due, amount: amount(due) });
  const sold = journal.find(({ kind }) => kind === 'sale' || kind === 'return');
  if (sold !== undefined)
    rows.push({ kind: 'small', text: `${said.line} ${sold.number} · ${sold.hash.slice(0, 16)}` });
  return rows;
}
