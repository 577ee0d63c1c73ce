import { Fault } from '../../domain/faults.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Tx } from '../../store/transaction.ts';
import type { TicketRow } from './orders.ts';

/** What a pack is made of, by the price that sells it. */
export interface PartOf {
  readonly offer_id: number;
  readonly minimum: number;
  readonly maximum: number;
}

const selectParts = lastingStatement<{ pack_price_id: number }, PartOf>((db, slot) =>
  db
    .selectFrom('pack_part')
    .select(['offer_id', 'minimum', 'maximum'])
    .where('pack_price_id', '=', slot('pack_price_id')),
);

/** None for a price that is no pack, and for one that takes anything. */
export function partsOf(tx: Tx, pack_price_id: number): Promise<PartOf[]> {
  return tx.run(selectParts, { pack_price_id });
}

/** Throws `pack_incomplete` when a pack among the live tickets of an order lacks a part that it is made of. */
export async function assertPacksComplete(tx: Tx, live: readonly TicketRow[]): Promise<void> {
  for (const { id: main_ticket_id, price_id } of live) {
    const parts = price_id === null ? [] : await partsOf(tx, price_id);
    if (parts.length === 0) continue;
    const inside = live.filter((leaf) => leaf.main_ticket_id === main_ticket_id);
    for (const { offer_id, minimum } of parts) {
      const units = inside.filter((leaf) => leaf.offer_id === offer_id).length;
      if (units < minimum) throw new Fault('pack_incomplete', { offer_id, minimum, units });
    }
  }
}
