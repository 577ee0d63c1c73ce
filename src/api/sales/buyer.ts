import type { Static } from 'typebox';
import { Fault } from '../../domain/faults.ts';
import { findOrCreateCustomer } from '../../office/customers/find-or-create.ts';
import { findCustomer } from '../../office/customers/list-customers.ts';
import type { Tx } from '../../store/transaction.ts';
import type { Caller } from '../caller.ts';
import type { Person } from './shapes.ts';

export interface Buyer {
  readonly customer_id?: number | undefined;
  readonly customer?: Static<typeof Person> | undefined;
}

/** A customer who is named by id, or described: found by the address, or made. */
export async function buyerOf(
  tx: Tx,
  auth: Caller,
  { customer_id, customer }: Buyer,
): Promise<number | undefined> {
  const { organizer_id } = auth;
  if (customer_id !== undefined && customer !== undefined)
    throw new Fault('invalid_input', { in: 'body', path: 'customer', message: 'goes without customer_id' });
  if (customer !== undefined) return findOrCreateCustomer(tx, { ...customer, organizer_id });
  if (customer_id === undefined) return undefined;
  auth.requireEverywhere();
  return (await findCustomer(tx, { organizer_id, customer_id })).id;
}
