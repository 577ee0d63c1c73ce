import { Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Empty } from '../../kit/empty.tsx';
import { Money } from '../../kit/money.tsx';
import { useWords } from '../../words/use-words.ts';
import { HowMany } from '../frame/how-many.tsx';
import { useTill } from '../frame/till.ts';
import { empty_basket, totalOf, withQuantity, type Basket } from '../sell/basket.ts';
import { AloneSold, fullyTitled, type Sold } from './alone-sold.tsx';
import { away } from './away.ts';
import { officeNow } from './office-clock.ts';
import { TakeCash } from './take-cash.tsx';
import { words } from './words.ts';

interface AlonePanelProps {
  readonly basket: Basket;
  readonly cash_id: number;
  readonly onChange: (basket: Basket) => void;
}

/** The basket of a sale without the office, its cash, and what goes back. */
export function AlonePanel({ basket, cash_id, onChange }: AlonePanelProps): ReactNode {
  const say = useWords(words);
  const { counter_id, session, setup } = useTill();
  const [sold, setSold] = useState<Sold>();
  const total = totalOf(basket);
  const sell = async (tendered: number): Promise<void> => {
    const items = basket.items.flatMap((item) => (item.kind === 'article' ? [item] : []));
    const sale = await away.sell({
      ...{ counter_id, payment_mode_id: cash_id, total, tendered },
      sold_at: officeNow(setup).toISOString(),
      ...(session.user_id === null ? {} : { user_id: session.user_id }),
      items: items.map(({ article_id, title, quantity, amount, variations }) => ({
        ...{ kind: 'article' as const, article_id, title, quantity, unit_amount: amount },
        ...(variations.length === 0 ? {} : { variation_ids: variations.map(({ id }) => id) }),
      })),
    });
    onChange(empty_basket);
    setSold({ sale, items });
  };
  if (basket.items.length > 0)
    return (
      <>
        <Title order={2} size="h4">
          {say('basket')}
        </Title>
        <Lines basket={basket} onChange={onChange} />
        <TakeCash key={total} total={total} onTake={sell} />
      </>
    );
  if (sold !== undefined) return <AloneSold {...sold} onNext={() => setSold(undefined)} />;
  return <Empty title={say('empty')} next={say('emptyNext')} />;
}

type LinesProps = Omit<AlonePanelProps, 'cash_id'>;

function Lines({ basket, onChange }: LinesProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  return (
    <ul className="basket-lines">
      {basket.items.map(fullyTitled).map(({ key, title, quantity, amount }) => (
        <li key={key} className="basket-line">
          <Text className="basket-what" fw={600}>
            {title}
          </Text>
          <HowMany
            quantity={quantity}
            less={say('less', { title })}
            more={say('more', { title })}
            onPut={(many) => onChange(withQuantity(basket, key, many))}
          />
          <span className="basket-amount">
            <Money amount={amount * quantity} currency={currency} />
          </span>
        </li>
      ))}
    </ul>
  );
}
