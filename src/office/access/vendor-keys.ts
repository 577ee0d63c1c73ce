import { formatKey } from '../../domain/secrets.ts';
import type { VendorDialect } from '../../domain/vendors.ts';
import type { Tx } from '../../store/transaction.ts';
import { createApplication } from './applications.ts';
import { issueCredential } from './credentials.ts';
import type { Settings } from './principal.ts';
import type { SecretSealer } from './sealing.ts';

/** What clients of a dialect call with beside the key itself. */
interface KeyShape {
  /** the public half, of no meaning: digits, or text; none where a client has the key alone */
  readonly public_name?: 'number' | 'text';
  /** requests are signed with the key: it has to be read again */
  readonly signs?: true;
  /** clients log in with a password as well */
  readonly password?: true;
}

export const vendorKeys = {
  billetweb: { public_name: 'number' },
  utick: { public_name: 'text', signs: true },
  weezevent: { public_name: 'text', password: true },
  qtickets: {},
  caisse: { public_name: 'number' },
} as const satisfies Readonly<Record<VendorDialect, KeyShape>>;

export function isVendorDialect(dialect: string): dialect is VendorDialect {
  return Object.hasOwn(vendorKeys, dialect);
}

/** Whether a key of the dialect comes with a password, which its caller makes: to hash it takes long. */
export function needsPassword(dialect: VendorDialect): boolean {
  const shape: KeyShape = vendorKeys[dialect];
  return shape.password === true;
}

/** Whether requests of the dialect are signed with the key, which is then kept so that it can be read again. */
export function signsRequests(dialect: VendorDialect): boolean {
  const shape: KeyShape = vendorKeys[dialect];
  return shape.signs === true;
}

const name_random_bytes = 15;
const first_number = 100_000;

/** A public half that nobody has: digits, text, or nothing, as clients of the dialect know it. */
export async function madePublicName(tx: Tx, dialect: string): Promise<string> {
  const shape: KeyShape = isVendorDialect(dialect) ? vendorKeys[dialect] : {};
  if (shape.public_name === 'number') return String(first_number + (await tx.id()));
  return shape.public_name === 'text' ? formatKey('public', tx.random(name_random_bytes)) : '';
}

/** A program that speaks a vendor's dialect with one organizer, and its key, in this answer and nowhere else afterwards. */
export async function issueVendorKey(
  tx: Tx,
  input: {
    readonly organizer_id: number;
    /** of the program */
    readonly name: string;
    readonly dialect: VendorDialect;
    readonly settings?: Settings;
    readonly calls_per_minute: number | null;
    readonly expires_at: number | null;
    readonly sealer: SecretSealer;
  },
): Promise<{ credential_id: number; key: string; public_name: string }> {
  const { organizer_id, name, dialect, settings = {}, calls_per_minute, expires_at, sealer } = input;
  const application_id = await createApplication(tx, { name, organizer_ids: [organizer_id] });
  const public_name = await madePublicName(tx, dialect);
  const wanted = { application_id, dialect, public_name, settings, calls_per_minute, expires_at };
  const made = await issueCredential(tx, { ...wanted, ...(signsRequests(dialect) ? { sealer } : {}) });
  return { ...made, public_name };
}
