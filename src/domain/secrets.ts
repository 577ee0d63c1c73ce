/**
 * The pure parts of credentials. Keys made here are long and random, so one SHA-256 is enough to store them; passwords
 * of people are not, and go through scrypt.
 */
import { createHmac, hash, scryptSync, timingSafeEqual } from 'node:crypto';

/** Crockford's base 32, lower case: no i, l, o, u, so that a key survives being read aloud. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** What is stored of a key: hex SHA-256, keyed with the installation's pepper when there is one. */
export function hashKey(pepper: string | undefined, key: string): string {
  // every request pays for this one: in one call it takes a third of the time
  if (pepper === undefined || pepper === '') return hash('sha256', key, 'hex');
  return createHmac('sha256', pepper).update(key, 'utf8').digest('hex');
}

/** Whether two texts are equal, in a time that tells nothing of where they differ, nor of how long the secret is. */
export function equalInConstantTime(a: string, b: string): boolean {
  return timingSafeEqual(hash('sha256', a, 'buffer'), hash('sha256', b, 'buffer'));
}

/** The same of digests, whose length everybody knows: they need not be hashed once more. */
export function equalDigests(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

/** A key: `prefix_` and the random bytes in base 32 (20 bytes: 32 characters). The prefix lets secret scanners find it. */
export function formatKey(prefix: string, random: Uint8Array): string {
  let bits = 0;
  let buffer = 0;
  let text = '';
  for (const byte of random) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet.charAt((buffer >>> bits) & 31);
    }
    buffer &= (1 << bits) - 1;
  }
  if (bits > 0) text += alphabet.charAt((buffer << (5 - bits)) & 31);
  return `${prefix}_${text}`;
}

/** What may be shown of a key: its prefix and its last four characters; nothing at all of a short one. */
export function maskKey(key: string): string {
  if (key.length < 12) return '…';
  const prefix = /^[a-z]{1,8}_/.exec(key)?.[0] ?? '';
  return `${prefix}…${key.slice(-4)}`;
}

const scrypt_cost = 16_384;

/** A password as it is stored: `scrypt$cost$salt$hash`, salt and hash in hex. Takes tens of milliseconds on purpose. */
export function hashPassword(password: string, salt: Uint8Array): string {
  const hash = scryptSync(password.normalize('NFKC'), salt, 32, { N: scrypt_cost });
  return `scrypt$${scrypt_cost}$${Buffer.from(salt).toString('hex')}$${hash.toString('hex')}`;
}

/** Whether the password is the one stored; false for a stored text that is none. */
export function isPassword(password: string, stored: string): boolean {
  const [scheme, cost, salt, hash] = stored.split('$');
  if (scheme !== 'scrypt' || cost !== String(scrypt_cost) || salt === undefined || hash === undefined)
    return false;
  return equalInConstantTime(hashPassword(password, Buffer.from(salt, 'hex')), stored);
}
