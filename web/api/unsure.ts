/** Writes whose answer has not come: whether they were done is not known, and they are sent again under the same key. */

export interface Unsure {
  /** the input as JSON */
  readonly text: string;
  readonly idempotency_key: string;
}

export function keptUnsure(kept_as: string): Unsure | undefined {
  const kept = sessionStorage.getItem(kept_as);
  return kept === null ? undefined : (JSON.parse(kept) as Unsure);
}

export function keepUnsure(kept_as: string, write: Unsure | undefined): void {
  if (write === undefined) sessionStorage.removeItem(kept_as);
  else sessionStorage.setItem(kept_as, JSON.stringify(write));
}
