import { Fault } from '../../domain/faults.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { chunked, erasedColumns, reachedRows, reachedTables, type ReachedTable } from './personal-data.ts';

/** What erasing a customer would do. */
export interface ErasePreview {
  /** what goes: the columns that are blanked, and in how many rows they stand; tables without any are left out */
  readonly goes: readonly {
    readonly table: ReachedTable;
    readonly rows: number;
    readonly columns: readonly string[];
  }[];
  /** what must stay, without a name: the books, and the chain that proves them */
  readonly stays: {
    readonly orders: number;
    readonly tickets: number;
    readonly payments: number;
    readonly refunds: number;
    readonly scans: number;
    /** with digests in place of words, whose salt goes */
    readonly ledger_rows: number;
  };
  /** tickets of theirs that still let in: they go on doing so, and nobody can be told of a change any more */
  readonly valid_tickets: number;
}

/** Throws `not_found`, for one who was erased too. */
export async function previewErase(
  rx: Rx,
  { organizer_id, customer_id }: { readonly organizer_id: number; readonly customer_id: number },
): Promise<ErasePreview> {
  const customer = await rx.db
    .selectFrom('customer')
    .selectAll()
    .where('id', '=', customer_id)
    .where('organizer_id', '=', organizer_id)
    .where('erased_at', 'is', null)
    .executeTakeFirst();
  if (customer === undefined) throw new Fault('not_found', { kind: 'customer', id: customer_id });
  const reached = await reachedRows(rx, customer);
  const goes = reachedTables.flatMap((table) => {
    const rows = reached[table].length;
    return rows === 0 ? [] : [{ table, rows, columns: erasedColumns(table) }];
  });
  const stays = {
    orders: reached.order.length,
    tickets: reached.ticket.length,
    payments: reached.payment.length,
    refunds: reached.refund.length,
    scans: reached.scan.length,
    ledger_rows: await ledgerRows(rx, customer, reached.order, reached.ticket),
  };
  return { goes, stays, valid_tickets: await validTickets(rx, reached.ticket) };
}

async function ledgerRows(
  rx: Rx,
  { id }: Row<'customer'>,
  orders: readonly number[],
  tickets: readonly number[],
): Promise<number> {
  let many = 0;
  for (const [kind, ids] of [
    ['customer', [id]],
    ['order', orders],
    ['ticket', tickets],
  ] as const) {
    for (const chunk of chunked(ids)) {
      const { rows } = await rx.db
        .selectFrom('ledger')
        .select((eb) => eb.fn.countAll<number>().as('rows'))
        .where('subject_kind', '=', kind)
        .where('subject_id', 'in', chunk)
        .executeTakeFirstOrThrow();
      many += rows;
    }
  }
  return many;
}

async function validTickets(rx: Rx, ids: readonly number[]): Promise<number> {
  let many = 0;
  for (const chunk of chunked(ids)) {
    const { rows } = await rx.db
      .selectFrom('ticket')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .where('id', 'in', chunk)
      .where('state', '=', 'valid')
      .executeTakeFirstOrThrow();
    many += rows;
  }
  return many;
}
