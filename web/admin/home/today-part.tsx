import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Money } from '../../kit/money.tsx';
import { useWords } from '../../words/use-words.ts';
import { Platform } from '../charts/platform.tsx';
import type { Home } from './home.ts';
import { Panel } from './panel.tsx';
import { words } from './parts-words.ts';

type Sales = NonNullable<Home['sales']>['today'];

/** What was sold today: in all, and by platform. */
export function TodayPart({ today }: { readonly today: Sales }): ReactNode {
  const say = useWords(words);
  const totals = [...Map.groupBy(today, ({ currency }) => currency)].map(([currency, sales]) => ({
    currency,
    amount: sales.reduce((sum, one) => sum + one.amount, 0),
  }));
  const tickets = today.reduce((sum, one) => sum + one.tickets, 0);
  const orders = today.reduce((sum, one) => sum + one.orders, 0);
  return (
    <Panel title={say('today')}>
      {today.length === 0 ? (
        <Text c="dimmed">{say('nothingToday')}</Text>
      ) : (
        <Stack gap="xs" aria-live="polite">
          {totals.map(({ currency, amount }) => (
            <Text key={currency} size="xl" fw={700}>
              <Money amount={amount} currency={currency} />
            </Text>
          ))}
          <Text size="sm">
            {say('tickets', { count: tickets })} · {say('orders', { count: orders })}
          </Text>
          {today
            .toSorted((a, b) => b.amount - a.amount)
            .map(({ channel, currency, amount }) => (
              <Group key={`${channel} ${currency}`} justify="space-between">
                <Text size="sm" component="div">
                  <Platform channel={channel} />
                </Text>
                <Text size="sm">
                  <Money amount={amount} currency={currency} />
                </Text>
              </Group>
            ))}
        </Stack>
      )}
    </Panel>
  );
}
