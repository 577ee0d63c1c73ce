import { sql, type RawBuilder } from 'kysely';
import type { Rx } from '../../store/transaction.ts';
import { page_lines, type JournalQueries } from './journal-stretch.ts';

const line_feed = sql.lit('\n');

/** A line as it is stored: its text, as domain/journal.ts writes it, put together by the database. */
export type StoredLine = readonly [canonical: string, hash: string, signature: string | null];

/** Nothing for null, which `concat_ws` leaves out. PostgreSQL wants a text for it; SQLite takes long to make one. */
const orNothing: Readonly<Record<Rx['engine'], (column: string) => RawBuilder<unknown>>> = {
  sqlite: (column) => sql`ifnull(${sql.ref(column)}, '')`,
  postgres: (column) => sql`coalesce(cast(${sql.ref(column)} as text), '')`,
};

/** A line's fields. `format` would end a text at a character 0 on SQLite, and let what was put behind it pass. */
function fieldsOn(engine: Rx['engine']): RawBuilder<unknown> {
  const about = ['counter_session_id', 'order_id', 'refund_id', 'payment_mode_id', 'method'];
  return sql`"counter_id", "number", "recorded_at", "kind", ${sql.join(about.map(orNothing[engine]))},
    "amount", "sold_total", "returned_total", "content"`;
}

/** Lines with their hashes, joined. SQLite reads them along the key, and so in its order; were it not, the hashes would say so. */
function joinedOn(engine: Rx['engine']): RawBuilder<unknown> {
  const line = sql`concat_ws('|', ${fieldsOn(engine)}, "hash")`;
  return engine === 'sqlite'
    ? sql`cast(group_concat(${line}, ${line_feed}) as blob)`
    : sql`convert_to(string_agg(${line}, ${line_feed} order by "number"), 'UTF8')`;
}

/** The questions of a stretch as SQL, for a thread that has no query builder. */
export function journalQueries({ db, engine }: Rx): JournalQueries {
  // values stand for the parameters: of each query in this order
  const lines = db
    .selectFrom('journal_line')
    .where('counter_id', '=', 1)
    .where('number', '>', 2)
    .where('number', '<=', 3);
  return {
    run: lines
      .select((of) => [
        joinedOn(engine).as('bytes'),
        of.fn.countAll().as('lines'),
        of.fn.count('signature').as('signed'),
        sql`sum(octet_length("hash"))`.as('hash_bytes'),
      ])
      .compile().sql,
    signatures: lines.select(['number', 'signature']).where('signature', 'is not', null).compile().sql,
    before: lines.select(['number', 'hash', 'sold_total', 'returned_total']).compile().sql,
  };
}

/** The lines of a counter after a number, up to a last one where it is given; a page at a time. */
export async function storedLines(
  rx: Rx,
  counter_id: number,
  after: number,
  last?: number,
): Promise<StoredLine[]> {
  let query = rx.db
    .selectFrom('journal_line')
    .select([sql<string>`concat_ws('|', ${fieldsOn(rx.engine)})`.as('line'), 'hash', 'signature'])
    .where('counter_id', '=', counter_id)
    .where('number', '>', after)
    .orderBy('number')
    .limit(page_lines);
  if (last !== undefined) query = query.where('number', '<=', last);
  // three columns are selected, of these types
  return (await rx.lists(query)) as unknown as StoredLine[];
}
