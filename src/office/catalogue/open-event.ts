import type { Tx } from '../../store/transaction.ts';
import { createEvent } from './event.ts';
import { createPrice } from './price.ts';
import { putOnSale } from './put-on-sale.ts';
import { anySeats } from './zones-of-hall.ts';
import { createSession } from './session.ts';

export interface EventPlan {
  readonly organizer_id: number;
  readonly name: string;
  readonly description?: string | undefined;
  readonly venue_id?: number | null | undefined;
  /** where all of its sessions take place */
  readonly hall_id?: number | null | undefined;
  readonly published: boolean;
  readonly sessions: readonly {
    readonly name?: string | undefined;
    readonly starts_at: number;
    readonly ends_at?: number | null | undefined;
    readonly doors_open_at?: number | null | undefined;
    readonly capacity?: number | null | undefined;
  }[];
  readonly prices: readonly {
    readonly name: string;
    readonly amount: number;
    readonly vat_bp?: number | undefined;
    /** in each session */
    readonly quota?: number | null | undefined;
  }[];
}

/** An event with its sessions, each price on sale in each session (zone by zone in a hall), in one step. */
export async function openEvent(
  tx: Tx,
  plan: EventPlan,
): Promise<{ event_id: number; session_ids: number[]; price_ids: number[] }> {
  const { organizer_id, name, description, venue_id, hall_id, published } = plan;
  const starts = plan.sessions.map(({ starts_at }) => starts_at);
  const ends = plan.sessions.map(({ starts_at, ends_at }) => ends_at ?? starts_at);
  const event_id = await createEvent(tx, {
    ...{ organizer_id, name, description, venue_id },
    status: published ? 'published' : 'draft',
    starts_at: Math.min(...starts),
    ends_at: Math.max(...ends),
  });
  // a seat is sold once: who names none gets the best that is left
  const seated = typeof hall_id === 'number' && (await anySeats(tx, [hall_id]));
  const product_type = seated ? 'numbered_seat' : undefined;
  const price_ids: number[] = [];
  for (const [position, { name, amount, vat_bp }] of plan.prices.entries()) {
    price_ids.push(
      await createPrice(tx, { organizer_id, event_id, name, amount, vat_bp, position, product_type }),
    );
  }
  const session_ids: number[] = [];
  for (const { capacity = null, ...session } of plan.sessions) {
    const session_id = await createSession(tx, { organizer_id, event_id, hall_id, ...session });
    session_ids.push(session_id);
    const prices = price_ids.map((price_id, index) => ({
      price_id,
      quota: plan.prices[index]?.quota ?? null,
    }));
    await putOnSale(tx, { organizer_id, session_id, prices, capacity });
  }
  return { event_id, session_ids, price_ids };
}
