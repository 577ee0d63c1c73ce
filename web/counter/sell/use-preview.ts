import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDebouncedValue } from '@mantine/hooks';
import { call } from '../../api/call.ts';
import { seatedOf, totalOf, wishOf, type Basket, type SeatsFound } from './basket.ts';

/** What the office would charge for the basket, and where it would seat its tickets. */
export interface Preview {
  readonly total: number;
  /** what discounts take off */
  readonly saved: number;
  /** by the key of `seatedOf` */
  readonly seats: ReadonlyMap<string, readonly { readonly place_id: number; readonly label: string }[]>;
  readonly found: SeatsFound;
  /** the answer for what is in the basket now is on its way */
  readonly busy: boolean;
  readonly error: Error | null;
}

/** touches in a row are one question */
const pause_ms = 60;

/** Articles cost what they say; tickets may have discounts and seats, which the office knows. */
export function usePreview(basket: Basket): Preview {
  const [asked] = useDebouncedValue(basket, pause_ms);
  const needed =
    basket.items.some(({ kind }) => kind === 'ticket' || kind === 'pack') ||
    basket.promo_code !== undefined ||
    basket.quote !== undefined;
  const wish = wishOf(asked);
  const { data, error, isFetching, isPlaceholderData } = useQuery({
    queryKey: ['preview_sale', wish],
    queryFn: async ({ signal }) => ({
      basket: asked,
      answer: await call('preview_sale', { body: wish }, { signal }),
    }),
    enabled: needed && asked.items.length > 0,
    placeholderData: keepPreviousData,
    retry: false,
    // what was sold or put aside since may have taken its seats
    gcTime: 0,
  });
  const current = data?.basket === basket || JSON.stringify(data?.basket) === JSON.stringify(basket);
  if (!needed || data === undefined || !current || isPlaceholderData) {
    const busy = needed && (isFetching || asked !== basket);
    return {
      total: totalOf(basket),
      saved: 0,
      seats: new Map(),
      found: new Map(),
      busy,
      error: needed ? error : null,
    };
  }
  const { total, items } = data.answer;
  const seats = new Map(
    basket.items.flatMap((item, index) =>
      seatedOf(item).map(({ key, offer_id }) => [
        key,
        (items[index]?.seats ?? [])
          .filter((seat) => seat.offer_id === offer_id)
          .map(({ place_id, row_label, seat_label }) => ({
            place_id,
            label: [row_label, seat_label].filter((part) => part !== '').join(''),
          })),
      ]),
    ),
  );
  return {
    total,
    saved: items.reduce((sum, { amount, listed_amount }) => sum + listed_amount - amount, 0),
    seats,
    found: new Map([...seats].map(([key, places]) => [key, places.map(({ place_id }) => place_id)])),
    busy: isFetching,
    error,
  };
}
