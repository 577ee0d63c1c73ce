import { Fault, isFault } from '../../domain/faults.ts';
import { LostRace } from '../../store/lost-race.ts';
import { RowsByKey } from '../../store/rows-by-key.ts';
import { RowsInsert } from '../../store/rows-insert.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { announceEach } from '../ledger/outbox.ts';
import { recordChanges } from '../ledger/record.ts';
import { columnsOf, digestsOf, type PersonInput, type PersonPatch } from './customer.ts';
import { blankPerson, fillBlanks, salt_bytes } from './find-or-create.ts';

export interface ManyCustomers {
  readonly organizer_id: number;
  readonly origin_connection_id: number | null;
}

const byEmails = new RowsByKey<{ organizer_id: number }, string, Row<'customer'>>((db, slot, keys) =>
  db
    .selectFrom('customer')
    .selectAll()
    .where('organizer_id', '=', slot('organizer_id'))
    .where('email_normal', 'in', keys),
);

type NewCustomer = Omit<Row<'customer'>, 'erased_at'>;

const insertCustomers = new RowsInsert<NewCustomer>((db, rows) =>
  db
    .insertInto('customer')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['organizer_id', 'email_normal']).doNothing()),
);

/**
 * `findOrCreateCustomer` for many persons at once, whom another system tells of. What was written down there is a fact: an
 * address that is none is kept as it came, and finds nobody. Gives the ids in the same order. Throws `invalid_input`.
 */
export async function findOrCreateCustomers(
  tx: Tx,
  of: ManyCustomers,
  persons: readonly PersonInput[],
): Promise<number[]> {
  const wanted = persons.map(columnsAsTold);
  const found = await knownByEmail(tx, of, wanted);
  const fresh: NewCustomer[] = [];
  const told: PersonPatch[] = [];
  const ids: number[] = [];
  for (const person of wanted) {
    const email = person.email_normal ?? null;
    const known = email === null ? undefined : found.get(email);
    if (known !== undefined) {
      // of two mentions in one batch the first is made, the second is the same person
      const filled = known.row === null || (await fillBlanks(tx, known.row, person, of.origin_connection_id));
      if (!filled) throw new LostRace(new Fault('busy'));
      ids.push(known.id);
      continue;
    }
    const row = await newRow(tx, of.organizer_id, person);
    fresh.push(row);
    told.push(person);
    ids.push(row.id);
    if (email !== null) found.set(email, { id: row.id, row: null });
  }
  // another process made one of them at this very instant: the command runs anew, and then finds it
  if ((await insertCustomers.put(tx, fresh)) < fresh.length) throw new LostRace(new Fault('busy'));
  const subject = { organizer_id: of.organizer_id, subject_kind: 'customer' };
  await recordChanges(
    tx,
    fresh.map((row, index) => ({
      ...subject,
      action: 'customer.created',
      subject_id: row.id,
      after: digestsOf(row, told[index] ?? {}),
    })),
  );
  const { origin_connection_id } = of;
  await announceEach(
    tx,
    { ...subject, topic: 'customer', origin_connection_id },
    fresh.map(({ id }) => id),
  );
  return ids;
}

/** The columns of a person as somebody else wrote them down. */
export function columnsAsTold(person: PersonInput): PersonPatch {
  try {
    return columnsOf(person);
  } catch (error) {
    if (!isFault(error, 'invalid_email')) throw error;
    const email = (person.email ?? '').trim();
    return { ...columnsOf({ ...person, email: null }), email };
  }
}

interface Known {
  readonly id: number;
  /** null: made in this same batch */
  readonly row: Row<'customer'> | null;
}

async function knownByEmail(
  tx: Tx,
  { organizer_id }: ManyCustomers,
  persons: readonly PersonPatch[],
): Promise<Map<string, Known>> {
  const emails = persons.flatMap(({ email_normal }) =>
    typeof email_normal === 'string' ? [email_normal] : [],
  );
  const rows = await byEmails.read(tx, { organizer_id }, emails);
  return new Map(rows.map((row) => [row.email_normal ?? '', { id: row.id, row }]));
}

async function newRow(tx: Tx, organizer_id: number, person: PersonPatch): Promise<NewCustomer> {
  return {
    ...blankPerson,
    ...person,
    id: await tx.id(),
    organizer_id,
    digest_salt: Buffer.from(tx.random(salt_bytes)).toString('hex'),
    created_at: tx.now,
    updated_at: tx.now,
  };
}
