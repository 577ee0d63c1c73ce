import type { Rx, Tx } from '../../store/transaction.ts';
import { createOffer } from './offer.ts';
import { createPack, type NewPackPart } from './pack.ts';
import { createPool, sessionPools } from './pool.ts';
import { createPrice } from './price.ts';
import { putOnSale } from './put-on-sale.ts';
import { ownRow } from './rows.ts';
import { anySeats } from './zones-of-hall.ts';

export interface NewPriceOnSale {
  readonly organizer_id: number;
  readonly event_id: number;
  readonly name: string;
  /** minor units of the event's currency */
  readonly amount: number;
  readonly vat_bp?: number | undefined;
  /** in each session; null or missing: none */
  readonly quota?: number | null | undefined;
  /** where it is sold; all sessions that are not cancelled, when none are named */
  readonly session_ids?: readonly number[] | undefined;
  /** what a pack is made of: it is one offer of no session, its parts are seated in theirs */
  readonly parts?: readonly NewPackPart[] | undefined;
}

/**
 * One more price of an event, on sale in its sessions (zone by zone in a hall), each drawing from what the session has as a
 * capacity. An event without sessions sells it for itself.
 */
export async function addPrice(
  tx: Tx,
  wish: NewPriceOnSale,
): Promise<{ price_id: number; offer_ids: number[] }> {
  const { organizer_id, event_id, name, amount, vat_bp, quota = null, parts } = wish;
  await ownRow(tx, 'event', organizer_id, event_id);
  const position = await nextPosition(tx, event_id);
  const session_ids = parts === undefined ? (wish.session_ids ?? (await scheduled(tx, event_id))) : [];
  const seated = await anySeats(tx, await hallsOf(tx, session_ids));
  const product_type = parts !== undefined ? 'pack' : seated ? 'numbered_seat' : undefined;
  const price_id = await createPrice(tx, {
    ...{ organizer_id, event_id, name, amount, vat_bp, position, product_type },
  });
  if (parts !== undefined) await createPack(tx, { organizer_id, pack_price_id: price_id, parts });
  if (session_ids.length > 0) {
    const offer_ids: number[] = [];
    for (const session_id of session_ids) offer_ids.push(...(await offerIn(tx, wish, price_id, session_id)));
    return { price_id, offer_ids };
  }
  const pool = { organizer_id, event_id, kind: 'quota', name, capacity: quota };
  const pool_ids = quota === null ? [] : [await createPool(tx, pool)];
  const offer_id = await createOffer(tx, { organizer_id, event_id, price_id, position, pool_ids });
  return { price_id, offer_ids: [offer_id] };
}

async function offerIn(
  tx: Tx,
  { organizer_id, quota = null }: NewPriceOnSale,
  price_id: number,
  session_id: number,
): Promise<number[]> {
  const pool_ids = await sessionPools(tx, session_id);
  const prices = [{ price_id, quota }];
  const { offers } = await putOnSale(tx, { organizer_id, session_id, prices, pool_ids });
  return offers.map(({ offer_id }) => offer_id);
}

async function hallsOf(rx: Rx, session_ids: readonly number[]): Promise<number[]> {
  if (session_ids.length === 0) return [];
  const rows = await rx.db
    .selectFrom('session')
    .select('hall_id')
    .distinct()
    .where('id', 'in', session_ids)
    .where('hall_id', 'is not', null)
    .execute();
  return rows.flatMap(({ hall_id }) => hall_id ?? []);
}

async function scheduled(rx: Rx, event_id: number): Promise<number[]> {
  const rows = await rx.db
    .selectFrom('session')
    .select('id')
    .where('event_id', '=', event_id)
    .where('status', '=', 'scheduled')
    .where('deleted_at', 'is', null)
    .orderBy('starts_at')
    .orderBy('id')
    .execute();
  return rows.map(({ id }) => id);
}

async function nextPosition(rx: Rx, event_id: number): Promise<number> {
  const last = await rx.db
    .selectFrom('price')
    .select((eb) => eb.fn.max('position').as('position'))
    .where('event_id', '=', event_id)
    .executeTakeFirst();
  return (last?.position ?? -1) + 1;
}
