import { Button, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Money } from '../../kit/money.tsx';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { words } from './words.ts';

/** The session of this till as it stands. */
export default function DayPage(): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { session, currency, zone, holder, leave } = useTill();
  const found = useAsk('find_counter_session', { params: { id: session.id } });
  const sums = found.data?.sums;
  const money = (amount: number): ReactNode => <Money amount={amount} currency={currency} />;
  return (
    <Page
      title={say('title')}
      actions={
        <Button variant="default" size="md" onClick={leave}>
          {say('another')}
        </Button>
      }
    >
      {found.error !== null && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {sums !== undefined && (
        <Stack maw={560}>
          <Facts>
            <Fact name={say('holder')}>{holder}</Fact>
            <Fact name={say('opened')}>{whenText(session.opened_at, 'both', { zone, language })}</Fact>
            <Fact name={say('float')}>{money(session.opening_amount)}</Fact>
            <Fact name={say('sold')}>{money(sums.sold)}</Fact>
            <Fact name={say('returned')}>{money(sums.returned)}</Fact>
            <Fact name={say('cash')}>{money(sums.cash)}</Fact>
          </Facts>
        </Stack>
      )}
    </Page>
  );
}
