import { hashPassword } from '../domain/secrets.ts';
import { createApplication } from '../office/access/applications.ts';
import { hashUserPassword } from '../office/access/passwords.ts';
import { issueCredential, type NewCredential } from '../office/access/credentials.ts';
import type { SecretSealer } from '../office/access/sealing.ts';
import type { Tx } from '../store/transaction.ts';

/** A credential of the demo, known to everybody: as the vendor's client names its parts, and as the office keeps it. */
export interface DemoCredential {
  readonly dialect: string;
  readonly title: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly public_name: string;
  readonly key: string;
  /** the dialect signs with the key, so it is kept sealed as well */
  readonly signs?: true;
  /** what the credential says of its client */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** a password beside the key */
  readonly password?: string;
}

export const demoCredentials: readonly DemoCredential[] = [
  {
    dialect: 'billetweb',
    title: 'BilletWeb',
    fields: { user: '268537', key: 'demo-billetweb' },
    public_name: '268537',
    key: 'demo-billetweb',
  },
  {
    dialect: 'utick',
    title: 'uTick',
    fields: { 'public key': 'demo-utick-public', 'private key': 'demo-utick-private' },
    public_name: 'demo-utick-public',
    key: 'demo-utick-private',
    signs: true,
    settings: { environment: 'test' },
  },
  {
    dialect: 'weezevent',
    title: 'Weezevent',
    fields: { username: 'demo@guichet.test', password: 'demo-weezevent', api_key: 'demo-weezevent-key' },
    public_name: 'demo@guichet.test',
    key: 'demo-weezevent-key',
    password: 'demo-weezevent',
  },
  {
    dialect: 'qtickets',
    title: 'Qtickets',
    fields: { token: 'demo-qtickets' },
    public_name: '',
    key: 'demo-qtickets',
  },
  {
    dialect: 'caisse',
    title: 'caisse.enregistreuse.fr',
    fields: { idboutique: '1001', key: 'demo-caisse' },
    public_name: '1001',
    key: 'demo-caisse',
    // for getAuthToken.php: login 1001
    password: 'demo-caisse',
  },
];

/** Who signs in at the venue of the demo. */
export const demoAdmin = { email: 'admin@guichet.test', password: 'demo-admin' } as const;
/** Who works at the origin's bar: the venue is sold nothing but by what it pulls. */
export const demoCashier = { email: 'counter@guichet.test', password: 'demo-counter' } as const;

const salt_bytes = 16;

/** Passwords of the demo as they are stored; made before the transaction, since each takes tens of milliseconds. */
export interface DemoPasswords {
  readonly admin: string;
  readonly cashier: string;
  readonly byDialect: ReadonlyMap<string, string>;
}

export async function hashDemoPasswords(random: (bytes: number) => Uint8Array): Promise<DemoPasswords> {
  const hashed = (password: string) => hashPassword(password, random(salt_bytes));
  const byDialect = demoCredentials.flatMap(({ dialect, password }) =>
    password === undefined ? [] : [[dialect, hashed(password)] as const],
  );
  return {
    admin: await hashUserPassword(demoAdmin.password, random),
    cashier: await hashUserPassword(demoCashier.password, random),
    byDialect: new Map(byDialect),
  };
}

/** Gives the origin its five credentials, one application for each dialect. */
export async function issueDemoCredentials(
  tx: Tx,
  input: { organizer_id: number; passwords: DemoPasswords; sealer: SecretSealer },
): Promise<void> {
  for (const { dialect, title, public_name, key, signs, settings = {} } of demoCredentials) {
    const application_id = await createApplication(tx, {
      name: `Demo: ${title}`,
      organizer_ids: [input.organizer_id],
    });
    const password_hash = input.passwords.byDialect.get(dialect);
    const credential: NewCredential = {
      application_id,
      dialect,
      public_name,
      key,
      settings: password_hash === undefined ? settings : { ...settings, password_hash },
      ...(signs === true ? { sealer: input.sealer } : {}),
    };
    await issueCredential(tx, credential);
  }
}
