import { sql } from 'kysely';
import { normaliseEmail } from '../../domain/person.ts';
import { ByIds } from '../../store/by-ids.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { filled, plain } from '../filters/columns.ts';
import type { SqlColumn, SqlColumns } from '../filters/compile.ts';
import type { ListSource } from '../filters/list-page.ts';

/** An address is compared in its normal form, so that its index answers. */
const email: SqlColumn = {
  ...plain('text', 'customer.email_normal'),
  read(value) {
    if (typeof value !== 'string') throw new Error('is not a text');
    try {
      return normaliseEmail(value);
    } catch {
      throw new Error('is not an e-mail address');
    }
  },
};

/** The organizer's customers who were not erased, with what the caller adds (columns of instants). */
export function customersListing(more: SqlColumns): ListSource {
  return {
    name: 'customer',
    from: sql`customer`,
    id: sql.ref('customer.id'),
    organizer_id: sql.ref('customer.organizer_id'),
    columns: {
      id: plain('number', 'customer.id'),
      email,
      first_name: filled('customer.first_name'),
      last_name: filled('customer.last_name'),
      phone: filled('customer.phone'),
      company: filled('customer.company'),
      city: filled('customer.city'),
      country: filled('customer.country'),
      language: plain('text', 'customer.language'),
      ...more,
    },
    belongs: sql<boolean>`${sql.ref('customer.erased_at')} is null`,
  };
}

export type CustomerListing = Omit<Row<'customer'>, 'digest_salt' | 'metadata' | 'email_normal'> & {
  readonly orders: number | null;
};

const rows = new ByIds((db, ids) =>
  db
    .selectFrom('customer')
    .select(['id', 'organizer_id', 'email', 'first_name', 'last_name', 'phone', 'company', 'vat_number'])
    .select(['address_1', 'address_2', 'zip_code', 'city', 'country', 'language', 'created_at'])
    .select(['updated_at', 'erased_at'])
    .select((eb) =>
      eb
        .selectFrom('order')
        .select((one) => one.fn.countAll<number>().as('many'))
        .whereRef('order.customer_id', '=', 'customer.id')
        .as('orders'),
    )
    .where('customer.id', 'in', ids),
);

/** In no order. */
export function customerListings(rx: Rx, ids: readonly number[]): Promise<CustomerListing[]> {
  return rows.read(rx, ids);
}
