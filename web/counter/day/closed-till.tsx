import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { forget, useAsk } from '../../api/queries.ts';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Setup } from '../frame/till.ts';
import { keepClosed, type Closed } from './closed.ts';
import { PrintReport } from './print-report.tsx';
import { ReportPaper } from './report-paper.tsx';
import { words } from './words.ts';

interface ClosedTillProps {
  readonly closed: Closed;
  readonly setup: Setup;
}

/** What the day came to, once the till is closed. */
export default function ClosedTill({ closed, setup }: ClosedTillProps): ReactNode {
  const say = useWords(words);
  const found = useAsk('find_counter_session', { params: { id: closed.session_id } });
  const done = async (): Promise<void> => {
    await forget('till_setup');
    keepClosed(undefined);
  };
  const { name, zone } = setup.organizer;
  return (
    <main id="content" tabIndex={-1}>
      <Page title={say('closedTitle', { till: closed.till })}>
        <Stack gap="md" align="flex-start">
          <Text className="no-print">{say('closedLead')}</Text>
          {found.error !== null && <Trouble error={found.error} onRetry={() => void found.refetch()} />}
          <Group className="no-print">
            {found.data !== undefined && (
              <PrintReport
                session_id={closed.session_id}
                counter_id={found.data.session.counter_id}
                setup={setup}
              />
            )}
            <Button size="md" onClick={() => void done()}>
              {say('closedDone')}
            </Button>
          </Group>
          {found.data === undefined ? (
            <Skeleton height={400} maw={370} />
          ) : (
            <ReportPaper detail={found.data} organizer={name} till={closed.till} zone={zone} />
          )}
        </Stack>
      </Page>
    </main>
  );
}
