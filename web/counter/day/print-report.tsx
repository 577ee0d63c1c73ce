import { Button, Group } from '@mantine/core';
import { PrinterIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { call } from '../../api/call.ts';
import { sayDone, sayFailed } from '../../kit/done.ts';
import { useProblemText } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Setup } from '../frame/till.ts';
import { words } from './words.ts';

interface PrintReportProps {
  readonly session_id: number;
  readonly counter_id: number;
  readonly setup: Setup;
}

/**
 * The ways to paper: the till's printer in the network, where it has one, and the printer of the browser, for which the page's
 * own print sheet makes a roll of 80 mm.
 */
export function PrintReport({ session_id, counter_id, setup }: PrintReportProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const textOf = useProblemText();
  const [busy, setBusy] = useState(false);
  const printer = setup.tills.find(({ id }) => id === counter_id)?.printer ?? null;
  const send = async (): Promise<void> => {
    setBusy(true);
    try {
      await call('print_session_report', { params: { id: session_id }, body: { counter_id, language } });
      sayDone(say('sent'));
    } catch (error) {
      sayFailed(textOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Group className="no-print" gap="xs">
      {printer !== null && (
        <Button
          size="md"
          loading={busy}
          leftSection={<PrinterIcon width={20} aria-hidden />}
          onClick={() => void send()}
        >
          {say('print')}
        </Button>
      )}
      <Button
        size="md"
        variant="default"
        leftSection={<PrinterIcon width={20} aria-hidden />}
        onClick={() => window.print()}
      >
        {say(printer === null ? 'print' : 'printByBrowser')}
      </Button>
    </Group>
  );
}
