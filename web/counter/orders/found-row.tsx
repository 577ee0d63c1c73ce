import type { ReactNode } from 'react';
import { useLanguage } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import type { FoundOrder } from './find-orders.ts';
import { OrderRow } from './order-row.tsx';

interface FoundRowProps {
  readonly order: FoundOrder;
  readonly search: string;
  readonly chosen: boolean;
}

export function FoundRow({ order, search, chosen }: FoundRowProps): ReactNode {
  const language = useLanguage();
  const { zone } = useTill();
  const { id, label, created_at, total, currency, customer, event } = order;
  const text = [customer?.name ?? '', event ?? ''].filter((part) => part !== '').join(' · ');
  return (
    <OrderRow
      {...{ id, label, text, currency, search, chosen }}
      when={whenText(created_at, 'both', { zone, language })}
      amount={total}
    />
  );
}
