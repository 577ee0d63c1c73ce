import { Button } from '@mantine/core';
import { LockOpenIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { call } from '../../api/call.ts';
import { sayFailed } from '../../kit/done.ts';
import { useProblemText } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { usePrinter } from './use-printer.ts';
import { words } from './words.ts';

/** Where the drawer hangs on the till's printer: opens it without paper, which the ledger notes. */
export function OpenDrawer(): ReactNode {
  const say = useWords(words);
  const textOf = useProblemText();
  const { counter_id } = useTill();
  const printer = usePrinter();
  const [busy, setBusy] = useState(false);
  if (printer === null || !printer.opens_drawer) return null;
  const open = async (): Promise<void> => {
    setBusy(true);
    try {
      await call('open_drawer', { params: { id: counter_id } });
    } catch (error) {
      sayFailed(textOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button
      size="md"
      variant="default"
      loading={busy}
      leftSection={<LockOpenIcon width={22} aria-hidden />}
      onClick={() => void open()}
    >
      {say('drawer')}
    </Button>
  );
}
