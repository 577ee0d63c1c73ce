/** Passwords of people. Hashing takes tens of milliseconds and 19 MiB on purpose, in threads beside the event loop. */
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';

const hashWith = promisify(argon2);

/** OWASP's first choice of the small ones (Password Storage Cheat Sheet): argon2id, 19 MiB, two passes, one lane. */
const cost = { memory_kib: 19_456, passes: 2, lanes: 1 } as const;
const tag_bytes = 32;
const salt_bytes = 16;
/** hashed at once; the thread pool is also what reads files */
const at_once_max = 2;
/** more that wait than this are told to come back */
const waiting_max = 200;

/** Throws `invalid_input` for a new password that is too short or too long. */
export function checkNewPassword(password: string, field = 'password'): void {
  const { password_chars_min, password_chars_max } = limits;
  if (password.length >= password_chars_min && password.length <= password_chars_max) return;
  const message = `must have ${password_chars_min} to ${password_chars_max} characters`;
  throw new Fault('invalid_input', { in: 'body', path: field, message });
}

/** A password as it is stored, in the usual text form: `$argon2id$v=19$m=…,t=…,p=…$salt$hash`. Throws `busy`. */
export async function hashUserPassword(
  password: string,
  random: (bytes: number) => Uint8Array,
): Promise<string> {
  const salt = Buffer.from(random(salt_bytes));
  return encode(salt, await digest(password, salt));
}

/**
 * Whether it is the password that is stored. Without one (an unknown or unfinished account) it takes as long and is not.
 * Throws `busy`.
 */
export async function isUserPassword(password: string, stored: string | undefined): Promise<boolean> {
  const parts = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([^$]+)\$([^$]+)$/.exec(stored ?? '');
  const salt = Buffer.from(parts?.[1] ?? 'bm9ib2R5IG5vYm9keSBubw', 'base64');
  const expected = Buffer.from(parts?.[2] ?? '', 'base64');
  const found = await digest(password, salt);
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function encode(salt: Buffer, hash: Buffer): string {
  const plain = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  const { memory_kib, passes, lanes } = cost;
  return `$argon2id$v=19$m=${memory_kib},t=${passes},p=${lanes}$${plain(salt)}$${plain(hash)}`;
}

let running = 0;
const waiting: (() => void)[] = [];

async function digest(password: string, salt: Buffer): Promise<Buffer> {
  if (running >= at_once_max) {
    if (waiting.length >= waiting_max) throw new Fault('busy');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await hashWith('argon2id', {
      message: password.normalize('NFKC').slice(0, limits.password_chars_max),
      nonce: salt,
      parallelism: cost.lanes,
      tagLength: tag_bytes,
      memory: cost.memory_kib,
      passes: cost.passes,
    });
  } finally {
    // who waits takes the place over
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  }
}
