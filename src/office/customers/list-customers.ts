import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import { normaliseEmail } from '../../domain/person.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';

type CustomerKey = { readonly organizer_id: number; readonly customer_id: number };

const selectCustomer = statement<CustomerKey, Row<'customer'>>((db, slot) =>
  db
    .selectFrom('customer')
    .selectAll()
    .where('id', '=', slot('customer_id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('erased_at', 'is', null),
);

const selectLiving = statement<CustomerKey, { id: number }>((db, slot) =>
  db
    .selectFrom('customer')
    .select('id')
    .where('id', '=', slot('customer_id'))
    .where('organizer_id', '=', slot('organizer_id'))
    .where('erased_at', 'is', null),
);

/** Throws `not_found` unless it is a customer of the organizer, who was not erased. */
export async function assertCustomer(rx: Rx, { organizer_id, customer_id }: CustomerKey): Promise<void> {
  if ((await rx.first(selectLiving, { organizer_id, customer_id })) === undefined)
    throw new Fault('not_found', { kind: 'customer', id: customer_id });
}

/** A customer of the organizer, who was not erased. Throws `not_found`. */
export async function findCustomer(rx: Rx, input: CustomerKey): Promise<Row<'customer'>> {
  const { organizer_id, customer_id } = input;
  const row = await rx.first(selectCustomer, { organizer_id, customer_id });
  if (row === undefined) throw new Fault('not_found', { kind: 'customer', id: input.customer_id });
  return { ...row };
}

export interface CustomersFilter {
  readonly organizer_id: number;
  /** in any capitals; one that is no address finds nobody */
  readonly email?: string | undefined;
  readonly limit: number;
  readonly offset?: number | undefined;
}

/** Customers in the order of their ids, without those who were erased. */
export async function listCustomers(rx: Rx, filter: CustomersFilter): Promise<Row<'customer'>[]> {
  const { organizer_id, email, limit, offset = 0 } = filter;
  if (!Number.isSafeInteger(limit) || limit < 0 || limit > limits.page_rows_max)
    throw new Fault('invalid_input', { field: 'limit', most: limits.page_rows_max });
  if (limit === 0) return [];
  let query = rx.db
    .selectFrom('customer')
    .selectAll()
    .where('organizer_id', '=', organizer_id)
    .where('erased_at', 'is', null)
    .orderBy('id')
    .limit(limit)
    .offset(offset);
  if (email !== undefined) {
    const email_normal = normalOrNone(email);
    if (email_normal === undefined) return [];
    query = query.where('email_normal', '=', email_normal);
  }
  return (await query.execute()).map((row) => ({ ...row }));
}

/** The normal form of an address; undefined for a text that is none, which nobody has. */
export function normalOrNone(email: string): string | undefined {
  try {
    return normaliseEmail(email);
  } catch {
    return undefined;
  }
}
