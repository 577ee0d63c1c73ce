/** What a pack with a price of its own makes of the prices of its parts. */
import { splitExactly } from '../../domain/money.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { findOffer } from './offers.ts';
import { isLive, type TicketRow } from './orders.ts';
import { releaseDrawn, releasePools, takePools } from './pools.ts';
import { insertLine } from './rows.ts';

/**
 * Spreads a pack's price over its leaves by what they cost alone, to the minor unit. Money sits on the leaves: the main
 * ticket itself costs nothing once there is one. A code that lowered a leaf's own price has its use back.
 */
export async function spreadPrice(
  tx: Tx,
  amount: number,
  main: TicketRow,
  leaves: readonly TicketRow[],
): Promise<void> {
  const weights: number[] = [];
  for (const { offer_id, organizer_id } of leaves)
    weights.push(offer_id === null ? 0 : (await findOffer(tx, organizer_id, offer_id)).amount);
  const even = weights.every((weight) => weight === 0);
  const shares = splitExactly(amount, even ? weights.map(() => 1) : weights);
  await setCharged(tx, main.id, 0);
  for (const [index, leaf] of leaves.entries()) {
    await leaveCode(tx, leaf);
    await setCharged(tx, leaf.id, shares[index] ?? 0);
  }
}

async function setCharged(tx: Tx, id: number, charged_amount: number): Promise<void> {
  await tx.db
    .updateTable('ticket')
    .set({ charged_amount, updated_at: tx.now })
    .where('id', '=', id)
    .execute();
}

/** Among tickets of one order, the leaves whose price is a share of their pack's: nothing changes it but the pack. */
export async function pricedByPack(
  rx: Rx,
  organizer_id: number,
  tickets: readonly TicketRow[],
): Promise<Set<number>> {
  const mains = new Set(tickets.flatMap(({ main_ticket_id }) => main_ticket_id ?? []));
  const priced = new Set<number>();
  for (const { id, offer_id } of tickets) {
    if (offer_id === null || !mains.has(id)) continue;
    if ((await findOffer(rx, organizer_id, offer_id)).amount > 0) priced.add(id);
  }
  return new Set(tickets.flatMap(({ id, main_ticket_id }) => (priced.has(main_ticket_id ?? 0) ? [id] : [])));
}

/** The ticket has no code any more, whose use is free again. Other tickets of its line keep theirs: it has a line of its own then. */
async function leaveCode(tx: Tx, ticket: TicketRow): Promise<void> {
  const line = await tx.db
    .selectFrom('order_line')
    .selectAll()
    .where('id', '=', ticket.order_line_id)
    .executeTakeFirstOrThrow();
  if (line.promo_code_id === null) return;
  const code = await tx.db
    .selectFrom('promo_code')
    .select('pool_id')
    .where('id', '=', line.promo_code_id)
    .executeTakeFirstOrThrow();
  const others = await tx.db
    .selectFrom('ticket')
    .select(['id', 'state'])
    .where('order_line_id', '=', line.id)
    .where('id', '!=', ticket.id)
    .execute();
  const order_line_id = others.some(isLive) ? await ownLine(tx, ticket, line, code.pool_id) : line.id;
  if (order_line_id === line.id) {
    await releaseDrawn(tx, { order_line_id, pool_id: code.pool_id });
    await tx.db
      .updateTable('order_line')
      .set({ promo_code_id: null, discount_id: null, charged_amount: line.listed_amount })
      .where('id', '=', line.id)
      .execute();
  }
  await tx.db
    .updateTable('ticket')
    .set({ order_line_id, promo_code_id: null, updated_at: tx.now })
    .where('id', '=', ticket.id)
    .execute();
}

/** A line for one ticket of a line, with what that one drew, except of the code's uses. */
async function ownLine(
  tx: Tx,
  ticket: TicketRow,
  line: Row<'order_line'>,
  code_pool: number,
): Promise<number> {
  const id = await tx.id();
  await tx.run(insertLine, {
    ...line,
    id,
    quantity: 1,
    charged_amount: line.listed_amount,
    promo_code_id: null,
    discount_id: null,
  });
  await tx.db
    .updateTable('order_line')
    .set({ quantity: line.quantity - 1 })
    .where('id', '=', line.id)
    .execute();
  const drawn = await tx.db
    .selectFrom('pool_draw')
    .select(['pool_id', 'allotment_id'])
    .where('order_line_id', '=', line.id)
    .where('pool_id', '!=', code_pool)
    .where('units', '>', 0)
    .execute();
  await releasePools(tx, [{ order_line_id: ticket.order_line_id, units: 1 }]);
  const draws = drawn.map((draw) => ({ ...draw, order_line_id: id, units: 1 }));
  // what is taken already is a fact, whatever the capacity is by now
  await takePools(tx, draws, 'alarm');
  return id;
}
