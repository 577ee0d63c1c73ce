import { createPrice, updatePrice } from '../../../office/catalogue/price.ts';
import { ownRow } from '../../../office/catalogue/rows.ts';
import type { Tx } from '../../../store/transaction.ts';
import { entriesOf, type ShowInput } from '../event-inputs.ts';
import { amountOf } from '../wire.ts';
import { colorThemes } from './color-themes.ts';
import { named } from './named-things.ts';
import { missing } from './shown-ids.ts';

interface OfEvent {
  readonly organizer_id: number;
  readonly event_id: number;
}

/** The local ids of `prices`, in their order: what `#0` and its like mean. */
export async function putPrices(
  tx: Tx,
  { organizer_id, event_id }: OfEvent,
  input: ShowInput,
): Promise<number[]> {
  const { currency } = await ownRow(tx, 'event', organizer_id, event_id);
  const ids: number[] = [];
  for (const [position, price] of (input.prices ?? []).entries()) {
    const amount = amountOf(price.default_price, currency, 'default_price');
    const color = price.color_theme ?? undefined;
    if (color !== undefined && !colorThemes.some((theme) => theme.id === color))
      throw missing('color_theme', color);
    if (price.id === undefined || price.id === null) {
      const metadata = JSON.stringify({ qtickets: { color_theme: color } });
      const name = nameOf(input, position);
      ids.push(await createPrice(tx, { organizer_id, event_id, name, amount, position, metadata }));
      continue;
    }
    const price_id = await named(tx, organizer_id, 'price', 'prices', price.id);
    const known = await ownRow(tx, 'price', organizer_id, price_id);
    if (known.event_id !== event_id) throw missing('prices', price.id);
    const metadata =
      price.color_theme === undefined
        ? undefined
        : JSON.stringify({ ...(JSON.parse(known.metadata) as object), qtickets: { color_theme: color } });
    await updatePrice(tx, { organizer_id, price_id, amount, metadata });
    ids.push(price_id);
  }
  return ids;
}

/** A price has no name in Qtickets: that of the zones where it is asked. */
function nameOf(input: ShowInput, position: number): string {
  const zones = entriesOf(input.scheme_properties?.zones).filter(
    ([, zone]) => zone.price_id === `#${position}`,
  );
  return zones.length === 0
    ? `#${position}`
    : zones
        .map(([code]) => code)
        .join(', ')
        .slice(0, 200);
}
