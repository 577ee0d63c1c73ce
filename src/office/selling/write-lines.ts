import { Fault } from '../../domain/faults.ts';
import type { Tx } from '../../store/transaction.ts';
import { isMainProduct } from './offers.ts';
import type { OrderRow, TicketRow } from './orders.ts';
import type { PlaceTaking } from './places.ts';
import type { PlannedLine } from './plan.ts';
import type { Draw } from './pools.ts';
import { entriesOf, grantEntry, insertLine, insertTicket } from './rows.ts';
import type { Sale, SoldTicket } from './sale.ts';

/** What the lines became, and what they still have to take: capacity comes last, in one order for everybody. */
export interface WrittenLines {
  readonly sold: SoldTicket[];
  readonly draws: Draw[];
  readonly takings: PlaceTaking[];
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
  const sold: SoldTicket[] = [];
  const draws: Draw[] = [];
  const takings: PlaceTaking[] = [];
  for (const [index, line] of lines.entries()) {
    const main_ticket_id = mainTicketOf(line, sold, before);
    const order_line_id = await writeLine(tx, order, line);
    for (const pool of line.pools) draws.push({ order_line_id, units: line.request.quantity, ...pool });
    if (line.discount !== null) {
      draws.push({
        order_line_id,
        units: line.request.quantity,
        pool_id: line.discount.pool_id,
        allotment_id: null,
        promo_code_id: line.discount.id,
      });
    }
    for (let unit = 0; unit < line.request.quantity; unit += 1) {
      const ticket = await writeTicket(tx, { order, line, order_line_id, unit, main_ticket_id, confirmed });
      sold.push({ ...ticket, request: index });
      const place = line.places[unit];
      if (place?.kind === 'seat' && line.session_id !== null) {
        takings.push({
          chosen: line.request.place_ids === undefined,
          session_id: line.session_id,
          place_id: place.id,
          organizer_id: order.organizer_id,
          ticket_id: ticket.id,
        });
      }
    }
  }
  return { sold, draws, takings };
}

function mainTicketOf(
  line: PlannedLine,
  sold: readonly SoldTicket[],
  before: readonly TicketRow[],
): number | null {
  const { main_ticket_id, main_request } = line.request;
  if (main_request !== undefined) {
    const [main, another] = sold.filter((ticket) => ticket.request === main_request);
    if (main === undefined || another !== undefined) {
      throw new Fault('invalid_input', {
        field: 'main_request',
        reason: 'an earlier request for one ticket',
      });
    }
    return main.id;
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
    promo_code_id: line.discount?.id ?? null,
    created_at: tx.now,
  });
  return id;
}

interface TicketToWrite {
  readonly order: OrderRow;
  readonly line: PlannedLine;
  readonly order_line_id: number;
  readonly unit: number;
  readonly main_ticket_id: number | null;
  readonly confirmed: boolean;
}

async function writeTicket(tx: Tx, written: TicketToWrite): Promise<Omit<SoldTicket, 'request'>> {
  const { order, line, order_line_id, unit, main_ticket_id, confirmed } = written;
  const { offer, session_id } = line;
  const holder = line.request.holders?.[unit];
  const place = line.places[unit];
  const id = await tx.id();
  const { organizer_id } = order;
  await tx.run(insertTicket, {
    id,
    organizer_id,
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
    promo_code_id: line.discount?.id ?? null,
    holder_first_name: holder?.first_name ?? '',
    holder_last_name: holder?.last_name ?? '',
    holder_email: holder?.email ?? '',
    holder_phone: holder?.phone ?? '',
    holder_metadata: holder?.metadata === undefined ? '{}' : JSON.stringify(holder.metadata),
    comment: line.request.comment ?? '',
    foreign_ref: line.request.foreign_ref ?? null,
    created_at: tx.now,
    updated_at: tx.now,
  });
  const barcode = confirmed ? await grantEntry(tx, { id, organizer_id, session_id }, entriesOf(offer)) : null;
  return {
    id,
    order_line_id,
    offer_id: offer.id,
    charged_amount: line.charged,
    place_id: place?.id ?? null,
    barcode,
  };
}
