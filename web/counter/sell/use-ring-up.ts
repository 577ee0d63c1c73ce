import { useTill } from '../frame/till.ts';
import type { Payments } from '../pay/pay-panel.tsx';
import { buyerOf, wishOf } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import type { Preview } from './use-preview.ts';

interface RingUp {
  readonly ring: (payments: Payments | undefined) => void;
  /** whoever asked for it: a second sale waits for the first */
  readonly busy: boolean;
  readonly error: Error | null;
}

/** Rings the basket up as it stands, with the seats that were shown. Its one place: whatever sells goes through here. */
export function useRingUp({ found }: Preview): RingUp {
  const { counter_id } = useTill();
  const { basket, ring, selling, trouble } = useBasket();
  return {
    ring: (payments) =>
      ring({
        ...{ counter_id, ...wishOf(basket, found), ...buyerOf(basket) },
        ...(payments === undefined ? {} : { payments }),
      }),
    busy: selling,
    error: trouble,
  };
}
