/**
 * Tells those who remember credentials that some have changed. One count for the process: changes are rare, and a use
 * case knows its transaction but not its store, so what every store remembers is dropped.
 */

/** How long a command may take from such a change to its commit; until then, what is read may be what was before. */
const settling_ms = 5000;

let changes = 0;
let changed_at = -Infinity;

/** Called by each use case that issues or revokes credentials or changes whom they reach, after it has written. */
export function noteCredentialChange(): void {
  changes += 1;
  changed_at = performance.now();
}

/** How many changes there were in this process. */
export function credentialChanges(): number {
  return changes;
}

/** Whether what is read at an instant of the monotonic clock has every change of this process in it. */
export function changesHaveSettled(at: number): boolean {
  return at - changed_at >= settling_ms;
}
