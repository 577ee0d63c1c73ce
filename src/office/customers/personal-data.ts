/**
 * Where a customer's data stands, from the declaration of the tables: what is exported and what is erased are the same
 * rows. A new personal column joins by itself in the tables named here; in any other table a test asks for a decision.
 */
import { sql } from 'kysely';
import { joinName, normaliseEmail, personalTables } from '../../domain/person.ts';
import { personalColumns, type Row, type TableName } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { scanIdsOf } from '../admission/scans-of-tickets.ts';

/** Personal columns that erasing a customer leaves as they are, with the reason. */
export const keptColumns: Readonly<Record<string, string>> = {
  'user.email': 'a member of staff, who signs in with it; not a customer',
  'user.email_normal': 'a member of staff, who signs in with it; not a customer',
  'user.name': 'a member of staff, not a customer',
  'scan.operator': 'the member of staff at the gate, not who enters',
  'search_term.term': 'deleted with the rows that it leads to, see erase.ts',
  'user_session.user_agent': 'the browser of a member of staff',
  'idempotency_key.answer': 'an answer kept to be repeated, forgotten within a day',
};

/** The tables that are reached from a customer, all of them keyed by `id`. */
export const reachedTables = personalTables satisfies readonly TableName[];

export type ReachedTable = (typeof reachedTables)[number];
export type ReachedRows = Readonly<Record<ReachedTable, readonly number[]>>;

/** The columns of a reached table that hold the person's data. */
export function erasedColumns(table: ReachedTable): string[] {
  const columns = personalColumns().find((each) => each.table === table)?.columns ?? [];
  return columns.filter((column) => keptColumns[`${table}.${column}`] === undefined);
}

/** Ids are put into statements this many at a time. */
export function chunked<T>(items: readonly T[], size = 500): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/**
 * The ids of the rows that hold this customer's data. A holder in an order is the customer when the e-mail is theirs,
 * or without one when the name is, or when there is no name; other holders are other persons. As a holder in orders of
 * other people the customer is found by e-mail: that looks through all tickets of the organizer, which takes about a
 * second per two million.
 */
export async function reachedRows(rx: Rx, customer: Row<'customer'>): Promise<ReachedRows> {
  const orders = await rx.db
    .selectFrom('order')
    .select('id')
    .where('customer_id', '=', customer.id)
    .execute();
  const order = orders.map((row) => row.id);
  const ticket = await ticketsOf(rx, customer);
  return {
    customer: [customer.id],
    order,
    ticket,
    answer: await answersOf(rx, order, ticket),
    payment: await idsBy(order, (ids) =>
      rx.db.selectFrom('payment').select('id').where('order_id', 'in', ids).execute(),
    ),
    refund: await idsBy(order, (ids) =>
      rx.db.selectFrom('refund').select('id').where('order_id', 'in', ids).execute(),
    ),
    scan: await idsBy(ticket, (ids) =>
      rx.db.selectFrom('scan').select('id').where('id', 'in', scanIdsOf(ids)).execute(),
    ),
    quarantine: await quarantinedOf(rx, customer),
    // what another system's webhook said when a ticket was scanned there
    notice: await idsBy(ticket, (ids) =>
      rx.db
        .selectFrom('notice')
        .innerJoin('barcode', (join) =>
          join
            .onRef('barcode.organizer_id', '=', 'notice.organizer_id')
            .onRef('barcode.code', '=', 'notice.code'),
        )
        .select('notice.id')
        .where('barcode.ticket_id', 'in', ids)
        .execute(),
    ),
  };
}

async function ticketsOf(rx: Rx, customer: Row<'customer'>): Promise<number[]> {
  const columns = ['ticket.id', 'holder_first_name', 'holder_last_name', 'holder_email'] as const;
  const own = await rx.db
    .selectFrom('ticket')
    .innerJoin('order', 'order.id', 'ticket.order_id')
    .select(columns)
    .where('order.customer_id', '=', customer.id)
    .execute();
  const ids = new Set(own.filter((ticket) => isHeldBy(customer, ticket)).map((ticket) => ticket.id));
  if (customer.email_normal !== null) {
    const elsewhere = await rx.db
      .selectFrom('ticket')
      .select('id')
      .where('organizer_id', '=', customer.organizer_id)
      .where('holder_email', '!=', '')
      .where((is) => is(is.fn<string>('lower', ['holder_email']), 'in', spellings(customer)))
      .execute();
    for (const ticket of elsewhere) ids.add(ticket.id);
  }
  return [...ids];
}

type Holder = Pick<Row<'ticket'>, 'holder_first_name' | 'holder_last_name' | 'holder_email'>;

function isHeldBy(customer: Row<'customer'>, holder: Holder): boolean {
  if (holder.holder_email !== '' && customer.email_normal !== null) {
    return normalOrRaw(holder.holder_email) === customer.email_normal;
  }
  const name = joinName({ first_name: holder.holder_first_name, last_name: holder.holder_last_name });
  return name === '' || name.toLowerCase() === joinName(customer).toLowerCase();
}

/** The address as the customer wrote it and in its normal form, which differ in the spelling of the domain. */
function spellings(customer: Row<'customer'>): string[] {
  return [...new Set([customer.email.toLowerCase(), customer.email_normal ?? ''])].filter(
    (text) => text !== '',
  );
}

/** A holder's address is kept as it came, well formed or not. */
function normalOrRaw(email: string): string {
  try {
    return normaliseEmail(email);
  } catch {
    return email.trim().toLowerCase();
  }
}

async function answersOf(rx: Rx, orders: readonly number[], tickets: readonly number[]): Promise<number[]> {
  const ofOrders = await idsBy(orders, (ids) =>
    rx.db
      .selectFrom('answer')
      .select('id')
      .where('order_id', 'in', ids)
      .where('ticket_id', 'is', null)
      .execute(),
  );
  const ofTickets = await idsBy(tickets, (ids) =>
    rx.db.selectFrom('answer').select('id').where('ticket_id', 'in', ids).execute(),
  );
  return [...ofOrders, ...ofTickets];
}

/** Records that a connection could not take in belong to nobody yet: the e-mail in their text tells whose they are. */
async function quarantinedOf(rx: Rx, customer: Row<'customer'>): Promise<number[]> {
  if (customer.email_normal === null) return [];
  const patterns = spellings(customer).map((text) => `%${text.replace(/[\\%_]/g, '\\$&')}%`);
  const rows = await rx.db
    .selectFrom('quarantine')
    .innerJoin('connection', 'connection.id', 'quarantine.connection_id')
    .select(['quarantine.id', 'payload'])
    .where('connection.organizer_id', '=', customer.organizer_id)
    .where((is) => is.or(patterns.map((pattern) => sql<boolean>`lower(payload) like ${pattern} escape '\\'`)))
    .execute();
  const theirs = spellings(customer);
  return rows
    .filter((row) => wordsOf(row.payload).some((word) => theirs.includes(word)))
    .map((row) => row.id);
}

/** Cut where no e-mail address goes on, so that ana@x.fr is not taken for a@x.fr. */
function wordsOf(payload: string): string[] {
  return payload.toLowerCase().split(/[^\p{L}\p{N}.!#$%&'*+=?^_`{|}~@-]+/u);
}

async function idsBy(
  ids: readonly number[],
  query: (chunk: number[]) => Promise<{ id: number }[]>,
): Promise<number[]> {
  const found: number[] = [];
  for (const chunk of chunked(ids)) for (const row of await query(chunk)) found.push(row.id);
  return found;
}
