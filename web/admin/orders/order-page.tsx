import { Group, SimpleGrid, Skeleton, Stack } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { AnchorTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { OrderActions } from './order-actions.tsx';
import { OrderAnswers } from './order-answers.tsx';
import { OrderLines } from './order-beside.tsx';
import { OrderMoney } from './order-money.tsx';
import { OrderSummary } from './order-summary.tsx';
import { OrderTickets } from './order-tickets.tsx';
import { OrderState, type Order } from './states.tsx';
import { words } from './order-words.ts';

const OrderStory = lazy(() => import('./order-story.tsx'));

export default function OrderPage(): ReactNode {
  const { id } = useParams({ from: '/frame/orders/$id' });
  const order = useAsk('find_order', { params: { id: Number(id) } });
  if (order.data !== undefined) return <OrderOf order={order.data} />;
  if (order.error !== null) return <Failed error={order.error} onRetry={() => void order.refetch()} />;
  return <Waiting id={id} />;
}

function OrderOf({ order }: { readonly order: Order }): ReactNode {
  const say = useWords(words);
  return (
    <Page title={say('title', { label: order.label })} actions={<OrderActions order={order} />}>
      <Group gap="md">
        <OrderState status={order.status} />
        <AnchorTo to="/orders" size="sm">
          {say('back')}
        </AnchorTo>
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <OrderSummary order={order} />
        <OrderMoney order={order} />
      </SimpleGrid>
      <OrderTickets order={order} />
      <OrderLines order={order} />
      <OrderAnswers order={order} />
      <Suspense fallback={<Skeleton height={200} />}>
        <OrderStory order_id={order.id} currency={order.currency} />
      </Suspense>
    </Page>
  );
}

function Failed(props: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  const say = useWords(words);
  return (
    <Page title={say('title', { label: '' })}>
      <Trouble {...props} />
      <AnchorTo to="/orders">{say('back')}</AnchorTo>
    </Page>
  );
}

function Waiting({ id }: { readonly id: string }): ReactNode {
  const say = useWords(words);
  return (
    <Page title={say('title', { label: id })}>
      <Stack gap="md" role="status" aria-label={say('summary')}>
        <Skeleton height={180} />
        <Skeleton height={240} />
      </Stack>
    </Page>
  );
}
