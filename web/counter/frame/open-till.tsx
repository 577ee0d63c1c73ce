import { Button, Group, Stack, Text } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { amountIn } from '../../kit/amount-field.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Pieces } from '../day/denominations.ts';
import { words } from '../words.ts';
import { Threshold } from './threshold.tsx';
import type { Setup } from './till.ts';

const CashCount = lazy(() => import('../day/cash-count.tsx'));

interface OpenTillProps {
  readonly till: Setup['tills'][number];
  readonly setup: Setup;
  readonly leave: () => void;
}

/** A till that is shut: its float opens it. */
export default function OpenTillPage({ till, setup, leave }: OpenTillProps): ReactNode {
  const say = useWords(words);
  const { currency } = setup.organizer;
  const [text, setText] = useState('');
  const [pieces, setPieces] = useState<readonly Pieces[]>([]);
  const [asked, setAsked] = useState(false);
  const open = useWrite('open_counter_session', { changes: ['till_setup'] });
  const opening_amount = amountIn(text, currency);
  const bad = opening_amount === undefined || opening_amount < 0;
  return (
    <Threshold title={say('openTill', { name: till.name })}>
      <Text>{say('openLead')}</Text>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setAsked(true);
          if (!bad) open.mutate({ body: { counter_id: till.id, opening_amount, pieces: [...pieces] } });
        }}
      >
        <Stack gap="sm">
          {open.error !== null && <Trouble error={open.error} />}
          <Suspense>
            <CashCount
              label={say('float')}
              currency={currency}
              value={text}
              onChange={(sum, counted) => {
                setText(sum);
                setPieces(counted);
              }}
              error={asked && bad ? say('floatBad') : undefined}
            />
          </Suspense>
          <Group justify="space-between">
            <Button size="lg" variant="default" onClick={leave}>
              {say('another')}
            </Button>
            <Button size="lg" type="submit" loading={open.isPending}>
              {say('openNow')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Threshold>
  );
}
