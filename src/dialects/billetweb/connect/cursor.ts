/**
 * Until when everything was asked for. BilletWeb tells changes by `last_update`, to the second, and shows some of them a
 * little later than it dates them. So a pull right after another asks for the seconds since; one that comes later asks again
 * from where everything was old enough to be shown for sure.
 */
export interface Cursor {
  /** when the last pull began, ms */
  readonly asked_at: number;
  /** changes up to here were asked for when they were at least the overlap old, ms */
  readonly settled_at: number;
  /** when that was, ms */
  readonly settled_by: number;
}

const just_before_ms = 1_000;

/** Where a pull begins, ms; undefined: at the beginning of everything. */
export function beginOf(cursor: Cursor | undefined, now: number, overlap_ms: number): number | undefined {
  if (cursor === undefined) return undefined;
  const again = now - cursor.settled_by >= overlap_ms || now < cursor.asked_at;
  return Math.max(0, (again ? cursor.settled_at : cursor.asked_at) - just_before_ms);
}

/** The cursor after a pull that began `now`. */
export function cursorAfter(
  cursor: Cursor | undefined,
  now: number,
  { overlap_ms, full }: { readonly overlap_ms: number; readonly full: boolean },
): string {
  const again =
    full || cursor === undefined || now - cursor.settled_by >= overlap_ms || now < cursor.asked_at;
  const next: Cursor = again
    ? { asked_at: now, settled_at: now - overlap_ms, settled_by: now }
    : { asked_at: now, settled_at: cursor.settled_at, settled_by: cursor.settled_by };
  return JSON.stringify(next);
}

/** Undefined for text that is no cursor of ours: then everything is pulled. */
export function readCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const read = JSON.parse(text) as Partial<Record<keyof Cursor, unknown>> | null;
    const { asked_at, settled_at, settled_by } = read ?? {};
    const whole = [asked_at, settled_at, settled_by].every((value) => Number.isSafeInteger(value));
    return whole ? ({ asked_at, settled_at, settled_by } as Cursor) : undefined;
  } catch {
    return undefined;
  }
}
