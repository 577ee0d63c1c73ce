import type { RowValues } from '../../domain/sheet-fields.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { addPrice } from '../catalogue/add-price.ts';
import { updatePool } from '../catalogue/pool.ts';
import { updatePrice } from '../catalogue/price.ts';
import { ownRow } from '../catalogue/rows.ts';
import { eventNamed } from './named.ts';
import { differs, number, onlyOne, text, wrong, type TakeRow } from './row-values.ts';

/**
 * A price known by its event and its name: made and put on sale in the sessions of the event, or brought to what the row says.
 * The event must be here: a slip of the pen makes no second one.
 */
export const takePrice: TakeRow = async (tx, { organizer_id }, values) => {
  const event = await eventNamed(tx, organizer_id, text(values, 'event'));
  if (event === undefined) throw wrong('event', 'unknown');
  const [minimum, maximum] = [number(values, 'minimum'), number(values, 'maximum')];
  if (minimum !== undefined && maximum !== undefined && maximum < minimum)
    throw wrong('maximum', 'below_minimum');
  const name = text(values, 'name');
  const amount = number(values, 'amount') ?? 0;
  const [vat_bp, quota] = [number(values, 'vat'), number(values, 'quota')];
  const further = {
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
    ...(values['code'] === undefined ? {} : { code: text(values, 'code') }),
  };
  const known = await priceOf(tx, event.id, name);
  if (known === undefined) {
    const { price_id } = await addPrice(tx, {
      organizer_id,
      event_id: event.id,
      name,
      amount,
      vat_bp,
      quota,
    });
    await updatePrice(tx, { organizer_id, price_id, ...further });
    return 'made';
  }
  const before = await ownRow(tx, 'price', organizer_id, known);
  const terms = { amount, ...(vat_bp === undefined ? {} : { vat_bp }), ...further };
  const after = await updatePrice(tx, { organizer_id, price_id: known, ...terms });
  const resized = await resizeQuotas(tx, organizer_id, known, values);
  return resized || differs(before, after) ? 'changed' : 'unchanged';
};

async function priceOf(rx: Rx, event_id: number, name: string): Promise<number | undefined> {
  const found = await rx.db
    .selectFrom('price')
    .select('id')
    .where('event_id', '=', event_id)
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .limit(2)
    .execute();
  return onlyOne('name', found)?.id;
}

/**
 * The quota of a price in each of its sessions; true where one is another than before. Throws where it has none yet, or shares it
 * with other prices: those are capacities of their own.
 */
async function resizeQuotas(
  tx: Tx,
  organizer_id: number,
  price_id: number,
  values: RowValues,
): Promise<boolean> {
  const capacity = number(values, 'quota');
  if (capacity === undefined) return false;
  const quotas = await tx.db
    .selectFrom('offer_pool')
    .innerJoin('offer', 'offer.id', 'offer_pool.offer_id')
    .innerJoin('pool', 'pool.id', 'offer_pool.pool_id')
    .select((eb) => ['pool.id', 'pool.capacity', eb.fn.max('offer.price_id').as('last')])
    .select((eb) => eb.fn.min('offer.price_id').as('first'))
    .where('pool.kind', '=', 'quota')
    .where('offer.deleted_at', 'is', null)
    .where('pool.id', 'in', (eb) =>
      eb
        .selectFrom('offer_pool as own')
        .innerJoin('offer as its', 'its.id', 'own.offer_id')
        .select('own.pool_id')
        .where('its.price_id', '=', price_id)
        .where('its.deleted_at', 'is', null),
    )
    .groupBy(['pool.id', 'pool.capacity'])
    .execute();
  if (quotas.length === 0) throw wrong('quota', 'no_quota');
  if (quotas.some(({ first, last }) => first !== last)) throw wrong('quota', 'quota_of_several');
  for (const { id: pool_id } of quotas) await updatePool(tx, { organizer_id, pool_id, capacity });
  return quotas.some((one) => one.capacity !== capacity);
}
