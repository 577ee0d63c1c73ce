import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useWrite } from '../../api/queries.ts';
import { moneyText } from '../../kit/money-text.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { order_changes } from '../orders/changes.ts';
import type { TillOrder } from '../orders/order-state.tsx';
import { words } from './words.ts';

/** Puts what waits at one table into one order, whose money is taken at once. */
export default function PayTogether({ orders }: { readonly orders: readonly TillOrder[] }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const [, navigate] = useLocation();
  const merge = useWrite('merge_quotes', { changes: order_changes });
  const [first, ...rest] = orders.filter(({ validated, cancelled }) => !validated && !cancelled);
  if (first === undefined || rest.length === 0) return null;
  const { id, currency } = first;
  const amount = rest.reduce((sum, { due }) => sum + due, first.due);
  return (
    <>
      {merge.error !== null && <Trouble error={merge.error} />}
      <Button
        size="md"
        variant="default"
        loading={merge.isPending}
        onClick={() =>
          merge.mutate(
            { params: { id }, body: { order_ids: rest.map((one) => one.id) } },
            { onSuccess: () => navigate(`/orders/${id}?pay=1`) },
          )
        }
      >
        {say('together', { amount: moneyText(amount, currency, language) })}
      </Button>
    </>
  );
}
