/**
 * Limits of this process, in memory, by the office's clock. Written here: rate-limiter-flexible, the kept library for
 * this, answers with promises, reads `Date.now()` and sets a timer per key, while this is asked by every request and has
 * to follow a clock that tests and the sandbox set. Several processes each allow the full rate.
 */
import { Fault } from '../../domain/faults.ts';
import type { Principal } from './principal.ts';

const minute_ms = 60_000;

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets by key, each full at first; beyond `keys_max` the one unused for longest is forgotten (full again). */
class Buckets {
  readonly #buckets = new Map<string | number, Bucket>();
  readonly #keys_max: number;

  constructor(keys_max: number) {
    this.#keys_max = keys_max;
  }

  get size(): number {
    return this.#buckets.size;
  }

  /** The bucket as it stands at `now`, or undefined when it was never touched. */
  peek(key: string | number, per_minute: number, now: number): Bucket | undefined {
    const bucket = this.#buckets.get(key);
    if (bucket === undefined) return undefined;
    // a clock that was set back gives nothing and takes nothing
    const elapsed_ms = Math.max(0, now - bucket.at);
    bucket.tokens = Math.min(per_minute, bucket.tokens + (elapsed_ms * per_minute) / minute_ms);
    bucket.at = now;
    return bucket;
  }

  take(key: string | number, per_minute: number, now: number): void {
    const bucket = this.peek(key, per_minute, now) ?? { tokens: per_minute, at: now };
    bucket.tokens = Math.max(0, bucket.tokens - 1);
    // put back at the end: the map's order is the order of use
    this.#buckets.delete(key);
    this.#buckets.set(key, bucket);
    if (this.#buckets.size <= this.#keys_max) return;
    for (const oldest of this.#buckets.keys()) {
      this.#buckets.delete(oldest);
      break;
    }
  }
}

/** Sums of fractions may lack this much of a whole token. */
const rounding = 1e-6;

/** Throws when less than one token is left. */
function requireToken(bucket: Bucket | undefined, per_minute: number): void {
  if (bucket === undefined || bucket.tokens >= 1 - rounding) return;
  const retry_after_ms = Math.max(1, Math.ceil(((1 - rounding - bucket.tokens) * minute_ms) / per_minute));
  throw new Fault('rate_limited', { retry_after_ms });
}

export interface CallLimiter {
  /** Counts one call; throws `rate_limited` with `retry_after_ms`. A refused call is not counted. */
  (credential: Pick<Principal, 'credential_id' | 'calls_per_minute'>, now: number): void;
  /** the credentials remembered */
  size(): number;
}

/**
 * Calls a minute of each credential: its own `calls_per_minute`, else `calls_per_minute_default` (null: no limit). A
 * whole minute's calls may come at once; after that they come at the rate.
 */
export function createCallLimiter(options: {
  readonly calls_per_minute_default: number | null;
  readonly credentials_max?: number;
}): CallLimiter {
  const buckets = new Buckets(options.credentials_max ?? 10_000);
  const count = (credential: Pick<Principal, 'credential_id' | 'calls_per_minute'>, now: number): void => {
    const per_minute = credential.calls_per_minute ?? options.calls_per_minute_default;
    if (per_minute === null) return;
    requireToken(buckets.peek(credential.credential_id, per_minute, now), per_minute);
    buckets.take(credential.credential_id, per_minute, now);
  };
  return Object.assign(count, { size: () => buckets.size });
}

export interface Caller {
  readonly dialect: string;
  readonly public_name?: string | undefined;
  /** IP address of the client, behind a trusted proxy that of the proxy's client */
  readonly address: string;
}

export interface WrongKeyLimiter {
  /** Before a key is looked at: throws `rate_limited` with `retry_after_ms` after too many wrong ones. */
  check(caller: Caller, now: number): void;
  /** After a key was wrong. */
  wrong(caller: Caller, now: number): void;
  size(): number;
}

/** Wrong keys a minute by dialect, public name and network; beyond them even the right key has to wait. */
export function createWrongKeyLimiter(
  options: { readonly wrong_keys_per_minute?: number; readonly callers_max?: number } = {},
): WrongKeyLimiter {
  const { wrong_keys_per_minute = 10, callers_max = 10_000 } = options;
  const buckets = new Buckets(callers_max);
  return {
    check(caller, now) {
      const bucket = buckets.peek(keyOf(caller), wrong_keys_per_minute, now);
      requireToken(bucket, wrong_keys_per_minute);
    },
    wrong: (caller, now) => buckets.take(keyOf(caller), wrong_keys_per_minute, now),
    size: () => buckets.size,
  };
}

const name_chars_kept = 100;

function keyOf(caller: Caller): string {
  const name = (caller.public_name ?? '').slice(0, name_chars_kept);
  return `${caller.dialect} ${networkOf(caller.address)} ${name}`;
}

/** An IPv6 client has 2⁶⁴ addresses to itself, so its first half counts; IPv4 (mapped or not) counts whole. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!address.includes(':')) return address.slice(0, name_chars_kept);
  const [head = '', tail] = (address.split('%')[0] ?? '').toLowerCase().split('::');
  const groups = head === '' ? [] : head.split(':');
  const ending = tail === undefined || tail === '' ? [] : tail.split(':');
  if (tail !== undefined) {
    groups.push(...Array<string>(Math.max(0, 8 - groups.length - ending.length)).fill('0'), ...ending);
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':');
}
