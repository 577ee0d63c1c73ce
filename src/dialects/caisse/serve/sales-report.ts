import type { Static } from 'typebox';
import type { Refusal } from '../../../contract/endpoint.ts';
import { Fault } from '../../../domain/faults.ts';
import { formatLocalDate } from '../../../domain/local-time.ts';
import { formatAmount } from '../../../domain/money.ts';
import { requireScope } from '../../../office/access/principal.ts';
import { periodReports, type PeriodReport } from '../../../office/counter/period-report.ts';
import { reportCsv } from '../../../office/counter/report-csv.ts';
import { renderReportPdf } from '../../../office/documents/report-pdf.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { caisse } from '../contract.ts';
import type { Caller } from './caller.ts';
import { localOrNone, shown } from './ids.ts';
import { htmlOf, sentAs } from './tables-as-text.ts';

type SalesReport = Static<(typeof caisse.endpoints)['sales']['answers'][200]>;

export interface SalesWish {
  readonly d?: number | null | undefined;
  readonly m?: number | null | undefined;
  readonly y?: number | null | undefined;
  readonly idcaisse?: number | null | undefined;
  readonly formatExport?: 'json' | 'csv' | 'html' | 'pdf' | undefined;
}

/** The sales of a day, a month or a year: an X while it runs, the Z once it is over. */
export async function salesReport(
  office: Office,
  caller: Caller,
  wish: SalesWish,
): Promise<SalesReport | Refusal> {
  requireScope(caller, 'accounting.read');
  const { organizer } = caller;
  const period = periodOf(wish, formatLocalDate(office.surroundings.now(), organizer.zone));
  return office.store.read(async (rx) => {
    const counter_id = await localOrNone(rx, organizer.id, 'counter', wish.idcaisse);
    const reports = await periodReports(rx, { organizer_id: organizer.id, period, counter_id });
    const { formatExport = 'json' } = wish;
    if (formatExport === 'csv') return sentAs('text/csv; charset=utf-8', reportCsv(reports));
    if (formatExport === 'pdf')
      return sentAs('application/pdf', Buffer.from(await renderReportPdf(organizer.name, reports)));
    if (formatExport === 'html') return htmlOf(`Ventes ${period}`, columns, reports.flatMap(cellsOf));
    return shapeOf(rx, caller, period, reports);
  });
}

/** "2026-05-15", "2026-05" or "2026". A day needs its month, a month its year. */
function periodOf({ d, m, y }: SalesWish, today: string): string {
  const [day, month, year] = [d ?? undefined, m ?? undefined, y ?? undefined];
  if (day === undefined && month === undefined && year === undefined) return today;
  const fits = (value: number | undefined, most: number) =>
    value === undefined || (Number.isInteger(value) && value >= 1 && value <= most);
  if (year === undefined || (day !== undefined && month === undefined))
    throw new Fault('invalid_input', { sentence: 'getSales : y, y et m, ou y, m et d' });
  if (!fits(day, 31) || !fits(month, 12) || !fits(year, 9998)) throw new Fault('invalid_date');
  const two = (value: number) => String(value).padStart(2, '0');
  const parts = [
    String(year).padStart(4, '0'),
    ...[month, day].filter((part) => part !== undefined).map(two),
  ];
  return parts.join('-');
}

async function shapeOf(
  rx: Rx,
  { organizer }: Caller,
  period: string,
  reports: readonly PeriodReport[],
): Promise<SalesReport> {
  const of = (kind: Parameters<typeof shown>[2], ids: Iterable<number | null>) =>
    shown(rx, organizer.id, kind, ids);
  const counter = await of(
    'counter',
    reports.map((one) => one.counter.id),
  );
  const department = await of(
    'department',
    reports.flatMap(({ report }) => report.departments.map(({ department_id }) => department_id)),
  );
  const mode = await of(
    'payment_mode',
    reports.flatMap(({ report }) => report.payments.map(({ payment_mode_id }) => payment_mode_id)),
  );
  const amount = (value: number) => formatAmount(value, organizer.currency);
  return {
    period,
    currency: organizer.currency,
    cashboxes: reports.map(({ counter: { id, name }, report, closed_by }) => ({
      id: counter(id) ?? 0,
      name,
      closed: closed_by !== null,
      firstNumber: report.first_number,
      lastNumber: report.last_number,
      salesCount: report.sales.count,
      sales: amount(report.sales.amount),
      returnsCount: report.returns.count,
      returns: amount(report.returns.amount),
      total: amount(report.net),
      VATs: report.vat.map(({ vat_bp, net, vat }) => ({
        rate: vat_bp / 100,
        base: amount(net),
        amount: amount(vat),
      })),
      departments: report.departments.map(({ department_id, name: title, quantity, gross }) => ({
        id: department(department_id),
        name: title,
        quantity,
        total: amount(gross),
      })),
      payments: report.payments.map(({ payment_mode_id, name: title, count, amount: sum }) => ({
        id: mode(payment_mode_id),
        name: title,
        count,
        total: amount(sum),
      })),
      perpetualTotal: amount(report.sold_total),
    })),
  };
}

const columns = ['caisse', 'rubrique', 'libelle', 'nombre', 'total'];

function cellsOf({ counter, currency, report }: PeriodReport) {
  const amount = (value: number) => formatAmount(value, currency);
  const row = (section: string, name: string, count: number | string, total: number) => ({
    caisse: counter.name,
    rubrique: section,
    libelle: name,
    nombre: count,
    total: amount(total),
  });
  return [
    row('Ventes', '', report.sales.count, report.sales.amount),
    row('Retours', '', report.returns.count, report.returns.amount),
    ...report.vat.map(({ vat_bp, vat }) => row('TVA', `${vat_bp / 100} %`, '', vat)),
    ...report.departments.map(({ name, quantity, gross }) => row('Rayon', name, quantity, gross)),
    ...report.payments.map(({ name, count, amount: sum }) => row('Paiement', name, count, sum)),
    row('Total perpétuel', '', '', report.sold_total),
  ];
}
