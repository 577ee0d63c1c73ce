import { Fault } from '../../domain/faults.ts';
import { canonicalJson } from '../../domain/ledger-chain.ts';
import { limits } from '../../domain/limits.ts';
import { digestOf, normaliseEmail } from '../../domain/person.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';

/** What may be known of a buyer; what is missing is not touched. */
export interface PersonInput {
  readonly email?: string | null | undefined;
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly phone?: string | undefined;
  readonly company?: string | undefined;
  readonly vat_number?: string | undefined;
  readonly address_1?: string | undefined;
  readonly address_2?: string | undefined;
  readonly zip_code?: string | undefined;
  readonly city?: string | undefined;
  readonly country?: string | undefined;
  readonly language?: string | null | undefined;
  /** what a dialect keeps beside; at most 64 KiB as JSON */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

/** The columns that hold the person. */
export type PersonColumns = Pick<
  Row<'customer'>,
  Exclude<keyof PersonInput, 'metadata'> | 'email_normal' | 'metadata'
>;

export type PersonPatch = Partial<PersonColumns>;

const nameFields = ['first_name', 'last_name'] as const;
export const addressFields = ['address_1', 'address_2', 'zip_code', 'city', 'country'] as const;
const textFields = [...nameFields, ...addressFields, 'phone', 'company', 'vat_number'] as const;

/** The columns to write for what was given. Throws `invalid_email` and `invalid_input`, naming the field alone. */
export function columnsOf(input: PersonInput): PersonPatch {
  const patch: PersonPatch = {};
  for (const field of textFields) {
    const given = input[field];
    if (given !== undefined) patch[field] = cleaned(field, given);
  }
  if (input.language !== undefined) {
    patch.language = input.language === null ? null : cleaned('language', input.language) || null;
  }
  if (input.email !== undefined) {
    patch.email = cleaned('email', input.email ?? '');
    patch.email_normal = patch.email === '' ? null : normaliseEmail(patch.email);
  }
  if (input.metadata !== undefined) {
    patch.metadata = canonicalJson(input.metadata);
    if (Buffer.byteLength(patch.metadata) > limits.metadata_bytes_max) {
      throw new Fault('invalid_input', { field: 'metadata', bytes_max: limits.metadata_bytes_max });
    }
  }
  return patch;
}

function cleaned(field: string, text: string): string {
  const clean = text.normalize('NFC').replace(/\s+/gu, ' ').trim();
  const isName = (nameFields as readonly string[]).includes(field);
  const chars_max = isName ? limits.person_name_chars_max : limits.title_chars_max;
  if (clean.length > chars_max) throw new Fault('invalid_input', { field, chars_max });
  return clean;
}

/** Of a patch, what differs from the row. */
export function differences(row: PersonColumns, patch: PersonPatch): PersonPatch {
  const changed = Object.entries(patch).filter(
    ([field, value]) => row[field as keyof PersonColumns] !== value,
  );
  return Object.fromEntries(changed);
}

/** What stands in the ledger for a word of this person; undefined once the person is erased. */
export function customerDigest(
  customer: Pick<Row<'customer'>, 'digest_salt'>,
  text: string,
): string | undefined {
  return customer.digest_salt === null ? undefined : digestOf(customer.digest_salt, text);
}

/** Digests of the columns that hold something, for the ledger's before and after. */
export function digestsOf(customer: Pick<Row<'customer'>, 'digest_salt'>, columns: PersonPatch): object {
  const filled = Object.entries(columns).filter(
    ([field, value]) => field !== 'email_normal' && value !== null && value !== '' && value !== '{}',
  );
  return Object.fromEntries(filled.map(([field, value]) => [field, customerDigest(customer, String(value))]));
}

type CustomerKey = { organizer_id: number; customer_id: number };

const lockedCustomer = statement<CustomerKey, Row<'customer'>>((db, slot, lock) =>
  lock(
    db
      .selectFrom('customer')
      .selectAll()
      .where('id', '=', slot('customer_id'))
      .where('organizer_id', '=', slot('organizer_id')),
  ),
);

/** The customer, with nobody else changing it until the command ends; undefined when there is none. */
export function lockCustomer(tx: Tx, key: CustomerKey): Promise<Row<'customer'> | undefined> {
  return tx.first(lockedCustomer, { organizer_id: key.organizer_id, customer_id: key.customer_id });
}
