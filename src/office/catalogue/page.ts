import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';

/** A page of a list: `after` is what the page before gave as `next`; `limit` rows, `limits.page_rows_max` at most. */
export interface PageRequest {
  readonly after?: number | undefined;
  readonly limit?: number | undefined;
}

export interface Page<T> {
  readonly rows: T[];
  /** null: this was the last page */
  readonly next: number | null;
}

/** Throws `invalid_input` for a limit out of 1…`limits.page_rows_max`. */
export function pageLimit(request: { readonly limit?: number | undefined }): number {
  const limit = request.limit ?? limits.page_rows_default;
  if (!Number.isSafeInteger(limit) || limit < 1 || limit > limits.page_rows_max) {
    throw new Fault('invalid_input', { field: 'limit', most: limits.page_rows_max });
  }
  return limit;
}

/** A page out of `limit + 1` rows read: the one too many says that there is a next page. */
export function pageOf<T extends { readonly id: number }>(read: readonly T[], limit: number): Page<T> {
  const rows = read.slice(0, limit);
  return { rows, next: read.length > limit ? (rows.at(-1)?.id ?? null) : null };
}

/** The values of a filter; throws `invalid_input` beyond `limits.filter_values_max`. An empty one finds nothing. */
export function filterValues<T>(field: string, values: readonly T[]): T[] {
  if (values.length > limits.filter_values_max) {
    throw new Fault('invalid_input', { field, most: limits.filter_values_max });
  }
  // an empty list is no SQL on PostgreSQL, and nothing equals null
  return values.length === 0 ? [null as T] : [...new Set(values)];
}
