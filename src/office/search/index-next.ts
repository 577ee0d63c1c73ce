/**
 * Keeps what people search for, by following the seals of the ledger: whatever is changed is named there, in the order in
 * which it was committed. A change is found about two seconds after it was made.
 */
import type { Kysely } from 'kysely';
import { foldText, personTerms } from '../../domain/search-terms.ts';
import { ByIds } from '../../store/by-ids.ts';
import type { Tables } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { putTerms, type Findable } from './terms.ts';

const cursor_key = 'search.cursor';
/** orders of one customer that are looked at when the customer changes */
const orders_per_customer_max = 1_000;

/** Up to which row under which seal of the chain the ledger was followed. */
interface Cursor {
  readonly seal: number;
  readonly row: number;
}

const start: Cursor = { seal: 0, row: 0 };

/** Follows the ledger for `limit` rows of one seal at most; gives 0 when there is nothing more. Processes that come at once wait for each other. */
export async function indexNext(tx: Tx, input: { readonly limit: number }): Promise<number> {
  // most turns find nothing: they write nothing, and a disk at rest stays at rest
  if ((await sealAt(tx, await keptCursor(tx))) === undefined) return 0;
  const cursor = await takeCursor(tx);
  const seal = await sealAt(tx, cursor);
  if (seal === undefined) return 0;
  const from = seal.position === cursor.seal ? cursor.row : 0;
  const rows = await tx.db
    .selectFrom('ledger')
    .select(['subject_kind', 'subject_id', 'seal_position'])
    .where('seal_id', '=', seal.id)
    .where('seal_position', '>', from)
    .orderBy('seal_position')
    .limit(input.limit)
    .execute();
  const idsOf = (kind: string): number[] => [
    ...new Set(rows.flatMap((row) => (row.subject_kind === kind ? [row.subject_id] : []))),
  ];
  await indexCustomers(tx, idsOf('customer'));
  await indexOrders(tx, idsOf('order'));
  await indexTickets(tx, { ids: idsOf('ticket') });
  const last = rows.at(-1)?.seal_position ?? seal.row_count;
  await moveCursor(tx, { seal: seal.position, row: last });
  // whether there is another seal is seen the next time
  return input.limit;
}

/** As it stands, for a first look. */
async function keptCursor(rx: Rx): Promise<Cursor> {
  const row = await rx.db.selectFrom('meta').select('value').where('key', '=', cursor_key).executeTakeFirst();
  return row === undefined ? start : (JSON.parse(row.value) as Cursor);
}

/** Locked until the transaction ends. */
async function takeCursor(tx: Tx): Promise<Cursor> {
  const row = await tx.db
    .insertInto('meta')
    .values({ key: cursor_key, value: JSON.stringify(start) })
    // an update locks the row on PostgreSQL and gives its latest value
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: (eb) => eb.ref('meta.value') }))
    .returning('value')
    .executeTakeFirstOrThrow();
  return JSON.parse(row.value) as Cursor;
}

async function moveCursor(tx: Tx, cursor: Cursor): Promise<void> {
  await tx.db
    .updateTable('meta')
    .set({ value: JSON.stringify(cursor) })
    .where('key', '=', cursor_key)
    .execute();
}

/** The seal that is not done yet. */
async function sealAt(rx: Rx, { seal, row }: Cursor) {
  return rx.db
    .selectFrom('ledger_seal')
    .select(['id', 'position', 'row_count'])
    .where((is) =>
      is.or([is('position', '>', seal), is.and([is('position', '=', seal), is('row_count', '>', row)])]),
    )
    .where('position', '>=', seal)
    .orderBy('position')
    .limit(1)
    .executeTakeFirst();
}

/** With a customer, the orders: of a ticket only what is not the customer's is kept. */
async function indexCustomers(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.db
    .selectFrom('customer')
    .select(['id', 'organizer_id', 'first_name', 'last_name', 'email', 'company', 'erased_at'])
    .where('id', 'in', ids)
    .execute();
  const found = rows.map((row): Findable => {
    const { id, organizer_id, company } = row;
    const terms = row.erased_at === null ? [...personTerms(row), ...filled(foldText(company))] : [];
    return { id, organizer_id, terms };
  });
  await putTerms(tx, 'customer', found);
  for (const { id } of rows) {
    const orders = await tx.db
      .selectFrom('order')
      .select('id')
      .where('customer_id', '=', id)
      .orderBy('id', 'desc')
      .limit(orders_per_customer_max)
      .execute();
    await indexTickets(tx, { order_ids: orders.map((order) => order.id) });
  }
}

async function indexOrders(tx: Tx, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await tx.db
    .selectFrom('order')
    .select(['id', 'organizer_id', 'label'])
    .where('id', 'in', ids)
    .execute();
  const found = rows.map(({ label, ...row }): Findable => ({ ...row, terms: filled(foldText(label)) }));
  await putTerms(tx, 'order', found);
  await indexTickets(tx, { order_ids: ids });
}

const namedTickets = (db: Kysely<Tables>) =>
  db
    .selectFrom('ticket as t')
    .innerJoin('order as o', 'o.id', 't.order_id')
    .leftJoin('customer as c', 'c.id', 'o.customer_id')
    .select([
      't.id',
      't.organizer_id',
      't.holder_first_name as first_name',
      't.holder_last_name as last_name',
      't.holder_email as email',
      't.foreign_ref',
      'c.first_name as customer_first_name',
      'c.last_name as customer_last_name',
      'c.email as customer_email',
    ]);

const ticketsNamed = new ByIds((db, ids) => namedTickets(db).where('t.id', 'in', ids));
const ticketsOfOrders = new ByIds((db, ids) => namedTickets(db).where('t.order_id', 'in', ids));

async function indexTickets(
  tx: Tx,
  of: { readonly ids: readonly number[] } | { readonly order_ids: readonly number[] },
): Promise<void> {
  const rows =
    'ids' in of ? await ticketsNamed.read(tx, of.ids) : await ticketsOfOrders.read(tx, of.order_ids);
  const found = rows.map((row): Findable => {
    const customers = new Set(
      personTerms({
        first_name: row.customer_first_name ?? '',
        last_name: row.customer_last_name ?? '',
        email: row.customer_email ?? '',
      }),
    );
    const own = personTerms(row).filter((term) => !customers.has(term));
    return {
      id: row.id,
      organizer_id: row.organizer_id,
      terms: [...own, ...filled(foldText(row.foreign_ref ?? ''))],
    };
  });
  await putTerms(tx, 'ticket', found);
}

const filled = (term: string): string[] => (term === '' ? [] : [term]);
