import type { Rx, Tx } from '../../store/transaction.ts';
import { addPrice } from '../catalogue/add-price.ts';
import { updatePrice } from '../catalogue/price.ts';
import { resizeQuotas } from '../catalogue/resize-quotas.ts';
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
  const otherQuota =
    quota !== undefined && (await resized(tx, { organizer_id, price_id: known, capacity: quota }));
  return otherQuota || differs(before, after) ? 'changed' : 'unchanged';
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

async function resized(
  tx: Tx,
  input: { readonly organizer_id: number; readonly price_id: number; readonly capacity: number },
): Promise<boolean> {
  const outcome = await resizeQuotas(tx, input);
  if (outcome === 'no_quota' || outcome === 'quota_of_several') throw wrong('quota', outcome);
  return outcome === 'changed';
}
