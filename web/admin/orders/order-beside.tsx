import type { ReactNode } from 'react';
import { DataRows } from '../../kit/data-list.tsx';
import { Money } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';

/** What was bought beside tickets. */
export function OrderLines({ order }: { readonly order: Order }): ReactNode {
  const say = useWords(words);
  const lines = order.lines.filter(
    ({ kind, cancelled_at }) => kind !== 'ticket' && kind !== 'pack' && cancelled_at === null,
  );
  if (lines.length === 0) return null;
  return (
    <Section wide title={say('lines')}>
      <DataRows
        label={say('lines')}
        rows={lines}
        keyOf={({ id }) => id}
        columns={[
          { key: 'what', title: say('what'), render: ({ title }) => title },
          { key: 'quantity', title: say('quantity'), figures: true, render: ({ quantity }) => quantity },
          {
            key: 'price',
            title: say('price'),
            figures: true,
            render: ({ charged_amount, quantity }) => (
              <Money amount={charged_amount * quantity} currency={order.currency} />
            ),
          },
        ]}
      />
    </Section>
  );
}
