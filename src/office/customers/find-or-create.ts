import { Fault } from '../../domain/faults.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { announce } from '../ledger/outbox.ts';
import { recordChange } from '../ledger/record.ts';
import {
  addressFields,
  columnsOf,
  differences,
  digestsOf,
  lockCustomer,
  type PersonInput,
  type PersonPatch,
} from './customer.ts';
import { saveCustomer } from './update.ts';

export const salt_bytes = 16;
/** Times that somebody else may erase the customer between two of our statements. */
const tries_max = 5;

const byEmail = statement<{ organizer_id: number; email_normal: string }, Row<'customer'>>((db, slot) =>
  db
    .selectFrom('customer')
    .selectAll()
    .where('organizer_id', '=', slot('organizer_id'))
    .where('email_normal', '=', slot('email_normal')),
);

const namedByEmail = statement<{ organizer_id: number; email_normal: string }, { id: number }>((db, slot) =>
  db
    .selectFrom('customer')
    .select('id')
    .where('organizer_id', '=', slot('organizer_id'))
    .where('email_normal', '=', slot('email_normal'))
    .where('first_name', '!=', '')
    .where('last_name', '!=', ''),
);

/** Fields that a customer who has both names takes from nobody: whoever gives no others fills no blank. */
const fills_no_name = new Set(['email', 'email_normal', 'first_name', 'last_name']);

/** Of two that create the same customer at once, the second inserts nothing and then finds the first's row. */
const insertCustomer = statement<Omit<Row<'customer'>, 'erased_at'>, { id: number }>((db, slot) =>
  db
    .insertInto('customer')
    .values({
      id: slot('id'),
      organizer_id: slot('organizer_id'),
      email: slot('email'),
      email_normal: slot('email_normal'),
      first_name: slot('first_name'),
      last_name: slot('last_name'),
      phone: slot('phone'),
      company: slot('company'),
      vat_number: slot('vat_number'),
      address_1: slot('address_1'),
      address_2: slot('address_2'),
      zip_code: slot('zip_code'),
      city: slot('city'),
      country: slot('country'),
      language: slot('language'),
      metadata: slot('metadata'),
      digest_salt: slot('digest_salt'),
      created_at: slot('created_at'),
      updated_at: slot('updated_at'),
    })
    .onConflict((conflict) => conflict.columns(['organizer_id', 'email_normal']).doNothing())
    .returning('id'),
);

export const blankPerson = {
  email: '',
  email_normal: null,
  first_name: '',
  last_name: '',
  phone: '',
  company: '',
  vat_number: '',
  address_1: '',
  address_2: '',
  zip_code: '',
  city: '',
  country: '',
  language: null,
  metadata: '{}',
};

/**
 * The organizer's customer with this e-mail address (in its normal form), made when there is none; without an address
 * always a new one. What is given fills what was blank and overwrites nothing; `updateCustomer` does. Gives the id.
 * `origin_connection_id`: the connection that told us. Throws `invalid_email` and `invalid_input`.
 */
export async function findOrCreateCustomer(
  tx: Tx,
  input: PersonInput & { readonly organizer_id: number; readonly origin_connection_id?: number | null },
): Promise<number> {
  const { organizer_id, origin_connection_id } = input;
  const person = columnsOf(input);
  const { email_normal = null } = person;
  if (email_normal !== null && Object.keys(person).every((field) => fills_no_name.has(field))) {
    // a buyer who comes again, mostly: their whole row takes as long to read as an order to write
    const known = await tx.first(namedByEmail, { organizer_id, email_normal });
    if (known !== undefined) return known.id;
  }
  for (let tried = 0; tried < tries_max; tried += 1) {
    if (email_normal !== null) {
      const found = await tx.first(byEmail, { organizer_id, email_normal });
      if (found !== undefined && (await fillBlanks(tx, found, person, origin_connection_id))) return found.id;
    }
    const created = await createCustomer(tx, organizer_id, person, origin_connection_id);
    if (created !== undefined) return created;
  }
  throw new Fault('busy');
}

async function createCustomer(
  tx: Tx,
  organizer_id: number,
  person: PersonPatch,
  origin_connection_id: number | null | undefined,
): Promise<number | undefined> {
  const row = {
    ...blankPerson,
    ...person,
    id: await tx.id(),
    organizer_id,
    digest_salt: Buffer.from(tx.random(salt_bytes)).toString('hex'),
    created_at: tx.now,
    updated_at: tx.now,
  };
  if ((await tx.first(insertCustomer, row)) === undefined) return undefined;
  const subject = { organizer_id, subject_kind: 'customer', subject_id: row.id };
  await recordChange(tx, { ...subject, action: 'customer.created', after: digestsOf(row, person) });
  await announce(tx, { ...subject, topic: 'customer', origin_connection_id: origin_connection_id ?? null });
  return row.id;
}

/** False when the customer was erased meanwhile. */
export async function fillBlanks(
  tx: Tx,
  found: Row<'customer'>,
  person: PersonPatch,
  origin_connection_id: number | null | undefined,
): Promise<boolean> {
  if (Object.keys(blanksFilled(found, person)).length === 0) return true;
  const row = await lockCustomer(tx, { organizer_id: found.organizer_id, customer_id: found.id });
  if (row?.email_normal !== found.email_normal) return false;
  await saveCustomer(tx, row, blanksFilled(row, person), origin_connection_id);
  return true;
}

/** What the new words add to the old. Names and addresses are not mixed from two sources. */
function blanksFilled(row: Row<'customer'>, person: PersonPatch): PersonPatch {
  const filled: PersonPatch = {};
  for (const field of ['phone', 'company', 'vat_number', 'language'] as const) {
    const given = person[field];
    if (row[field] !== null && row[field] !== '') continue;
    // language is null where the others are ''
    if (given !== undefined && given !== null && given !== '') filled[field] = given;
  }
  if (isNameFilledBy(row, person)) {
    filled.first_name = person.first_name || row.first_name;
    filled.last_name = person.last_name || row.last_name;
  }
  if (addressFields.every((field) => row[field] === '')) {
    for (const field of addressFields) filled[field] = person[field] ?? '';
  }
  if (person.metadata !== undefined) {
    const both = { ...(JSON.parse(person.metadata) as object), ...(JSON.parse(row.metadata) as object) };
    filled.metadata = columnsOf({ metadata: both }).metadata ?? row.metadata;
  }
  return differences(row, filled);
}

/** A first name joins a surname that is the same, and the other way round. */
function isNameFilledBy(row: Row<'customer'>, person: PersonPatch): boolean {
  const agrees = (field: 'first_name' | 'last_name'): boolean => {
    const [old, given] = [row[field].toLowerCase(), (person[field] ?? '').toLowerCase()];
    return old === '' || old === given;
  };
  return agrees('first_name') && agrees('last_name') && (row.first_name === '' || row.last_name === '');
}
