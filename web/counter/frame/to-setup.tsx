import { Anchor } from '@mantine/core';
import type { ReactNode } from 'react';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { useTill } from './till.ts';

interface ToSetupProps {
  readonly part: 'articles' | 'payments';
}

/** The way to where the shop is set up, for who may and is signed in here. */
export function ToSetup({ part }: ToSetupProps): ReactNode {
  return useTill().setup.caller.kind === 'user' ? <IfAllowed part={part} /> : null;
}

function IfAllowed({ part }: ToSetupProps): ReactNode {
  const say = useWords(words);
  if (!useMay()('counter.write')) return null;
  return <Anchor href={`/admin/counter-setup/${part}`}>{say('setUp')}</Anchor>;
}
