import { Button, Group, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { Confirm } from '../../kit/confirm.tsx';
import { Money } from '../../kit/money.tsx';
import { words as problemWords } from '../../kit/problem-words.ts';
import { Section } from '../../kit/section.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { away } from './away.ts';
import type { KeptSale } from './queue.ts';
import { useAway } from './use-away.ts';
import { words } from './words.ts';

/** What this screen sold alone and the office has not taken in; nothing while there is nothing. */
export function KeptSales(): ReactNode {
  const say = useWords(words);
  const { sales } = useAway();
  const [dropping, setDropping] = useState<KeptSale>();
  if (sales.length === 0) return null;
  return (
    <Section title={say('kept')} lead={say('keptLead')}>
      <Stack component="ul" gap="sm" m={0} p={0} style={{ listStyle: 'none' }}>
        {sales.map((sale) => (
          <li key={sale.number}>
            <Kept sale={sale} onDrop={() => setDropping(sale)} />
          </li>
        ))}
      </Stack>
      {dropping !== undefined && (
        <Confirm
          opened
          final
          onClose={() => setDropping(undefined)}
          title={say('dropTitle', { number: dropping.number })}
          act={say('drop')}
          onConfirm={() => away.forget(dropping)}
        >
          <Text size="sm">{say('dropLead')}</Text>
        </Confirm>
      )}
    </Section>
  );
}

interface KeptProps {
  readonly sale: KeptSale;
  readonly onDrop: () => void;
}

function Kept({ sale, onDrop }: KeptProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { currency, zone } = useTill();
  const { number, state, body, reason } = sale;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text fw={600}>{number}</Text>
        <Text>{whenText(body.sold_at, 'both', { zone, language })}</Text>
        <Money amount={body.total} currency={currency} />
        <Text fw={600}>{say(state === 'waiting' ? 'stateWaiting' : 'stateRejected')}</Text>
      </Group>
      <Text size="sm" c="dimmed">
        {body.items.map(({ quantity, title }) => `${quantity} × ${title}`).join(', ')}
      </Text>
      {state === 'rejected' && (
        <>
          <Text size="sm" c="red.9">
            <Reason code={reason} />
          </Text>
          <Group gap="xs">
            <Button
              size="sm"
              variant="default"
              aria-label={say('againOf', { number })}
              onClick={() => void away.again(sale)}
            >
              {say('again')}
            </Button>
            <Button size="sm" variant="subtle" aria-label={say('dropOf', { number })} onClick={onDrop}>
              {say('drop')}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}

const told = ['not_found', 'sold_out', 'invalid_amount', 'invalid_input', 'forbidden'] as const;

/** Why the office did not take it, in words where there are some. */
function Reason({ code }: { readonly code: string }): ReactNode {
  const say = useWords(problemWords);
  const known = told.find((one) => one === code);
  return known === undefined ? code : `${say(known)} (${code})`;
}
