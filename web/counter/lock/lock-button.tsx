import { ActionIcon } from '@mantine/core';
import { LockClosedIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { setLocked } from './lock.ts';

/** In the head of the page: hides the till until somebody's PIN takes it. */
export default function LockButton(): ReactNode {
  const say = useWords(words);
  return (
    <ActionIcon
      size={44}
      variant="default"
      aria-label={say('lock')}
      title={say('lock')}
      onClick={() => setLocked(true)}
    >
      <LockClosedIcon width={22} aria-hidden />
    </ActionIcon>
  );
}
