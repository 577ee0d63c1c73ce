import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useLocation } from 'wouter';
import type { Answer } from '../../api/call.ts';
import { useAsk, useWrite } from '../../api/queries.ts';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { HowMany } from '../frame/how-many.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { useTill } from '../frame/till.ts';
import { order_changes } from '../orders/changes.ts';
import { words } from './words.ts';

type Opened = Answer<'find_quote_items'>;
type Item = Opened['items'][number];

interface ShareFormProps {
  readonly id: number;
  readonly onDone: () => void;
}

/** Some of what was put aside becomes an order of its own, whose money is taken at once. */
export default function ShareForm({ id, onDone }: ShareFormProps): ReactNode {
  const opened = useAsk('find_quote_items', { params: { id } });
  if (opened.error !== null) return <Trouble error={opened.error} onRetry={() => void opened.refetch()} />;
  if (opened.data === undefined) return <Loader aria-hidden />;
  return <Share opened={opened.data} onDone={onDone} />;
}

const nameOf = (item: Item): string =>
  item.kind === 'ticket' || item.kind === 'pack' ? item.offer.name : item.title;

interface ShareProps {
  readonly opened: Opened;
  readonly onDone: () => void;
}

function Share({ opened: { order, items }, onDone }: ShareProps): ReactNode {
  const say = useWords(words);
  const { counter_id } = useTill();
  const [, navigate] = useLocation();
  const [counts, setCounts] = useState<ReadonlyMap<number, number>>(new Map());
  const [asked, setAsked] = useState(false);
  const split = useWrite('split_quote', { changes: order_changes });
  useShortcuts({ Escape: onDone });
  const lines = [...counts]
    .map(([order_line_id, quantity]) => ({ order_line_id, quantity }))
    .filter(({ quantity }) => quantity > 0);
  const some =
    lines.length > 0 &&
    items.some(({ order_line_id, quantity }) => quantity > (counts.get(order_line_id) ?? 0));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        setAsked(true);
        if (!some) return;
        split.mutate(
          { params: { id: order.id }, body: { counter_id, lines } },
          { onSuccess: ({ taken }) => navigate(`/orders/${taken.id}?pay=1`) },
        );
      }}
    >
      <Stack gap="md" maw={620}>
        <Title order={2} size="h4" tabIndex={-1} ref={focusWhenShown}>
          {say('shareTitle')}
        </Title>
        <Text size="sm">{say('shareLead')}</Text>
        {split.error !== null && <Trouble error={split.error} />}
        <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
          {items.map((item) => (
            <ShareLine
              key={item.order_line_id}
              item={item}
              many={counts.get(item.order_line_id) ?? 0}
              currency={order.currency}
              onPut={(many) => setCounts(new Map([...counts, [item.order_line_id, many]]))}
            />
          ))}
        </Stack>
        {asked && !some && (
          <Text role="alert" c="var(--mantine-color-error)">
            {say('someNotAll')}
          </Text>
        )}
        <Group grow>
          <Button size="xl" variant="default" onClick={onDone}>
            {say('back')}
          </Button>
          <Button size="xl" type="submit" px="xs" loading={split.isPending}>
            {say('shareNow')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface ShareLineProps {
  readonly item: Item;
  readonly many: number;
  readonly currency: string;
  readonly onPut: (many: number) => void;
}

function ShareLine({ item, many, currency, onPut }: ShareLineProps): ReactNode {
  const say = useWords(words);
  const name = nameOf(item);
  const unit = item.kind === 'ticket' || item.kind === 'pack' ? item.offer.amount : item.unit_amount;
  return (
    <Group component="li" justify="space-between" mih={44}>
      <div style={{ flex: 1, minWidth: 140 }}>
        <Text>{name}</Text>
        <Text size="sm" c="dimmed">
          <Money amount={unit} currency={currency} />
        </Text>
      </div>
      <Group gap={4} wrap="nowrap">
        <HowMany
          told
          quantity={many}
          less={`− ${say('ofLine', { name })}`}
          more={`+ ${say('ofLine', { name })}`}
          least={0}
          most={item.quantity}
          onPut={onPut}
        />
        <Text c="dimmed">{say('outOf', { count: item.quantity })}</Text>
      </Group>
    </Group>
  );
}
