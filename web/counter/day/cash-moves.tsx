import { Button, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { AmountField, amountIn } from '../../kit/amount-field.tsx';
import { sayDone } from '../../kit/done.ts';
import { Money } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { OpenDrawer } from '../print/open-drawer.tsx';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import type { SessionDetail } from './report-paper.tsx';
import { words } from './words.ts';

type Way = 'in' | 'out';

/** Cash that goes in or out for what is no sale: bread for the bar, change from the bank. */
export function CashMoves({ detail }: { readonly detail: SessionDetail }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { currency, zone } = useTill();
  return (
    <Section title={say('moves')} lead={say('movesLead')}>
      <MoveForm session_id={detail.session.id} />
      {detail.movements.length > 0 && (
        <Stack component="ul" gap={4} m={0} p={0} style={{ listStyle: 'none' }} aria-label={say('moves')}>
          {detail.movements.map(({ id, amount, reason, moved_at }) => (
            <li key={id} className="move">
              <Text span c="dimmed" size="sm">
                {whenText(moved_at, 'time', { zone, language })}
              </Text>
              <Text span style={{ overflowWrap: 'anywhere' }}>
                {reason}
              </Text>
              <Money amount={amount} currency={currency} />
            </li>
          ))}
        </Stack>
      )}
    </Section>
  );
}

function MoveForm({ session_id }: { readonly session_id: number }): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const [way, setWay] = useState<Way>('out');
  const [text, setText] = useState('');
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const move = useWrite('move_cash', { changes: ['find_counter_session'] });
  const amount = amountIn(text, currency);
  const bad = amount === undefined || amount <= 0;
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (bad || reason.trim() === '') return;
    const signed = way === 'in' ? amount : -amount;
    await move.mutateAsync({ params: { id: session_id }, body: { amount: signed, reason: reason.trim() } });
    setText('');
    setReason('');
    setAsked(false);
    sayDone(say('moved'));
  };
  return (
    <form noValidate onSubmit={(event) => void send(event).catch(() => undefined)}>
      <Stack gap="sm">
        <SegmentedControl
          size="md"
          fullWidth
          aria-label={say('moves')}
          value={way}
          onChange={(chosen) => setWay(chosen === 'in' ? 'in' : 'out')}
          data={[
            { value: 'out', label: say('takeOut') },
            { value: 'in', label: say('putIn') },
          ]}
        />
        <AmountField
          size="md"
          label={say('moveAmount')}
          currency={currency}
          value={text}
          onChange={setText}
          error={asked && bad ? say('amountBad') : undefined}
        />
        <TextInput
          size="md"
          label={say('reason')}
          placeholder={say(way === 'in' ? 'reasonIn' : 'reasonOut')}
          value={reason}
          error={asked && reason.trim() === '' ? say('reasonMissing') : undefined}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {move.error !== null && <Trouble error={move.error} />}
        <Button type="submit" size="md" variant="default" loading={move.isPending}>
          {say(way === 'in' ? 'putInNow' : 'takeOutNow')}
        </Button>
        <OpenDrawer />
      </Stack>
    </form>
  );
}
