import {
  createContext,
  useContext,
  useEffect,
  useMemo,
  useRef,
  useState,
  type ReactNode,
  type RefObject,
} from 'react';
import type { Answer, Input } from '../../api/call.ts';
import { forget, useWrite } from '../../api/queries.ts';
import { keepUnsure, keptUnsure, type Unsure } from '../../api/unsure.ts';
import { useTill } from '../frame/till.ts';
import { empty_basket, type Basket } from './basket.ts';
import { sale_changes } from './sale-changes.ts';

/** What was sold last, shown until the next sale begins. */
export type Sold = Answer<'ring_up'>;
type Step = (basket: Basket) => Basket;

export interface KeptBasket {
  readonly basket: Basket;
  /** while it is being sold, what is put into it is the next customer's */
  readonly change: (step: Step) => void;
  readonly sold: Sold | undefined;
  /** Sells what is in the basket; nothing while a sale is on its way. */
  readonly ring: (sale: Input<'ring_up'>['body']) => void;
  readonly selling: boolean;
  /** what kept the last sale from being made, until something changes */
  readonly trouble: Error | null;
  readonly dismiss: () => void;
  /** the sale is done: an empty basket, and what was sold beside it */
  readonly finish: (sold: Sold) => void;
  /** where a sale is kept until the office has answered */
  readonly unanswered_as: string;
  /** a sale whose answer was lost, or that was on its way when the page was loaded again: it is asked for before any other */
  readonly unanswered: Unsure | undefined;
  readonly answered: () => void;
  /** what was sold last has been looked at */
  readonly next: () => void;
}

const BasketContext = createContext<KeptBasket | undefined>(undefined);

export function useBasket(): KeptBasket {
  const kept = useContext(BasketContext);
  if (kept === undefined) throw new Error('no basket is kept here');
  return kept;
}

/** Keeps the basket of this till, and its sale while it is on its way, through a look at another page and through loading anew. */
export function BasketKeeper({ children }: { readonly children: ReactNode }): ReactNode {
  const { session } = useTill();
  // a basket belongs to a session of the till: the next one begins with an empty one
  const kept_as = `guichet-till-basket-${session.id}`;
  const unanswered_as = `guichet-till-unanswered-${session.id}`;
  const [basket, setBasket] = useState<Basket>(() => keptBasket(kept_as));
  const [sold, setSold] = useState<Sold>();
  const [unanswered, setUnanswered] = useState(() => keptUnsure(unanswered_as));
  const waiting = useRef<readonly Step[]>([]);
  // here, since who asks may be gone when the answer comes: a basket that was sold would stand there to be sold again
  const sale = useWrite('ring_up', { changes: sale_changes, kept_as: unanswered_as });
  const { mutate, reset, isPending: selling, error: trouble } = sale;
  useEffect(() => sessionStorage.setItem(kept_as, JSON.stringify(basket)), [kept_as, basket]);
  const kept = useMemo((): KeptBasket => {
    const take = (old: Basket): void => setBasket(afterSteps(waiting, old));
    const finish = (done: Sold): void => {
      // in this order: a basket that was sold is never found beside no sale that waits for its answer
      sessionStorage.setItem(kept_as, JSON.stringify(empty_basket));
      keepUnsure(unanswered_as, undefined);
      take(empty_basket);
      setSold(done);
    };
    return {
      ...{ basket, sold, selling, trouble, unanswered, unanswered_as, finish },
      change: (step) => {
        if (selling) {
          waiting.current = [...waiting.current, step];
          return;
        }
        reset();
        setSold(undefined);
        setBasket(step);
      },
      ring: (body) => {
        if (selling) return;
        mutate(
          { body },
          {
            onSuccess: finish,
            onError: () => {
              take(basket);
              setUnanswered(keptUnsure(unanswered_as));
              // a seat that was shown may be gone: the next one is asked for
              void forget('preview_sale');
            },
          },
        );
      },
      dismiss: () => {
        if (!selling) reset();
      },
      answered: () => setUnanswered(undefined),
      next: () => setSold(undefined),
    };
  }, [basket, sold, selling, trouble, unanswered, kept_as, unanswered_as, mutate, reset]);
  return <BasketContext value={kept}>{children}</BasketContext>;
}

/** What was put into the basket while it was being sold. */
function afterSteps(waiting: RefObject<readonly Step[]>, basket: Basket): Basket {
  const steps = waiting.current;
  waiting.current = [];
  return steps.reduce((before, step) => step(before), basket);
}

function keptBasket(kept_as: string): Basket {
  const text = sessionStorage.getItem(kept_as);
  return text === null ? empty_basket : (JSON.parse(text) as Basket);
}
