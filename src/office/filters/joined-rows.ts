/** A ticket's row with one of its codes: the issuer of our own is ''. */
interface Coded {
  readonly id: number;
  code: string | null;
  issuer: string | null;
}

/**
 * Rows of tickets that are joined with what one of them may have several of (entitlements, codes), in the order of the
 * tickets: each is one row again. Of the codes of several issuers our own is kept; `add` joins the rest.
 */
export function oneRowEach<T extends Coded>(
  lists: readonly unknown[][],
  rowOf: (values: unknown[]) => T,
  add: (row: T, other: T) => void,
): T[] {
  const rows: T[] = [];
  for (const values of lists) {
    const row = rowOf(values);
    const last = rows.at(-1);
    if (last?.id !== row.id) {
      rows.push(row);
      continue;
    }
    add(last, row);
    if (last.issuer !== '' && row.issuer === '') {
      last.code = row.code;
      last.issuer = '';
    }
  }
  return rows;
}
