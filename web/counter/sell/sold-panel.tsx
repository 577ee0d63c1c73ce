import { Button, Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { useWords } from '../../words/use-words.ts';
import { Key } from '../frame/key.tsx';
import { useTill } from '../frame/till.ts';
import { PrintRow } from '../print/print-row.tsx';
import type { Sold } from './basket-keeper.tsx';
import { words } from './words.ts';

interface SoldPanelProps {
  readonly sold: Sold;
  readonly onNext: () => void;
}

/** What was sold, above all what goes back over the counter, and what the customer takes along. */
export default function SoldPanel({ sold, onNext }: SoldPanelProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const whole = useAsk('find_order', { params: { id: sold.id } });
  const all = whole.data?.tickets_sold ?? [];
  // a pack's own ticket opens nothing: those of its parts do
  const mains = new Set(all.map(({ main_ticket_id }) => main_ticket_id));
  const tickets = all.filter(({ id }) => !mains.has(id)).length;
  return (
    <Stack gap="md">
      <div role="status">
        <Title order={2} size="h4">
          {say('sold', { label: sold.label })}
        </Title>
      </div>
      <div className="till-change">
        <Text size="lg">{say(sold.change > 0 ? 'change' : 'noChange')}</Text>
        {sold.change > 0 && (
          <Text className="till-change-sum">
            <Money amount={sold.change} currency={currency} />
          </Text>
        )}
      </div>
      <Group justify="space-between">
        <Text>{say('paid')}</Text>
        <Text fw={600}>
          <Money amount={sold.paid} currency={currency} />
        </Text>
      </Group>
      {tickets > 0 && <Text>{say('soldTickets', { count: tickets })}</Text>}
      <Button size="xl" ref={focusWhenShown} rightSection={<Key name="Enter" />} onClick={onNext}>
        {say('next')}
      </Button>
      {whole.data !== undefined && <PrintRow order_id={sold.id} links={whole.data.links} />}
    </Stack>
  );
}
