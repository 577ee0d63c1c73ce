import { Fault } from '../../domain/faults.ts';
import { periodReports } from '../../office/counter/period-report.ts';
import { reportCsv } from '../../office/counter/report-csv.ts';
import { tillCatalogue } from '../../office/counter/till-catalogue.ts';
import { noteDrawerOpened, printerOf, setTillPrinter } from '../../office/counter/till-printer.ts';
import { listPinHolders } from '../../office/counter/till-pins.ts';
import { issueReceipt, type ReceiptMeans } from '../../office/documents/issue-receipt.ts';
import { encodePulse, encodeReceipt } from '../../office/documents/receipt-escpos.ts';
import { renderReceiptPdf } from '../../office/documents/receipt-pdf.ts';
import { receiptOf, type Receipt, type ReceiptRow } from '../../office/documents/receipt.ts';
import { sessionPaper } from '../../office/documents/report-receipt.ts';
import { renderReportPdf } from '../../office/documents/report-pdf.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { once, type Writing } from '../once.ts';
import { mayPrintAt, sendToPrinter } from './network-printer.ts';
import type { reportEndpoints } from './report-endpoints.ts';
import { reportItem } from './report-items.ts';
import { tillOf } from './session-handlers.ts';

const rowItem = (row: ReceiptRow) => ({
  kind: row.kind,
  text: row.kind === 'rule' ? '' : row.text,
  amount: 'amount' in row ? row.amount : null,
});

const receiptItem = ({ title, organizer, language, rows }: Receipt) => ({
  ...{ title, organizer, language },
  rows: rows.map(rowItem),
});

interface IssueWish {
  readonly counter_id?: number | undefined;
  readonly language?: string | undefined;
}

export function reportHandlers(face: ApiFace): GroupHandlers<typeof reportEndpoints> {
  const { store, settings } = face.office;
  const { printer_networks = [] } = settings;
  const reports = (auth: Caller, query: { period: string; counter_id?: number | undefined }) => {
    const organizer_id = tillOf(auth);
    return store.read((rx) => periodReports(rx, { organizer_id, ...query }));
  };
  /** Counted, and so a write: the same key gives the same copy again. */
  const issued = (
    handed: Writing & { readonly params: { readonly id: number }; readonly body: IssueWish },
    means: ReceiptMeans,
  ) =>
    once(face, handed, (tx) => {
      const { auth, params, body } = handed;
      const { counter_id, language } = body;
      return issueReceipt(tx, {
        ...{ organizer_id: tillOf(auth), order_id: params.id },
        ...{ counter_id, language, means },
      });
    });
  const paper = (auth: Caller, counter_session_id: number, language: string | undefined) => {
    const organizer_id = tillOf(auth);
    return store.read((rx) => sessionPaper(rx, { organizer_id, counter_session_id, language }));
  };
  const printed = async (
    auth: Caller,
    counter_id: number,
    rows: () => Promise<Receipt>,
    /** the drawer opens for money, not for a report or a duplicate */
    moves_money: boolean,
  ) => {
    const organizer_id = tillOf(auth);
    const printer = await store.read((rx) => printerOf(rx, { organizer_id, counter_id }));
    if (printer === null) throw new Fault('not_found', { kind: 'printer', counter_id });
    const draw = async () => {
      const receipt = await rows();
      const opens_drawer = printer.opens_drawer && moves_money && !receipt.duplicate;
      return encodeReceipt(receipt, { columns: printer.columns, opens_drawer });
    };
    await sendToPrinter(draw, printer, printer_networks);
    return { sent: true as const };
  };
  return {
    till_catalogue: ({ auth }) =>
      store.read(async (rx) => {
        const organizer_id = tillOf(auth);
        const { departments, articles, tables, payment_modes } = await tillCatalogue(rx, organizer_id);
        return {
          currency: auth.organizer.currency,
          departments: [...departments],
          articles: articles.map((article) => ({ ...article, variations: [...article.variations] })),
          tables: [...tables],
          payment_modes: [...payment_modes],
          pin_holders: await listPinHolders(rx, organizer_id),
        };
      }),
    till_reports: async ({ auth, query }) => {
      const found = await reports(auth, query);
      return { items: found.map(({ report, ...one }) => ({ ...one, report: reportItem(report) })) };
    },
    till_reports_csv: async ({ auth, query }) => reportCsv(await reports(auth, query)),
    till_reports_pdf: async ({ auth, query }) =>
      Buffer.from(await renderReportPdf(auth.organizer.name, await reports(auth, query))),
    find_receipt: ({ auth, params, query }) => {
      const wish = { organizer_id: tillOf(auth), order_id: params.id, language: query.language };
      return store.read(async (rx) => receiptItem(await receiptOf(rx, wish, { kind: 'look' })));
    },
    issue_receipt: async (handed) => receiptItem(await issued(handed, 'page')),
    receipt_pdf: async (handed) => Buffer.from(await renderReceiptPdf(await issued(handed, 'pdf'))),
    print_receipt: async ({ auth, params, body }) => {
      const { counter_id, language } = body;
      const wish = { organizer_id: tillOf(auth), order_id: params.id, counter_id, language };
      // sent again, it is printed again, and so it is not the same copy: no key is asked for
      const issue = () => store.write(auth.actor, (tx) => issueReceipt(tx, { ...wish, means: 'printer' }));
      return printed(auth, counter_id, issue, true);
    },
    session_report_pdf: async ({ auth, params, query }) =>
      Buffer.from(await renderReceiptPdf(await paper(auth, params.id, query.language))),
    session_report_escpos: async ({ auth, params, query }) => {
      const { language, columns = 42 } = query;
      return Buffer.from(await encodeReceipt(await paper(auth, params.id, language), { columns }));
    },
    print_session_report: async ({ auth, params, body }) => {
      const { counter_id, language } = body;
      return printed(auth, counter_id, () => paper(auth, params.id, language), false);
    },
    open_drawer: async ({ auth, params }) => {
      const till = { organizer_id: tillOf(auth), counter_id: params.id };
      const printer = await store.read((rx) => printerOf(rx, till));
      if (printer === null || !printer.opens_drawer)
        throw new Fault('not_found', { kind: 'drawer', ...till });
      const draw = async () => {
        await store.write(auth.actor, (tx) => noteDrawerOpened(tx, till));
        return encodePulse();
      };
      await sendToPrinter(draw, printer, printer_networks);
      return { sent: true as const };
    },
    set_counter_printer: (handed) =>
      once(face, handed, async (tx) => {
        const { printer } = handed.body;
        if (printer !== null && !mayPrintAt(printer.host, printer_networks))
          throw new Fault('printer_not_allowed', { host: printer.host });
        const counter_id = handed.params.id;
        await setTillPrinter(tx, { organizer_id: tillOf(handed.auth), counter_id, printer });
        return { printer };
      }),
    receipt_escpos: async (handed) => {
      const { columns = 42, opens_drawer = false } = handed.body;
      return Buffer.from(await encodeReceipt(await issued(handed, 'escpos'), { columns, opens_drawer }));
    },
  };
}
