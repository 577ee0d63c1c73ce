import { Fault } from '../../../domain/faults.ts';
import { actorOf } from '../../../office/access/principal.ts';
import type { PersonInput } from '../../../office/customers/customer.ts';
import { findOrCreateCustomer } from '../../../office/customers/find-or-create.ts';
import { findCustomer, listCustomers } from '../../../office/customers/list-customers.ts';
import { updateCustomer } from '../../../office/customers/update.ts';
import type { Office } from '../../../office/office.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { Contact } from '../shapes.ts';
import { mapOrList } from '../wire.ts';
import type { Caller } from './caller.ts';
import { pageOf, type Paging } from './envelope.ts';
import { local, Shown } from './ids.ts';

export interface ContactFields {
  readonly firstname?: string | undefined;
  readonly lastname?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  readonly company?: string | undefined;
  readonly addressL1?: string | undefined;
  readonly addressL2?: string | undefined;
  readonly postalcode?: string | undefined;
  readonly city?: string | undefined;
  readonly country?: string | undefined;
  readonly language?: string | undefined;
  readonly metadata?: Record<string, unknown> | undefined;
}

function personOf(fields: ContactFields): PersonInput {
  return {
    email: fields.email,
    first_name: fields.firstname,
    last_name: fields.lastname,
    phone: fields.phone,
    company: fields.company,
    address_1: fields.addressL1,
    address_2: fields.addressL2,
    zip_code: fields.postalcode,
    city: fields.city,
    country: fields.country,
    language: fields.language,
    metadata: fields.metadata,
  };
}

async function contactsOf(rx: Rx, caller: Caller, rows: readonly Row<'customer'>[]): Promise<Contact[]> {
  const shown = await new Shown(rx, caller.organizer.id).load(
    'customer',
    rows.map(({ id }) => id),
  );
  return rows.map((row) => ({
    id: shown.of('customer', row.id),
    label: `${row.last_name.toUpperCase()} ${row.first_name}`.trim(),
    firstname: row.first_name,
    lastname: row.last_name,
    email: row.email,
    phone: row.phone,
    company: row.company,
    addressL1: row.address_1,
    addressL2: row.address_2,
    postalcode: row.zip_code,
    city: row.city,
    country: row.country,
    language: row.language ?? caller.organizer.language,
    created: row.created_at,
    metadata: mapOrList(JSON.parse(row.metadata) as Record<string, unknown>),
  }));
}

export function listContacts(
  office: Office,
  caller: Caller,
  filter: Paging & { readonly email?: string | undefined },
): Promise<Contact[]> {
  return office.store.read(async (rx) => {
    const { email } = filter;
    const rows = await listCustomers(rx, { organizer_id: caller.organizer.id, email, ...pageOf(filter) });
    return contactsOf(rx, caller, rows);
  });
}

export function readContact(office: Office, caller: Caller, id: string): Promise<Contact> {
  return office.store.read(async (rx) => {
    const customer_id = await local(rx, caller.organizer.id, 'customer', id);
    return contactById(rx, caller, customer_id);
  });
}

async function contactById(rx: Rx, caller: Caller, customer_id: number): Promise<Contact> {
  const row = await findCustomer(rx, { organizer_id: caller.organizer.id, customer_id });
  const [contact] = await contactsOf(rx, caller, [row]);
  if (contact === undefined) throw new Fault('internal');
  return contact;
}

function assertNamed(named: Pick<ContactFields, 'firstname' | 'lastname' | 'email'>): void {
  const { firstname = '', lastname = '', email = '' } = named;
  if (`${firstname}${lastname}${email}`.trim() === '') throw new Fault('invalid_input', { field: 'email' });
}

/** One with the same e-mail address is found again; what was blank about it is filled, nothing is overwritten. */
export async function createContact(office: Office, caller: Caller, fields: ContactFields): Promise<Contact> {
  assertNamed(fields);
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) =>
    contactById(tx, caller, await findOrCreateCustomer(tx, { ...personOf(fields), organizer_id })),
  );
}

export async function changeContact(
  office: Office,
  caller: Caller,
  id: string,
  fields: ContactFields,
): Promise<Contact> {
  const organizer_id = caller.organizer.id;
  return office.store.write(actorOf(caller), async (tx) => {
    const customer_id = await local(tx, organizer_id, 'customer', id);
    await updateCustomer(tx, { ...personOf(fields), organizer_id, customer_id });
    const contact = await contactById(tx, caller, customer_id);
    assertNamed(contact);
    return contact;
  });
}
