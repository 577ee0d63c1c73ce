import { generateKeyPairSync } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Tx } from '../../store/transaction.ts';
import { sealedFor, type SecretSealer } from '../access/sealing.ts';

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

/** The organizer's key that signs closings, as PEM; made when there is none. It leaves the database sealed alone. */
export async function signingKey(tx: Tx, organizer_id: number, sealer: SecretSealer): Promise<string> {
  const context = sealedFor.journal(organizer_id);
  const find = () =>
    tx.db
      .selectFrom('journal_key')
      .select('private_sealed')
      .where('organizer_id', '=', organizer_id)
      .executeTakeFirst();
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
