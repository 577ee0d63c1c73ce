import { Button, Divider, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { sayDone } from '../../kit/done.ts';
import { Fact, Facts } from '../../kit/facts.tsx';
import { moneyText } from '../../kit/money-text.ts';
import { Money } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import { useMethodWord } from './methods.ts';
import { words } from './order-words.ts';
import type { Order } from './states.tsx';

/** What it costs, what came in and what went back. */
export function OrderMoney({ order }: { readonly order: Order }): ReactNode {
  const say = useWords(words);
  const { currency } = order;
  return (
    <Section wide title={say('money')}>
      <Facts>
        <Fact name={say('total')}>
          <Money amount={order.total} currency={currency} />
        </Fact>
        <Fact name={say('paid')}>
          <Money amount={order.paid} currency={currency} />
        </Fact>
        {order.refunded !== 0 && (
          <Fact name={say('refunded')}>
            <Money amount={order.refunded} currency={currency} />
          </Fact>
        )}
        {order.due > 0 && (
          <Fact name={say('due')}>
            <Text span inherit fw={700}>
              <Money amount={order.due} currency={currency} />
            </Text>
          </Fact>
        )}
      </Facts>
      <Divider label={say('payments')} labelPosition="left" />
      {order.payments.length === 0 && <Text size="sm">{say('noPayments')}</Text>}
      <Stack component="ul" aria-label={say('payments')} gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {order.payments.map((payment) => (
          <PaymentRow key={payment.id} order={order} payment={payment} />
        ))}
      </Stack>
      {order.refunds.length > 0 && <Refunds order={order} />}
    </Section>
  );
}

interface PaymentRowProps {
  readonly order: Order;
  readonly payment: Order['payments'][number];
}

function PaymentRow({ order, payment }: PaymentRowProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const methodWord = useMethodWord();
  const may = useMay();
  const [asked, setAsked] = useState(false);
  const takeBack = useWrite('remove_payment', { changes });
  const amount = moneyText(payment.amount, payment.currency, language);
  return (
    <Group component="li" justify="space-between" gap="xs">
      <Text size="sm">
        {methodWord(payment.method)} · <When at={payment.paid_at} />
      </Text>
      <Group gap="xs">
        <Text size="sm">{amount}</Text>
        {may('sales.write') && order.moves.includes('take_back') && (
          <Button size="compact-xs" variant="default" onClick={() => setAsked(true)}>
            {say('takeBack')}
          </Button>
        )}
      </Group>
      <Confirm
        opened={asked}
        onClose={() => setAsked(false)}
        title={say('takeBackTitle')}
        act={say('takeBack')}
        final
        onConfirm={async () => {
          await takeBack.mutateAsync({ params: { id: order.id, payment_id: payment.id }, body: {} });
          sayDone(say('takenBack'));
        }}
      >
        <Text size="sm">{say('takeBackText', { amount })}</Text>
      </Confirm>
    </Group>
  );
}

function Refunds({ order }: { readonly order: Order }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  return (
    <>
      <Divider label={say('refunds')} labelPosition="left" />
      <Stack component="ul" aria-label={say('refunds')} gap="xs" m={0} p={0} style={{ listStyle: 'none' }}>
        {order.refunds.map((refund) => (
          <Group component="li" key={refund.id} justify="space-between" gap="xs">
            <Text size="sm">
              <When at={refund.refunded_at} />
              {refund.reason === '' ? '' : ` · ${refund.reason}`}
            </Text>
            <Text size="sm">
              <Money amount={refund.amount} currency={refund.currency} />
              {refund.deduction > 0 &&
                ` (${say('kept', { amount: moneyText(refund.deduction, refund.currency, language) })})`}
            </Text>
          </Group>
        ))}
      </Stack>
    </>
  );
}
