import { isFault } from '../domain/faults.ts';
import { whyNotTaken, type WhyNotTaken } from '../domain/why-not-taken.ts';

/** Why a record of a vendor's could not be read: by its code where a fault says it. */
export function unread(error: unknown): Pick<WhyNotTaken, 'reason'> & Partial<WhyNotTaken> {
  if (isFault(error)) return whyNotTaken(error);
  return { reason: error instanceof Error ? error.message : String(error) };
}
