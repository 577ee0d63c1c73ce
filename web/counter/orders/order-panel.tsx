import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { Money } from '../../kit/money.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { moneyText } from '../../kit/money-text.ts';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { PrintRow } from '../print/print-row.tsx';
import { GiveUp } from './give-up.tsx';
import { OrderState, type TillOrder } from './order-state.tsx';
import { goodsOf } from './refunds.ts';
import { words } from './words.ts';

const PayOrder = lazy(() => import('./pay-order.tsx'));
const ShareForm = lazy(() => import('../tables/share-form.tsx'));
const QuoteActions = lazy(() => import('../tables/quote-actions.tsx'));
const RefundForm = lazy(() => import('./refund-form.tsx'));

type Whole = Answer<'find_order'>;
type Doing = 'pay' | 'refund' | 'share';

interface OrderPanelProps {
  readonly id: number;
  /** its money is to be taken at once */
  readonly pays: boolean;
}

/** One order: what it holds, what was paid, and what can be done with it over the counter. */
export function OrderPanel({ id, pays }: OrderPanelProps): ReactNode {
  const order = useAsk('find_till_order', { params: { id } });
  const whole = useAsk('find_order', { params: { id } });
  const [doing, setDoing] = useState<Doing | undefined>(pays ? 'pay' : undefined);
  const [returned, setReturned] = useState(false);
  const trouble = order.error ?? whole.error;
  if (trouble !== null)
    return (
      <Trouble
        error={trouble}
        onRetry={() => {
          void order.refetch();
          void whole.refetch();
        }}
      />
    );
  if (order.data === undefined || whole.data === undefined) return <Loader aria-hidden />;
  const done = (): void => {
    setDoing(undefined);
    setReturned(true);
  };
  return (
    <Suspense>
      {doing === 'pay' ? (
        <PayOrder order={order.data} onDone={done} />
      ) : doing === 'share' ? (
        <ShareForm id={id} onDone={done} />
      ) : doing === 'refund' ? (
        <RefundForm order={order.data} tickets={whole.data.tickets_sold} onDone={done} />
      ) : (
        <Shown order={order.data} whole={whole.data} returned={returned} onDo={setDoing} />
      )}
    </Suspense>
  );
}

interface ShownProps {
  readonly order: TillOrder;
  readonly whole: Whole;
  /** it stands where a form stood that had the focus, and takes it over */
  readonly returned: boolean;
  readonly onDo: (doing: Doing) => void;
}

function Shown({ order, whole, returned, onDo }: ShownProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { zone } = useTill();
  const { label, currency, due, total, validated, cancelled, customer, private_comment, created_at } = order;
  const left = whole.tickets_sold.some(({ state }) => state === 'valid');
  const goods = goodsOf(order).length > 0;
  const refunds = validated && !cancelled && total > 0 && order.paid > order.refunded && (left || goods);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <div>
          <Title order={2} size="h3" tabIndex={-1} ref={returned ? focusWhenShown : undefined}>
            {label}
          </Title>
          <Text c="dimmed">{whenText(created_at, 'both', { zone, language })}</Text>
        </div>
        <OrderState order={order} />
      </Group>
      {customer !== null && (
        <Text>
          {say('customer')} : <b>{customer}</b>
        </Text>
      )}
      {private_comment !== '' && (
        <Text>
          {say('note')} : {private_comment}
        </Text>
      )}
      <Group gap="xs">
        {due > 0 && !cancelled && (
          <Button size="lg" onClick={() => onDo('pay')}>
            {say('pay', { amount: moneyText(due, currency, language) })}
          </Button>
        )}
        {!validated && !cancelled && due === 0 && (
          <Button size="lg" onClick={() => onDo('pay')}>
            {say('finish')}
          </Button>
        )}
        {refunds && (
          <Button size="lg" variant="default" onClick={() => onDo('refund')}>
            {say('refund')}
          </Button>
        )}
        {!validated && !cancelled && <QuoteActions order={order} onShare={() => onDo('share')} />}
        {!cancelled && due > 0 && order.paid === 0 && <GiveUp order={order} />}
      </Group>
      {validated && <PrintRow order_id={order.id} links={whole.links} />}
      <Lines order={order} />
      <Tickets tickets={whole.tickets_sold} />
      <Moneys order={order} />
    </Stack>
  );
}

function Lines({ order }: { readonly order: TillOrder }): ReactNode {
  const say = useWords(words);
  const { lines, currency, total } = order;
  return (
    <Stack gap={4}>
      <Title order={3} size="h5">
        {say('lines')}
      </Title>
      {lines.map(({ id, title, quantity, unit_amount, variations, returned }) => (
        <Group key={id} justify="space-between" wrap="nowrap" align="flex-start">
          <Text>
            {quantity} × {title}
            {variations.length > 0 && ` (${variations.map((one) => one.title).join(', ')})`}
            {returned > 0 && ` · ${say('returnedOf', { count: returned })}`}
          </Text>
          <Money amount={quantity * unit_amount} currency={currency} />
        </Group>
      ))}
      <Group justify="space-between" className="order-total">
        <Text fw={700}>{say('total')}</Text>
        <Text fw={700}>
          <Money amount={total} currency={currency} />
        </Text>
      </Group>
    </Stack>
  );
}

function Tickets({ tickets }: { readonly tickets: Whole['tickets_sold'] }): ReactNode {
  const say = useWords(words);
  // those of what a quote held before it was changed were never sold
  const shown = tickets.filter(({ state }) => state !== 'deleted');
  if (shown.length === 0) return null;
  return (
    <Stack gap={4}>
      <Title order={3} size="h5">
        {say('ticketsOf')}
      </Title>
      {shown.map((ticket) => {
        const { id, price, barcodes, seat, state, first_used_at } = ticket;
        return (
          <Group key={id} justify="space-between" wrap="nowrap" align="flex-start">
            <div>
              <Text>
                {[price, seat === null ? '' : say('seat', { row: seat.row_label, seat: seat.seat_label })]
                  .filter((part) => part !== '')
                  .join(' · ')}
              </Text>
              <Text size="sm" c="dimmed" className="ticket-code">
                {barcodes.map(({ code }) => code).join(', ')}
              </Text>
            </div>
            {state === 'valid' ? (
              <StateBadge mood={first_used_at === null ? 'good' : 'waiting'}>
                {say(first_used_at === null ? 'valid' : 'used')}
              </StateBadge>
            ) : (
              state !== 'held' && <StateBadge mood="over">{say('over')}</StateBadge>
            )}
          </Group>
        );
      })}
    </Stack>
  );
}

function Moneys({ order }: { readonly order: TillOrder }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { zone } = useTill();
  const { payments, currency } = order;
  if (payments.length === 0) return null;
  return (
    <Stack gap={4}>
      <Title order={3} size="h5">
        {say('moneyOf')}
      </Title>
      {payments.map(({ name, amount, paid_at }, index) => (
        <Group key={index} justify="space-between" wrap="nowrap">
          <Text>
            {name} · {whenText(paid_at, 'time', { zone, language })}
          </Text>
          <Money amount={amount} currency={currency} />
        </Group>
      ))}
    </Stack>
  );
}
