import { Alert, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { amountIn } from '../../kit/amount-field.tsx';
import { Fact, Facts } from '../../kit/facts.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useAway } from '../away/use-away.ts';
import { useTill } from '../frame/till.ts';
import CashCount from './cash-count.tsx';
import { keepClosed } from './closed.ts';
import type { Pieces } from './denominations.ts';
import { words } from './words.ts';

/**
 * Closing in two steps: the drawer is counted before anybody sees what should lie in it, so that what was counted is what was
 * counted; then the two stand side by side, and only then is the till closed, for good.
 */
export function CloseTill({ onBack }: { readonly onBack: () => void }): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const { waiting } = useAway();
  const [text, setText] = useState('');
  const [pieces, setPieces] = useState<readonly Pieces[]>([]);
  const [asked, setAsked] = useState(false);
  const [counted, setCounted] = useState<number>();
  const sum = amountIn(text, currency);
  const bad = sum === undefined || sum < 0;
  if (waiting > 0)
    return (
      <Page title={say('closeTitle')}>
        <Alert color="orange" variant="outline" title={say('waitingFirst', { count: waiting })}>
          <Text>{say('waitingFirstNext')}</Text>
        </Alert>
        <Button size="md" variant="default" onClick={onBack}>
          {say('backToDay')}
        </Button>
      </Page>
    );
  if (counted !== undefined)
    return (
      <Compare counted={counted} pieces={pieces} onBack={onBack} onRecount={() => setCounted(undefined)} />
    );
  const next = (event: FormEvent): void => {
    event.preventDefault();
    setAsked(true);
    if (!bad) setCounted(sum);
  };
  return (
    <Page title={say('closeTitle')}>
      <form noValidate onSubmit={next} className="count-form">
        <Stack gap="md">
          <Text>{say('countLead')}</Text>
          <CashCount
            byPieces
            label={say('countedNow')}
            currency={currency}
            value={text}
            onChange={(typed, each) => {
              setText(typed);
              setPieces(each);
            }}
            error={asked && bad ? say('amountBad') : undefined}
          />
          <Group justify="space-between">
            <Button size="lg" variant="default" onClick={onBack}>
              {say('backToDay')}
            </Button>
            <Button size="lg" type="submit">
              {say('compare')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

interface CompareProps {
  readonly counted: number;
  /** that it was counted by; none: a sum was typed */
  readonly pieces: readonly Pieces[];
  readonly onBack: () => void;
  readonly onRecount: () => void;
}

function Compare({ counted, pieces, onBack, onRecount }: CompareProps): ReactNode {
  const say = useWords(words);
  const { session, currency, name } = useTill();
  const [notes, setNotes] = useState('');
  const found = useAsk('find_counter_session', { params: { id: session.id } });
  const close = useWrite('close_counter_session', {
    changes: ['find_counter_session', 'list_counter_sessions'],
  });
  const expected = found.data?.sums.cash;
  const difference = expected === undefined ? undefined : counted - expected;
  const shut = async (): Promise<void> => {
    const said = notes.trim() === '' ? {} : { notes: notes.trim() };
    const body = { closing_amount: counted, pieces: [...pieces], ...said };
    await close.mutateAsync({ params: { id: session.id }, body });
    keepClosed({ session_id: session.id, till: name });
  };
  return (
    <Page title={say('closeTitle')}>
      <Stack gap="md" maw={560}>
        {found.error !== null && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
        {/* in the place of the form that had the focus: the keys go on from here */}
        <div tabIndex={-1} ref={focusWhenShown}>
          <Facts>
            <Fact name={say('counted')}>
              <Money amount={counted} currency={currency} />
            </Fact>
            {expected !== undefined && (
              <Fact name={say('expected')}>
                <Money amount={expected} currency={currency} />
              </Fact>
            )}
          </Facts>
        </div>
        {difference !== undefined && (
          <div className={difference === 0 ? 'count-sum' : 'count-sum count-differs'} role="status">
            <Text span size="lg">
              {say(difference === 0 ? 'exact' : difference < 0 ? 'missing' : 'tooMuch')}
            </Text>
            <Text span className="till-sum">
              <Money amount={Math.abs(difference)} currency={currency} />
            </Text>
          </div>
        )}
        <Textarea
          size="md"
          label={say('notes')}
          description={say('notesLead')}
          autosize
          minRows={2}
          value={notes}
          onChange={(event) => setNotes(event.currentTarget.value)}
        />
        <Text c="dimmed">{say('closeForGood')}</Text>
        {close.error !== null && <Trouble error={close.error} />}
        <Group justify="space-between">
          <Group gap="xs">
            <Button size="lg" variant="default" onClick={onBack}>
              {say('backToDay')}
            </Button>
            <Button size="lg" variant="default" onClick={onRecount}>
              {say('countAgain')}
            </Button>
          </Group>
          <Button
            size="lg"
            color="red.9"
            disabled={difference === undefined}
            loading={close.isPending}
            onClick={() => void shut().catch(() => undefined)}
          >
            {say('closeNow')}
          </Button>
        </Group>
      </Stack>
    </Page>
  );
}
