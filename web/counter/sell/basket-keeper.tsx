import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { keepUnsure } from '../../api/unsure.ts';
import { useTill } from '../frame/till.ts';
import { empty_basket, type Basket } from './basket.ts';

/** What was sold last, shown until the next sale begins. */
export type Sold = Answer<'ring_up'>;

export interface KeptBasket {
  readonly basket: Basket;
  readonly change: (step: (basket: Basket) => Basket) => void;
  readonly sold: Sold | undefined;
  /** the sale is done: an empty basket, and what was sold beside it */
  readonly finish: (sold: Sold) => void;
  /** where a sale is kept until the office has answered */
  readonly unanswered_as: string;
  /** what was sold last has been looked at */
  readonly next: () => void;
}

const BasketContext = createContext<KeptBasket | undefined>(undefined);

export function useBasket(): KeptBasket {
  const kept = useContext(BasketContext);
  if (kept === undefined) throw new Error('no basket is kept here');
  return kept;
}

/** Keeps the basket of this till through a look at another page, and through loading the page again. */
export function BasketKeeper({ children }: { readonly children: ReactNode }): ReactNode {
  const { session } = useTill();
  // a basket belongs to a session of the till: the next one begins with an empty one
  const kept_as = `guichet-till-basket-${session.id}`;
  const [basket, setBasket] = useState<Basket>(() => keptBasket(kept_as));
  const [sold, setSold] = useState<Sold>();
  useEffect(() => sessionStorage.setItem(kept_as, JSON.stringify(basket)), [kept_as, basket]);
  const unanswered_as = `guichet-till-unanswered-${session.id}`;
  const kept = useMemo(
    (): KeptBasket => ({
      basket,
      sold,
      unanswered_as,
      change: (step) => {
        setSold(undefined);
        setBasket(step);
      },
      next: () => setSold(undefined),
      finish: (done) => {
        setBasket(empty_basket);
        // in this order: a basket that was sold is never found beside no sale that waits for its answer
        sessionStorage.setItem(kept_as, JSON.stringify(empty_basket));
        keepUnsure(unanswered_as, undefined);
        setSold(done);
      },
    }),
    [basket, sold, kept_as, unanswered_as],
  );
  return <BasketContext value={kept}>{children}</BasketContext>;
}

function keptBasket(kept_as: string): Basket {
  const text = sessionStorage.getItem(kept_as);
  return text === null ? empty_basket : (JSON.parse(text) as Basket);
}
