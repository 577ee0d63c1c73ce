import { ActionIcon } from '@mantine/core';
import { PrinterIcon } from '@heroicons/react/24/outline';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { words } from './words.ts';

const PrinterDialog = lazy(() => import('./printer-dialog.tsx'));

/** For who sets tills up, and is signed in here to do so. */
export function PrinterButton(): ReactNode {
  return useTill().setup.caller.kind === 'user' ? <IfAllowed /> : null;
}

function IfAllowed(): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (!may('counter.write')) return null;
  return (
    <>
      <ActionIcon
        className="till-printer"
        variant="default"
        size={44}
        aria-label={say('printer')}
        title={say('printer')}
        onClick={() => setOpen(true)}
      >
        <PrinterIcon width={22} aria-hidden />
      </ActionIcon>
      <Suspense>{open && <PrinterDialog onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
