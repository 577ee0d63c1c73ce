import { isFault } from '../domain/faults.ts';
import { whyNotTaken } from '../domain/why-not-taken.ts';
import type { RefusedRecord } from '../hub/port.ts';

/** Why a record of a vendor's could not be read: by its code where a fault says it. */
export function unread(error: unknown): Pick<RefusedRecord, 'reason' | 'why'> {
  if (isFault(error)) return whyNotTaken(error);
  return { reason: error instanceof Error ? error.message : String(error) };
}
