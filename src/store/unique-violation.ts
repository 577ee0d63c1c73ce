/** Extended result codes of SQLite: a unique index, a primary key. */
const sqliteUnique = new Set([2067, 1555]);
const postgresUnique = '23505';

/** Whether a statement failed because a row with the same key is there. The command's transaction is lost then. */
export function isUniqueViolation(error: unknown): boolean {
  const { code, errcode } = (error ?? {}) as { code?: unknown; errcode?: unknown };
  return code === postgresUnique || (typeof errcode === 'number' && sqliteUnique.has(errcode));
}
