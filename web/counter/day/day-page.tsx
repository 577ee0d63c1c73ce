import { Button, Group, Skeleton, Stack } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Fact, Facts } from '../../kit/facts.tsx';
import { Money } from '../../kit/money.tsx';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { KeptSales } from '../away/kept-sales.tsx';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { OwnPin } from '../lock/own-pin.tsx';
import { CashMoves } from './cash-moves.tsx';
import { CloseTill } from './close-till.tsx';
import { Closings } from './closings.tsx';
import { PrintReport } from './print-report.tsx';
import { ReportPaper } from './report-paper.tsx';
import { words } from './words.ts';

/** The session of this till as it stands, and its end. What must lie in the drawer is not shown until somebody asks. */
export default function DayPage(): ReactNode {
  const say = useWords(words);
  const { session, leave } = useTill();
  const [closing, setClosing] = useState(false);
  const [shown, setShown] = useState<number>();
  const found = useAsk('find_counter_session', { params: { id: session.id } });
  if (closing) return <CloseTill onBack={() => setClosing(false)} />;
  return (
    <Page
      title={say('title')}
      actions={
        <Group gap="xs" className="no-print">
          <Button variant="default" size="md" onClick={leave}>
            {say('another')}
          </Button>
          <Button size="md" onClick={() => setClosing(true)}>
            {say('close')}
          </Button>
        </Group>
      }
    >
      {found.error !== null && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.data === undefined ? (
        <Skeleton height={240} maw={720} />
      ) : (
        <div className="day-columns">
          <Stack className="no-print">
            <Standing />
            <KeptSales />
            <CashMoves detail={found.data} />
            <OwnPin />
          </Stack>
          {shown === undefined ? (
            <Stack>
              <AskX onShow={() => setShown(session.id)} />
              <Closings onShow={setShown} />
            </Stack>
          ) : (
            <ShownReport session_id={shown} onBack={() => setShown(undefined)} />
          )}
        </div>
      )}
    </Page>
  );
}

function Standing(): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { session, currency, zone, holder } = useTill();
  return (
    <Section title={say('standing')}>
      <Facts>
        <Fact name={say('holder')}>{holder}</Fact>
        <Fact name={say('opened')}>{whenText(session.opened_at, 'both', { zone, language })}</Fact>
        <Fact name={say('float')}>
          <Money amount={session.opening_amount} currency={currency} />
        </Fact>
      </Facts>
    </Section>
  );
}

interface AskXProps {
  readonly onShow: () => void;
}

function AskX({ onShow }: AskXProps): ReactNode {
  const say = useWords(words);
  return (
    <Section title={say('reportX')} lead={say('reportXLead')}>
      <Group>
        <Button variant="default" size="md" onClick={onShow}>
          {say('showX')}
        </Button>
      </Group>
    </Section>
  );
}

interface ShownReportProps {
  readonly session_id: number;
  readonly onBack: () => void;
}

/** The X of the day, or the Z of one that is over: one paper at a time, for the printer. */
function ShownReport({ session_id, onBack }: ShownReportProps): ReactNode {
  const say = useWords(words);
  const { counter_id, name, zone, setup } = useTill();
  const found = useAsk('find_counter_session', { params: { id: session_id } });
  return (
    <Stack gap="sm" align="flex-start">
      <Group className="no-print">
        <Button variant="default" size="md" onClick={onBack}>
          {say('hideReport')}
        </Button>
        <PrintReport session_id={session_id} counter_id={counter_id} setup={setup} />
      </Group>
      {found.error !== null && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
      {found.data === undefined ? (
        <Skeleton height={400} maw={370} />
      ) : (
        <ReportPaper detail={found.data} organizer={setup.organizer.name} till={name} zone={zone} />
      )}
    </Stack>
  );
}
