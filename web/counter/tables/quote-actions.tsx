import { Button } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import { call } from '../../api/call.ts';
import { sayFailed } from '../../kit/done.ts';
import { useProblemText } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useBasket } from '../sell/basket-keeper.tsx';
import { basketOf } from '../sell/opened-quote.ts';
import type { TillOrder } from '../orders/order-state.tsx';
import { words } from './words.ts';

const TableDialog = lazy(() => import('./table-dialog.tsx'));

interface QuoteActionsProps {
  readonly order: TillOrder;
  readonly onShare: () => void;
}

/** What can be done with what was put aside, beside paying it: opened again in the basket, moved, shared out. */
export default function QuoteActions({ order, onShare }: QuoteActionsProps): ReactNode {
  const say = useWords(words);
  const textOf = useProblemText();
  const [, navigate] = useLocation();
  const { basket, change } = useBasket();
  const [busy, setBusy] = useState(false);
  const [moving, setMoving] = useState(false);
  const { id, lines } = order;
  const shares = lines.length > 1 || (lines[0]?.quantity ?? 0) > 1;
  const reopen = async (): Promise<void> => {
    if (basket.items.length > 0) return sayFailed(say('basketFull'));
    setBusy(true);
    try {
      const opened = basketOf(await call('find_quote_items', { params: { id } }));
      change(() => opened);
      navigate('/');
    } catch (error) {
      sayFailed(textOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Button size="lg" variant="default" loading={busy} onClick={() => void reopen()}>
        {say('reopen')}
      </Button>
      {shares && (
        <Button size="lg" variant="default" onClick={onShare}>
          {say('share')}
        </Button>
      )}
      <Button size="lg" variant="default" onClick={() => setMoving(true)}>
        {say('where')}
      </Button>
      <Suspense>{moving && <TableDialog id={id} table={order} onClose={() => setMoving(false)} />}</Suspense>
    </>
  );
}
