/**
 * Secrets that have to be read again (a key that signs, a connection's password) are kept sealed: AES-256-GCM under one
 * key of the installation, which stands in the environment or in a file beside the data, never in the database.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const cipher = 'aes-256-gcm';
const key_bytes = 32;
const nonce_bytes = 12;
const tag_bytes = 16;

export interface SecretSealer {
  /** `v1.` and base64url of nonce, tag and sealed text. `context` says what it is for and is needed to open it again. */
  seal(text: string, context: string): string;
  /** Throws when the text was sealed with another key, for another context, or was touched since. */
  open(sealed: string, context: string): string;
}

/** The contexts in use: a sealed text copied to another row does not open there. */
export const sealedFor = {
  credential: (credential_id: number) => `credential:${credential_id}`,
  connection: (connection_id: number) => `connection:${connection_id}`,
  user: (user_id: number) => `user:${user_id}`,
  journal: (organizer_id: number) => `journal:${organizer_id}`,
} as const;

/** `key` is 32 random bytes. */
export function createSecretSealer(key: Uint8Array): SecretSealer {
  if (key.length !== key_bytes) throw new Error(`A sealing key has ${key_bytes} bytes, not ${key.length}`);
  return {
    seal(text, context) {
      // not the settable randomness of the office: a nonce that comes twice would lay the texts open
      const nonce = randomBytes(nonce_bytes);
      const sealing = createCipheriv(cipher, key, nonce).setAAD(Buffer.from(context));
      const body = Buffer.concat([sealing.update(text, 'utf8'), sealing.final()]);
      return `v1.${Buffer.concat([nonce, sealing.getAuthTag(), body]).toString('base64url')}`;
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed.startsWith('v1.') ? sealed.slice(3) : '', 'base64url');
      if (bytes.length < nonce_bytes + tag_bytes) throw new Error('This is no sealed text');
      const opening = createDecipheriv(cipher, key, bytes.subarray(0, nonce_bytes), {
        authTagLength: tag_bytes,
      })
        .setAAD(Buffer.from(context))
        .setAuthTag(bytes.subarray(nonce_bytes, nonce_bytes + tag_bytes));
      return Buffer.concat([
        opening.update(bytes.subarray(nonce_bytes + tag_bytes)),
        opening.final(),
      ]).toString();
    },
  };
}

/**
 * The key of the installation: `from_environment` (GUICHET_SECRET_KEY, 32 bytes as hex or base64) or else the file
 * `secret.key` of the data folder, made on first use for its owner alone.
 */
export function loadSealingKey(options: {
  readonly from_environment?: string | undefined;
  readonly data_folder: string;
}): Uint8Array {
  const { from_environment } = options;
  if (from_environment !== undefined && from_environment !== '') {
    return decodeKey(from_environment, 'GUICHET_SECRET_KEY');
  }
  const file = join(options.data_folder, 'secret.key');
  try {
    return decodeKey(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  makeKeyFile(file);
  return decodeKey(readFileSync(file, 'utf8'), file);
}

function decodeKey(text: string, from: string): Uint8Array {
  const trimmed = text.trim();
  const key = Buffer.from(trimmed, /^[0-9a-f]{64}$/i.test(trimmed) ? 'hex' : 'base64');
  if (key.length !== key_bytes)
    throw new Error(`${from} must be ${key_bytes} random bytes, as hex or base64`);
  return key;
}

/** Written whole under another name and then linked: of two processes that start together one makes the key. */
function makeKeyFile(file: string): void {
  // with PostgreSQL nothing has made the folder before
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  const handle = openSync(draft, 'wx', 0o600);
  try {
    writeSync(handle, `${randomBytes(key_bytes).toString('hex')}\n`);
    fsyncSync(handle);
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    closeSync(handle);
    rmSync(draft, { force: true });
  }
}
