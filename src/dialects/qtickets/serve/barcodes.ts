import { Fault } from '../../../domain/faults.ts';
import { submitReports } from '../../../office/admission/reported-batch.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { BarcodesInput, BarcodeScan } from '../inputs.ts';
import { instantOf, money, orNull, timesOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { reachedShow, type Show } from './shows.ts';

type BarcodeRow = Record<string, string | number | boolean | null>;

/** All barcodes that open the show now: tickets that live, of orders that are paid (qtickets-api.txt, "Список штрихкодов"). */
export function listBarcodes(
  office: Office,
  caller: Caller,
  show_id: number,
  { select, where = [] }: BarcodesInput,
): Promise<BarcodeRow[]> {
  requireScope(caller, 'orders.read');
  const [asked] = where;
  if (asked !== undefined) throw new Fault('unknown_filter', { column: asked.column });
  return office.store.read(async (rx) => {
    const show = await reachedShow(rx, caller, show_id);
    const rows = await sellableRows(rx, show).execute();
    const seen = new Set<string>();
    const wanted = select === undefined || select.length === 0 ? undefined : new Set<string>(select);
    return rows.flatMap((row) => {
      // a ticket with several entitlements stands in several rows
      if (seen.has(row.barcode)) return [];
      seen.add(row.barcode);
      const full = barcodeRow(row, show.currency);
      if (wanted === undefined) return [full];
      return [Object.fromEntries(Object.entries(full).filter(([name]) => wanted.has(name)))];
    });
  });
}

function sellableRows(rx: Rx, { event_id, session_id }: Show) {
  return rx.db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .innerJoin('barcode', 'barcode.ticket_id', 'ticket.id')
    .innerJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
    .innerJoin('order_line', 'order_line.id', 'ticket.order_line_id')
    .leftJoin('zone', 'zone.id', 'ticket.zone_id')
    .leftJoin('place', 'place.id', 'ticket.place_id')
    .select(['barcode.code as barcode', 'ticket.charged_amount', 'order_line.title', 'zone.name as zone'])
    .select(['place.kind', 'place.row_label', 'place.seat_label', 'ticket.holder_first_name'])
    .select(['ticket.holder_last_name', 'ticket.holder_metadata'])
    .where('ticket.event_id', '=', event_id)
    .where('ticket.state', '=', 'valid')
    .where('order.paid_at', 'is not', null)
    .where((eb) => {
      const session = eb.fn.coalesce('entitlement.session_id', 'ticket.session_id');
      return session_id === null
        ? eb(session, 'is', null)
        : eb.or([eb(session, '=', session_id), eb(session, 'is', null)]);
    })
    .orderBy('ticket.id')
    .orderBy('barcode.issuer');
}

type SellableRow = Awaited<ReturnType<ReturnType<typeof sellableRows>['execute']>>[number];

function barcodeRow(row: SellableRow, currency: string): BarcodeRow {
  const zone_name = row.zone ?? row.title;
  const seated = row.kind === 'seat';
  const middle = (JSON.parse(row.holder_metadata) as { middle_name?: unknown }).middle_name;
  return {
    barcode: row.barcode,
    admission: !seated,
    price: money(row.charged_amount, currency),
    seat_name: seated ? `${zone_name}: ряд ${row.row_label}, место ${row.seat_label}` : zone_name,
    zone_name,
    row: seated ? (row.row_label ?? '') : '',
    place: seated ? (row.seat_label ?? '') : '',
    client_name: orNull(row.holder_first_name),
    client_surname: orNull(row.holder_last_name),
    client_middlename: typeof middle === 'string' ? orNull(middle) : null,
  };
}

interface CheckedBarcode {
  readonly barcode: string;
  readonly checked_at: string | null;
}

/** When the ticket was first let in; null: not yet. Throws `not_found` for a barcode that opens nothing of this show. */
export function getBarcode(
  office: Office,
  caller: Caller,
  show_id: number,
  barcode: string,
): Promise<CheckedBarcode> {
  requireScope(caller, 'orders.read');
  return office.store.read(async (rx) => {
    const show = await reachedShow(rx, caller, show_id);
    const { event_id, session_id, organizer_id, zone } = show;
    const rows = await rx.db
      .selectFrom('barcode')
      .innerJoin('ticket', 'ticket.id', 'barcode.ticket_id')
      .innerJoin('order', 'order.id', 'ticket.order_id')
      .leftJoin('entitlement', 'entitlement.ticket_id', 'ticket.id')
      .select([
        'entitlement.first_used_at',
        'entitlement.session_id',
        'ticket.session_id as ticket_session_id',
      ])
      .where('barcode.organizer_id', '=', organizer_id)
      .where('barcode.code', '=', barcode)
      .where('ticket.event_id', '=', event_id)
      .where('ticket.state', '=', 'valid')
      .where('order.paid_at', 'is not', null)
      .execute();
    const found = rows.find((row) => {
      const session = row.session_id ?? row.ticket_session_id;
      return session === null || session === session_id;
    });
    if (found === undefined) throw new Fault('not_found', { kind: 'barcode' });
    return { barcode, checked_at: timesOf(zone)(found.first_used_at) };
  });
}

export interface ReportedBarcode {
  readonly success: true;
  readonly barcode: string;
  readonly checked_at: string;
}

/** One scan that happened; a repeat keeps the first time and is a success. Throws `not_found`, and keeps the report. */
export async function reportBarcode(
  office: Office,
  caller: Caller,
  show_id: number,
  scan: BarcodeScan,
): Promise<ReportedBarcode> {
  const [taken] = await reportBarcodes(office, caller, show_id, [scan]);
  if (taken?.success !== true) throw new Fault('not_found', { kind: 'barcode' });
  return taken;
}

export interface UnknownBarcode {
  readonly success: false;
  readonly barcode: string;
  readonly error: string;
  readonly code: string;
}

/**
 * Scans that happened, each for itself: an unknown barcode is told in its place, and the others go through. Sent again, they
 * change nothing (qtickets-api.txt, "Пакетная отправка информации о сканировании билетов").
 */
export async function reportBarcodes(
  office: Office,
  caller: Caller,
  show_id: number,
  scans: readonly BarcodeScan[],
): Promise<(ReportedBarcode | UnknownBarcode)[]> {
  requireScope(caller, 'scan');
  const { store, surroundings } = office;
  const show = await store.read((rx) => reachedShow(rx, caller, show_id));
  const now = surroundings.now();
  // every date before any write: a batch with one that is none changes nothing
  const reports = scans.map(({ barcode, checked_at }) => ({
    code: barcode,
    scanned_at:
      checked_at === null || checked_at === undefined ? now : instantOf(checked_at, show.zone, 'checked_at'),
  }));
  const { organizer_id, event_id, session_id } = show;
  const batch = { organizer_id, event_id, session_id, connection_id: null, source: 'qtickets', reports };
  const taken = await submitReports(store, actorOf(caller), batch);
  const time = timesOf(show.zone);
  return scans.map(({ barcode }, index) => {
    const at = taken[index]?.ticket_id === null ? null : time(taken[index]?.first_used_at ?? null);
    if (at === null) return { success: false, barcode, error: 'Штрихкод не найден', code: 'NOT_FOUND' };
    return { success: true, barcode, checked_at: at };
  });
}
