import { Button, Loader } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { OrderRow } from './order-row.tsx';
import { OrderState, type TillOrder } from './order-state.tsx';
import { words } from './words.ts';

const page_rows = 50;
/** of one answer of the office */
const rows_max = 200;

/** What was sold since the till was opened, the latest first. */
export function SoldOrders({ chosen }: { readonly chosen: number | undefined }): ReactNode {
  const say = useWords(words);
  const { session } = useTill();
  const [limit, setLimit] = useState(page_rows);
  const query = { counter_session_id: session.id, limit };
  const orders = useAsk('list_till_orders', { query }, { keep: true });
  if (orders.error !== null) return <Trouble error={orders.error} onRetry={() => void orders.refetch()} />;
  if (orders.data === undefined) return <Loader aria-hidden />;
  const { items, complete } = orders.data;
  if (items.length === 0) return <Empty title={say('none')} next={say('noneNext')} />;
  return (
    <>
      <TillRows orders={items} chosen={chosen} />
      {!complete && limit < rows_max && (
        <Button size="md" variant="default" onClick={() => setLimit(Math.min(limit + page_rows, rows_max))}>
          {say('more')}
        </Button>
      )}
    </>
  );
}

interface TillRowsProps {
  readonly orders: readonly TillOrder[];
  readonly chosen: number | undefined;
}

export function TillRows({ orders, chosen }: TillRowsProps): ReactNode {
  const language = useLanguage();
  const { zone } = useTill();
  return (
    <ul className="rows">
      {orders.map((order) => (
        <OrderRow
          key={order.id}
          id={order.id}
          label={order.label}
          when={whenText(order.created_at, 'time', { zone, language })}
          text={textOf(order)}
          amount={order.total}
          currency={order.currency}
          state={<OrderState order={order} />}
          chosen={order.id === chosen}
        />
      ))}
    </ul>
  );
}

const textOf = ({ customer, private_comment, lines }: TillOrder): string =>
  [customer ?? '', private_comment, lines.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ')]
    .filter((part) => part !== '')
    .join(' · ');
