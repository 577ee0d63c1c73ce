import { ActionIcon } from '@mantine/core';
import { QuestionMarkCircleIcon } from '@heroicons/react/24/outline';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { useShortcuts } from './shortcuts.ts';

const HelpDialog = lazy(() => import('./help-dialog.tsx'));

/** The keys of the till, on F1. */
export function Help(): ReactNode {
  const say = useWords(words);
  const [open, setOpen] = useState(false);
  useShortcuts({ F1: () => setOpen(true) });
  return (
    <>
      <ActionIcon
        className="till-help"
        variant="default"
        size={44}
        aria-label={say('keys')}
        title={`${say('keys')} (F1)`}
        aria-keyshortcuts="F1"
        onClick={() => setOpen(true)}
      >
        <QuestionMarkCircleIcon width={22} aria-hidden />
      </ActionIcon>
      <Suspense>{open && <HelpDialog onClose={() => setOpen(false)} />}</Suspense>
    </>
  );
}
