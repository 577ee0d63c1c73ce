import { forget, useWrite } from '../../api/queries.ts';
import { useTill } from '../frame/till.ts';
import type { Payments } from '../pay/pay-panel.tsx';
import { buyerOf, wishOf } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import type { Preview } from './use-preview.ts';

/** What a sale changes of what the till has read. */
export const sale_changes = [
  ...(['till_shows', 'till_offers', 'till_catalogue', 'till_setup'] as const),
  ...(['list_session_seats', 'list_till_orders', 'list_unsettled_orders', 'find_counter_session'] as const),
] as const;

interface RingUp {
  readonly ring: (payments: Payments | undefined) => void;
  readonly busy: boolean;
  readonly error: Error | null;
}

/** Rings the basket up as it stands, with the seats that were shown. Its one place: whatever sells goes through here. */
export function useRingUp({ found }: Preview): RingUp {
  const { counter_id } = useTill();
  const { basket, finish, unanswered_as } = useBasket();
  const { mutate, isPending, error } = useWrite('ring_up', {
    changes: sale_changes,
    kept_as: unanswered_as,
  });
  return {
    ring: (payments) =>
      mutate(
        {
          body: {
            ...{ counter_id, ...wishOf(basket, found), ...buyerOf(basket) },
            ...(payments === undefined ? {} : { payments }),
          },
        },
        // a seat that was shown may be gone: the next one is asked for
        { onSuccess: finish, onError: () => void forget('preview_sale') },
      ),
    busy: isPending,
    error,
  };
}
