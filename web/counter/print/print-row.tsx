import { Button, Group } from '@mantine/core';
import { QrCodeIcon, TicketIcon } from '@heroicons/react/24/outline';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { sayFailed } from '../../kit/done.ts';
import { useWords } from '../../words/use-words.ts';
import { OpenDrawer } from './open-drawer.tsx';
import { PrintReceipt } from './print-receipt.tsx';
import { printPdf } from './print-tickets.ts';
import { words } from './words.ts';

const ShowLink = lazy(() => import('./show-link.tsx'));

interface PrintRowProps {
  readonly order_id: number;
  readonly links: { readonly page: string; readonly tickets_pdf: string | null };
}

/** What the customer takes along: tickets on paper, the receipt, or a code that opens their page. */
export function PrintRow({ order_id, links }: PrintRowProps): ReactNode {
  const say = useWords(words);
  const [showing, setShowing] = useState(false);
  const { page, tickets_pdf } = links;
  return (
    <Group gap="xs">
      {tickets_pdf !== null && (
        <Button
          size="md"
          variant="default"
          leftSection={<TicketIcon width={22} aria-hidden />}
          onClick={() => void printPdf(tickets_pdf).catch(() => sayFailed(say('failed')))}
        >
          {say('tickets')}
        </Button>
      )}
      <PrintReceipt order_id={order_id} />
      <OpenDrawer />
      {tickets_pdf !== null && (
        <Button
          size="md"
          variant="default"
          leftSection={<QrCodeIcon width={22} aria-hidden />}
          onClick={() => setShowing(true)}
        >
          {say('show')}
        </Button>
      )}
      <Suspense>{showing && <ShowLink link={page} onClose={() => setShowing(false)} />}</Suspense>
    </Group>
  );
}
