import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Fault } from '../../domain/faults.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Tx } from '../../store/transaction.ts';
import { sealedFor, type SecretSealer } from '../access/sealing.ts';
import { recordChange } from '../ledger/record.ts';
import { writeJournal } from './journal.ts';

/** A key for signing: the public half as 32 bytes in base64, the private one as PEM to be sealed. */
export function newSigningKey(): { public_key: string; private_pem: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  return {
    public_key: rawOf(publicKey),
    private_pem: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

function rawOf(key: KeyObject): string {
  const { x } = key.export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url').toString('base64');
}

type Key = Pick<Row<'journal_key'>, 'public_key' | 'private_sealed'>;

/** Kept from being changed until the transaction ends: what it signs comes before the line that hands over to another. */
const selectKey = statement<{ organizer_id: number }, Key>((db, slot, lock) =>
  lock(
    db
      .selectFrom('journal_key')
      .select(['public_key', 'private_sealed'])
      .where('organizer_id', '=', slot('organizer_id')),
    'share',
  ),
);

const lockKey = statement<{ organizer_id: number }, Key>((db, slot, lock) =>
  lock(
    db
      .selectFrom('journal_key')
      .select(['public_key', 'private_sealed'])
      .where('organizer_id', '=', slot('organizer_id')),
  ),
);

/**
 * The organizer's key that signs closings, as PEM; made when there is none. It leaves the database sealed alone, and stays what it
 * is until the transaction ends.
 */
export async function signingKey(tx: Tx, organizer_id: number, sealer: SecretSealer): Promise<string> {
  const context = sealedFor.journal(organizer_id);
  const find = () => tx.first(selectKey, { organizer_id });
  const known = await find();
  if (known !== undefined) return sealer.open(known.private_sealed, context);
  const { public_key, private_pem } = newSigningKey();
  const private_sealed = sealer.seal(private_pem, context);
  await tx.db
    .insertInto('journal_key')
    .values({ id: await tx.id(), organizer_id, public_key, private_sealed, created_at: tx.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const made = await find();
  if (made === undefined) throw new Error('the signing key was not kept');
  return sealer.open(made.private_sealed, context);
}

export interface RotatedKey {
  readonly public_key: string;
  /** that signed so far */
  readonly before: string;
  /** journals in which it is written */
  readonly journals: number;
}

/**
 * Has another key sign from here on: in each journal that has begun, a line tells of it, signed by the key that did so far, so that
 * whoever trusts that one can follow. The old private half is gone from the database. Throws `not_found` where none signs yet.
 */
export async function rotateSigningKey(
  tx: Tx,
  input: { readonly organizer_id: number; readonly sealer: SecretSealer },
): Promise<RotatedKey> {
  const { organizer_id, sealer } = input;
  const known = await tx.first(lockKey, { organizer_id });
  if (known === undefined) throw new Fault('not_found', { kind: 'journal_key' });
  const context = sealedFor.journal(organizer_id);
  const signed_with = sealer.open(known.private_sealed, context);
  const { public_key, private_pem } = newSigningKey();
  const private_sealed = sealer.seal(private_pem, context);
  await tx.db
    .updateTable('journal_key')
    .set({ public_key, private_sealed, created_at: tx.now })
    .where('organizer_id', '=', organizer_id)
    .execute();
  const begun = await tx.db
    .selectFrom('journal_head')
    .select('counter_id')
    .where('organizer_id', '=', organizer_id)
    .where('number', '>', 0)
    .orderBy('counter_id')
    .execute();
  const before = known.public_key;
  await recordChange(tx, {
    organizer_id,
    action: 'counter.signing_key_rotated',
    subject_kind: 'organizer',
    subject_id: organizer_id,
    before: { public_key: before },
    after: { public_key },
  });
  const content = { key: public_key, before };
  for (const { counter_id } of begun) {
    await writeJournal(tx, { organizer_id, counter_id }, [{ kind: 'key', amount: 0, content, signed_with }]);
    await tx.db
      .updateTable('journal_head')
      .set({ first_key: before })
      .where('counter_id', '=', counter_id)
      .where('first_key', 'is', null)
      .execute();
  }
  return { public_key, before, journals: begun.length };
}
