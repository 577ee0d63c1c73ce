import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { isMainProduct } from './offers.ts';
import type { OrderRow, TicketRow } from './orders.ts';
import type { PlaceTaking } from './places.ts';
import type { PlannedLine } from './plan.ts';
import type { Draw } from './pools.ts';
import {
  entriesOf,
  grantEntries,
  insertLine,
  insertTickets,
  type Admitted,
  type TicketValues,
} from './rows.ts';
import type { Sale, SoldTicket } from './sale.ts';

/** What the lines became, and what they still have to take: capacity comes last, in one order for everybody. */
export interface WrittenLines {
  readonly sold: SoldTicket[];
  readonly draws: Draw[];
  readonly takings: PlaceTaking[];
}

/** A ticket about to be written, and which request it answers. */
interface Unit {
  readonly request: number;
  readonly line: PlannedLine;
  readonly ticket: TicketValues;
}

/** Writes the planned lines of a sale and their tickets into the order. */
export async function writeLines(
  tx: Tx,
  sale: Sale,
  order: OrderRow,
  lines: readonly PlannedLine[],
  before: readonly TicketRow[],
): Promise<WrittenLines> {
  const confirmed = order.confirmed_at !== null || sale.confirm === true;
  const units: Unit[] = [];
  const draws: Draw[] = [];
  for (const [request, line] of lines.entries()) {
    const main_ticket_id = mainTicketOf(line, units, before);
    const order_line_id = await writeLine(tx, order, line);
    draws.push(...drawsOf(line, order_line_id));
    for (let unit = 0; unit < line.request.quantity; unit += 1) {
      const ticket = await ticketOf(tx, { order, line, order_line_id, unit, main_ticket_id, confirmed });
      units.push({ request, line, ticket });
    }
  }
  await insertTickets.put(
    tx,
    units.map(({ ticket }) => ticket),
  );
  const codes = confirmed ? await grantEntries(tx, units.map(admittedOf)) : [];
  const sold = units.map(({ request, line, ticket }, index) => ({
    id: ticket.id,
    request,
    order_line_id: ticket.order_line_id,
    offer_id: line.offer.id,
    charged_amount: ticket.charged_amount,
    place_id: ticket.place_id,
    barcode: codes[index] ?? null,
  }));
  return { sold, draws, takings: takingsOf(units) };
}

function admittedOf({ line, ticket: { id, organizer_id, session_id } }: Unit): Admitted {
  return { id, organizer_id, session_id, allowed: entriesOf(line.offer) };
}

function drawsOf({ pools, discount, request }: PlannedLine, order_line_id: number): Draw[] {
  const units = request.quantity;
  const draws: Draw[] = pools.map((pool) => ({ order_line_id, units, ...pool }));
  if (discount === null || discount.pool_id === null) return draws;
  const { pool_id, id: promo_code_id } = discount;
  return [...draws, { order_line_id, units, pool_id, allotment_id: null, promo_code_id }];
}

/** The seats: areas are limited by their pools alone. */
function takingsOf(units: readonly Unit[]): PlaceTaking[] {
  return units.flatMap(({ line, ticket: { id: ticket_id, organizer_id, session_id, place_id } }) => {
    const isSeat = line.places.some((place) => place.id === place_id && place.kind === 'seat');
    if (!isSeat || session_id === null || place_id === null) return [];
    return [{ chosen: line.request.place_ids === undefined, session_id, place_id, organizer_id, ticket_id }];
  });
}

function mainTicketOf(
  line: PlannedLine,
  units: readonly Unit[],
  before: readonly TicketRow[],
): number | null {
  const { main_ticket_id, main_request } = line.request;
  if (main_request !== undefined) {
    const [main, another] = units.filter(({ request }) => request === main_request);
    if (main === undefined || another !== undefined) {
      throw new Fault('invalid_input', {
        field: 'main_request',
        reason: 'an earlier request for one ticket',
      });
    }
    return main.ticket.id;
  }
  if (main_ticket_id === undefined) return null;
  const main = before.find((ticket) => ticket.id === main_ticket_id);
  if (main === undefined || main.main_ticket_id !== null) {
    throw new Fault('not_found', { kind: 'main ticket', id: main_ticket_id });
  }
  return main.id;
}

async function writeLine(tx: Tx, order: OrderRow, line: PlannedLine): Promise<number> {
  const id = await tx.id();
  await tx.run(insertLine, {
    id,
    organizer_id: order.organizer_id,
    order_id: order.id,
    kind: isMainProduct(line.offer.product_type) ? 'pack' : 'ticket',
    title: line.request.title ?? line.offer.title,
    quantity: line.request.quantity,
    listed_amount: line.listed,
    charged_amount: line.charged,
    vat_bp: line.offer.vat_bp,
    offer_id: line.offer.id,
    price_id: line.offer.price_id,
    promo_code_id: codeOf(line),
    discount_id: line.discount?.discount_id ?? null,
    article_id: line.request.article_id ?? null,
    department_id: line.request.department_id ?? null,
    created_at: tx.now,
  });
  return id;
}

/** The code that took something off; a discount that applied by itself has none. */
function codeOf({ discount }: PlannedLine): number | null {
  return discount === null || discount.pool_id === null ? null : discount.id;
}

interface TicketToWrite {
  readonly order: OrderRow;
  readonly line: PlannedLine;
  readonly order_line_id: number;
  readonly unit: number;
  readonly main_ticket_id: number | null;
  readonly confirmed: boolean;
}

async function ticketOf(tx: Tx, written: TicketToWrite): Promise<TicketValues> {
  const { order, line, order_line_id, unit, main_ticket_id, confirmed } = written;
  const { offer, session_id } = line;
  const holder = line.request.holders?.[unit];
  const place = line.places[unit];
  return {
    id: await tx.id(),
    organizer_id: order.organizer_id,
    order_id: order.id,
    order_line_id,
    main_ticket_id,
    event_id: offer.event_id,
    session_id,
    offer_id: offer.id,
    price_id: offer.price_id,
    zone_id: place?.zone_id ?? offer.zone_id,
    place_id: place?.id ?? null,
    state: confirmed ? 'valid' : 'held',
    listed_amount: line.listed,
    charged_amount: line.charged,
    promo_code_id: codeOf(line),
    holder_first_name: holder?.first_name ?? '',
    holder_last_name: holder?.last_name ?? '',
    holder_email: holder?.email ?? '',
    holder_phone: holder?.phone ?? '',
    holder_metadata: holder?.metadata === undefined ? '{}' : JSON.stringify(holder.metadata),
    comment: line.request.comment ?? '',
    foreign_ref: line.request.foreign_ref ?? null,
    created_at: tx.now,
    updated_at: tx.now,
  };
}
