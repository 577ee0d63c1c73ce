import { setImmediate as breathe } from 'node:timers/promises';
import type { Rx } from '../../store/transaction.ts';
import { admissionsCheck } from './admissions.ts';
import { finder, type Check, type Finding } from './check.ts';
import { journalsCheck } from './journals.ts';
import { ledgerCheck } from './ledger.ts';
import { linksCheck } from './links.ts';
import { ordersCheck } from './orders.ts';
import { outboxCheck } from './outbox.ts';
import { poolsCheck } from './pools.ts';
import { referencesCheck } from './references.ts';
import { refundsCheck } from './refunds.ts';
import { seatsCheck } from './seats.ts';
import { servedIdsCheck } from './served-ids.ts';
import { storageCheck } from './storage.ts';
import { ticketsCheck } from './tickets.ts';

/** Every check, in the order in which they are made: what others build on comes first. */
export const checks: readonly Check[] = [
  storageCheck,
  referencesCheck,
  poolsCheck,
  seatsCheck,
  ordersCheck,
  refundsCheck,
  ticketsCheck,
  admissionsCheck,
  linksCheck,
  servedIdsCheck,
  outboxCheck,
  journalsCheck,
  ledgerCheck,
];

export interface ExamineOptions {
  /** ms, by the engine's clock */
  readonly now: number;
  /** `part` of the whole, from 0 to 1, and the check that runs */
  readonly onProgress?: (progress: { part: number; check: Check }) => void;
}

/**
 * Looks at everything that must always hold (DESIGN.md, "What always holds") and says what does not. Nothing is changed and
 * nothing is locked. A healthy database gives no finding.
 */
export async function examine(rx: Rx, options: ExamineOptions): Promise<Finding[]> {
  const { now, onProgress } = options;
  const findings: Finding[] = [];
  for (const [index, check] of checks.entries()) {
    const progress = (part: number): void => onProgress?.({ part: (index + part) / checks.length, check });
    progress(0);
    findings.push(...(await check.run(rx, { now, found: finder(check), progress })));
    progress(1);
    await breathe();
  }
  return findings;
}
