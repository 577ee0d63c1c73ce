import { Fault } from '../../domain/faults.ts';
import type { RowValues } from '../../domain/sheet-fields.ts';
import type { Tx } from '../../store/transaction.ts';

/** `made` and `changed` are news; `unchanged` was here already, as the row says it. */
export type RowOutcome = 'made' | 'changed' | 'unchanged';

export type TakeRow = (
  tx: Tx,
  owner: { readonly organizer_id: number },
  values: RowValues,
) => Promise<RowOutcome>;

export function text(values: RowValues, name: string): string {
  return String(values[name] ?? '');
}

export function number(values: RowValues, name: string): number | undefined {
  const value = values[name];
  return typeof value === 'number' ? value : undefined;
}

/** What is wrong with a cell once others are known. */
export function wrong(field: string, code: string): Fault {
  return new Fault('invalid_input', { field, code });
}

/** Whether a row of a table is another after than before. */
export function differs(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) !== JSON.stringify(after);
}

/** The only one of what was found by a name; undefined for none. Throws what is wrong with the field where there are several. */
export function onlyOne<T>(field: string, found: readonly T[]): T | undefined {
  if (found.length > 1) throw wrong(field, 'several');
  return found[0];
}
