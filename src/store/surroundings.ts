import { randomFillSync } from 'node:crypto';
import type { Surroundings } from './transaction.ts';

const pool_bytes = 8192;

/**
 * The real clock and the system's randomness. Random bytes are fetched many at a time: a sale asks for a few of them
 * several times, and each call to the system costs more than the bytes.
 */
export function systemSurroundings(): Surroundings {
  const pool = new Uint8Array(pool_bytes);
  let next = pool_bytes;
  return {
    now: () => Date.now(),
    random(bytes) {
      if (bytes > pool_bytes) return randomFillSync(new Uint8Array(bytes));
      if (next + bytes > pool_bytes) {
        randomFillSync(pool);
        next = 0;
      }
      const out = pool.slice(next, next + bytes);
      // what was given out is not kept
      pool.fill(0, next, next + bytes);
      next += bytes;
      return out;
    },
  };
}
