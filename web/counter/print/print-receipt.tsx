import { Button } from '@mantine/core';
import { PrinterIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { createPortal, flushSync } from 'react-dom';
import { call, type Answer } from '../../api/call.ts';
import { sayFailed } from '../../kit/done.ts';
import { useProblemText } from '../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { Paper } from './paper.tsx';
import { words } from './words.ts';

type Receipt = Answer<'find_receipt'>;

/** Prints the receipt of an order on the paper of this till. */
export function PrintReceipt({ order_id }: { readonly order_id: number }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const textOf = useProblemText();
  const [busy, setBusy] = useState(false);
  const [receipt, setReceipt] = useState<Receipt>();
  const go = async (): Promise<void> => {
    setBusy(true);
    try {
      const found = await call('find_receipt', { params: { id: order_id }, query: { language } });
      // the paper has to be there before the browser prints, and the page waits until its dialog is closed
      flushSync(() => setReceipt(found));
      print();
    } catch (error) {
      sayFailed(textOf(error));
    } finally {
      setReceipt(undefined);
      setBusy(false);
    }
  };
  return (
    <>
      <Button
        size="md"
        variant="default"
        loading={busy}
        leftSection={<PrinterIcon width={22} aria-hidden />}
        onClick={() => void go()}
      >
        {say('receipt')}
      </Button>
      {receipt !== undefined && createPortal(<Paper receipt={receipt} />, document.body)}
    </>
  );
}
