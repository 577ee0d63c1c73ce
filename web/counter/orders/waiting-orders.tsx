import { Loader, Stack, Title } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { TillRows } from './sold-orders.tsx';
import { words } from './words.ts';

const PayTogether = lazy(() => import('../tables/pay-together.tsx'));

/** other tills put aside and take up as well */
const every_ms = 15_000;

/** Quotes and what is not paid yet, table by table, then those without one; the oldest first. */
export function WaitingOrders({ chosen }: { readonly chosen: number | undefined }): ReactNode {
  const say = useWords(words);
  const waiting = useAsk('list_unsettled_orders', { query: {} }, { every_ms });
  const tables = useAsk('till_catalogue', {}).data?.tables ?? [];
  if (waiting.error !== null) return <Trouble error={waiting.error} onRetry={() => void waiting.refetch()} />;
  if (waiting.data === undefined) return <Loader aria-hidden />;
  const { items } = waiting.data;
  if (items.length === 0) return <Empty title={say('noneWaiting')} next={say('noneWaitingNext')} />;
  const seated = tables
    .map(({ id, name }) => ({ id, name, orders: items.filter((one) => one.dining_table_id === id) }))
    .filter(({ orders }) => orders.length > 0);
  const known = new Set(seated.map(({ id }) => id));
  const loose = items.filter(
    ({ dining_table_id }) => dining_table_id === null || !known.has(dining_table_id),
  );
  return (
    <Stack gap="sm">
      {seated.map(({ id, name, orders }) => (
        <Stack key={id} gap={4}>
          <Title order={2} size="h5">
            {name}
          </Title>
          <TillRows orders={orders} chosen={chosen} />
          <Suspense>
            <PayTogether orders={orders} />
          </Suspense>
        </Stack>
      ))}
      {loose.length > 0 && <TillRows orders={loose} chosen={chosen} />}
    </Stack>
  );
}
