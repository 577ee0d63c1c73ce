import { Fault } from '../../../domain/faults.ts';
import { useOfTicket, type TicketUse } from '../../../office/admission/use.ts';
import { localId } from '../../../office/served-ids/served-ids.ts';
import { statement } from '../../../store/statement.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventFacts } from './event-facts.ts';

/** A ticket of the event, as changes to it need it. */
export type FoundTicket = TicketRow & TicketUse;

type TicketRow = Pick<Row<'ticket'>, 'id' | 'order_id' | 'state' | 'holder_metadata'> & {
  readonly code: string;
};

interface TicketKey {
  readonly event_id: number;
  readonly organizer_id: number;
}

const columns = ['t.id', 't.order_id', 't.state', 't.holder_metadata'] as const;

const ticketOfId = statement<TicketKey & { id: number }, TicketRow>((db, slot) =>
  db
    .selectFrom('ticket as t')
    .leftJoin('barcode as b', 'b.ticket_id', 't.id')
    .select([...columns, (eb) => eb.fn.coalesce('b.code', eb.val('')).as('code')])
    .where('t.id', '=', slot('id'))
    .where('t.organizer_id', '=', slot('organizer_id'))
    .where('t.event_id', '=', slot('event_id'))
    .where('t.state', 'not in', ['held', 'deleted'])
    .orderBy('b.issuer'),
);

const ticketsOfCode = statement<TicketKey & { code: string }, TicketRow>((db, slot) =>
  db
    .selectFrom('barcode as b')
    .innerJoin('ticket as t', 't.id', 'b.ticket_id')
    .select([...columns, 'b.code'])
    .where('b.organizer_id', '=', slot('organizer_id'))
    .where('b.code', '=', slot('code'))
    .where('t.event_id', '=', slot('event_id'))
    .where('t.state', 'not in', ['held', 'deleted']),
);

/** By its own id or its barcode; they must agree. Throws `not_found`, `invalid_input` without either or for two tickets. */
export async function ticketOf(rx: Rx, event: EventFacts, named: TicketName): Promise<FoundTicket> {
  const ticket = await rowOfTicket(rx, event, named);
  return { ...ticket, ...(await useOfTicket(rx, ticket.id)) };
}

interface TicketName {
  readonly id?: string | undefined;
  /** what attendees of the document's shape call a ticket's own id */
  readonly product_id?: string | undefined;
  readonly barcode?: string | undefined;
}

async function rowOfTicket(rx: Rx, event: EventFacts, named: TicketName): Promise<TicketRow> {
  const { organizer_id, event_id } = event;
  const { id, product_id, barcode: code } = named;
  if (id !== undefined && product_id !== undefined && Number(id) !== Number(product_id))
    throw new Fault('not_found', { kind: 'ticket' });
  const served_id = id ?? product_id;
  if (served_id === undefined && code === undefined) {
    throw new Fault('invalid_input', { field: 'id', reason: 'id ou barcode' });
  }
  let byId: TicketRow | undefined;
  if (served_id !== undefined) {
    const local = await localId(rx, { organizer_id, dialect: 'billetweb', kind: 'ticket', served_id });
    byId =
      local === undefined ? undefined : await rx.first(ticketOfId, { organizer_id, event_id, id: local });
    if (byId === undefined || code === undefined) return found(byId, 'ticket', served_id);
  }
  const [one, another] = await rx.run(ticketsOfCode, { organizer_id, event_id, code: code ?? '' });
  if (another !== undefined)
    throw new Fault('invalid_input', { field: 'barcode', reason: 'plusieurs billets' });
  if (byId !== undefined && byId.id !== one?.id) throw new Fault('not_found', { kind: 'ticket' });
  return found(one, 'ticket', code ?? '');
}

export type FoundOrder = Pick<
  Row<'order'>,
  'id' | 'organizer_id' | 'event_id' | 'customer_id' | 'status' | 'total' | 'paid' | 'refunded' | 'metadata'
>;

const orderOfId = statement<TicketKey & { id: number }, FoundOrder>((db, slot) =>
  db
    .selectFrom('order')
    .select([
      'id',
      'organizer_id',
      'event_id',
      'customer_id',
      'status',
      'total',
      'paid',
      'refunded',
      'metadata',
    ])
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('event_id', '=', slot('event_id')),
);

/** Throws `not_found` for an order of another event as for none. */
export async function orderOf(rx: Rx, event: EventFacts, served_id: string): Promise<FoundOrder> {
  const { organizer_id, event_id } = event;
  const id = await localId(rx, { organizer_id, dialect: 'billetweb', kind: 'order', served_id });
  const order = id === undefined ? undefined : await rx.first(orderOfId, { organizer_id, event_id, id });
  return found(order, 'order', served_id);
}

/** An order that any of the event's attendees shows: one with tickets of two events is listed in both. Throws `not_found`. */
export async function orderShownIn(rx: Rx, event: EventFacts, served_id: string): Promise<FoundOrder> {
  const { organizer_id, event_id } = event;
  const id = await localId(rx, { organizer_id, dialect: 'billetweb', kind: 'order', served_id });
  const own = id === undefined ? undefined : await rx.first(orderOfId, { organizer_id, event_id, id });
  if (id === undefined || own !== undefined) return found<FoundOrder>(own, 'order', served_id);
  const shown = await rx.db
    .selectFrom('ticket as t')
    .innerJoin('order as o', 'o.id', 't.order_id')
    .select('o.event_id')
    .where('t.order_id', '=', id)
    .where('t.organizer_id', '=', organizer_id)
    .where('t.event_id', '=', event_id)
    .where('t.state', 'not in', ['held', 'deleted'])
    .executeTakeFirst();
  const named = { organizer_id, event_id: shown?.event_id ?? 0, id };
  return found<FoundOrder>(await rx.first(orderOfId, named), 'order', served_id);
}

function found<T>(thing: T | undefined, kind: string, id: string): T {
  if (thing === undefined) throw new Fault('not_found', { kind, id });
  return { ...thing };
}
