import { randomBytes } from 'node:crypto';
import type { Surroundings } from '../store/transaction.ts';

/** The clock and the randomness of the machine. */
export const realSurroundings: Surroundings = {
  now: () => Date.now(),
  random: (bytes) => randomBytes(bytes),
};
