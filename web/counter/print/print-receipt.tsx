import { Button } from '@mantine/core';
import { PrinterIcon } from '@heroicons/react/24/outline';
import { useRef, useState, type ReactNode } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { call, type Answer } from '../../api/call.ts';
import { sayDone, sayFailed } from '../../kit/done.ts';
import { useProblemText } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { Paper } from './paper.tsx';
import { usePrinter } from './use-printer.ts';
import { words } from './words.ts';

type Receipt = Answer<'issue_receipt'>;

/** Prints the receipt of an order: on the till's printer where it has one, and by the browser else, or when that one fails. */
export function PrintReceipt({ order_id }: { readonly order_id: number }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const textOf = useProblemText();
  const { counter_id } = useTill();
  const printer = usePrinter();
  const button = useRef<HTMLButtonElement>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState(false);
  const [receipt, setReceipt] = useState<Receipt>();
  const params = { id: order_id };
  const onPaper = async (): Promise<void> => {
    const found = await call('issue_receipt', { params, body: { counter_id, language } });
    // the paper has to be there before the browser prints, and the page waits until its dialog is closed
    flushSync(() => setReceipt(found));
    print();
  };
  const onPrinter = async (): Promise<void> => {
    await call('print_receipt', { params, body: { counter_id, language } });
    sayDone(say('sent'));
  };
  const go = async (work: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailed(false);
    try {
      await work();
    } catch (error) {
      setFailed(true);
      sayFailed(textOf(error));
    } finally {
      setReceipt(undefined);
      flushSync(() => setBusy(false));
      // a button that works is no place for the focus: it comes back, for whoever has no mouse
      if (document.activeElement === document.body) button.current?.focus();
    }
  };
  return (
    <>
      <Button
        ref={button}
        size="md"
        variant="default"
        loading={busy}
        leftSection={<PrinterIcon width={22} aria-hidden />}
        onClick={() => void go(printer === null ? onPaper : onPrinter)}
      >
        {say('receipt')}
      </Button>
      {failed && printer !== null && (
        <Button size="md" variant="default" loading={busy} onClick={() => void go(onPaper)}>
          {say('byBrowser')}
        </Button>
      )}
      {receipt !== undefined && createPortal(<Paper receipt={receipt} />, document.body)}
    </>
  );
}
