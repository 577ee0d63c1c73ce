import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** Where a database is, for a thread that reads it over a connection of its own. */
export type Whereabouts =
  | { readonly engine: 'sqlite'; readonly file: string }
  | { readonly engine: 'postgres'; readonly url: string };

/** Runs a query and gives rows as arrays; bigints of PostgreSQL come as text. */
export type Lists = (
  sql: string,
  parameters: readonly unknown[],
) => readonly unknown[][] | Promise<readonly unknown[][]>;

export interface ListReader {
  readonly lists: Lists;
  close(): void | Promise<void>;
}

const timeout_ms = 60_000;

/** A connection that reads and nothing else, a few queries many times: each is prepared once. It is light: a thread that is to start at once loads nothing more. */
export async function openListReader(whereabouts: Whereabouts): Promise<ListReader> {
  if (whereabouts.engine === 'sqlite') return readFile(whereabouts.file);
  const { default: pg } = await import('pg');
  const client = new pg.Client({
    connectionString: whereabouts.url,
    statement_timeout: timeout_ms,
    connectionTimeoutMillis: timeout_ms,
  });
  // a connection that dies is told of by the next query
  client.on('error', () => undefined);
  await client.connect();
  return {
    lists: async (text, parameters) =>
      (await client.query<unknown[]>({ text, values: [...parameters], rowMode: 'array' })).rows,
    close: () => client.end(),
  };
}

function readFile(file: string): ListReader {
  const database = new DatabaseSync(file, { timeout: 5000, readOnly: true });
  const kept = new Map<string, StatementSync>();
  const prepared = (sql: string): StatementSync => {
    const known = kept.get(sql);
    if (known !== undefined) return known;
    const statement = database.prepare(sql);
    statement.setReturnArrays(true);
    kept.set(sql, statement);
    return statement;
  };
  const lists: Lists = (sql, parameters) => {
    const statement = prepared(sql);
    // `all` is typed for rows as objects alone
    return statement.all(...(parameters as SQLInputValue[])) as unknown as unknown[][];
  };
  return { lists, close: () => database.close() };
}
