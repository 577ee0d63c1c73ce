import type { ReactNode } from 'react';
import { Empty } from '../../kit/empty.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export function NothingNamed({ text }: { readonly text: string }): ReactNode {
  const say = useWords(words);
  return <Empty title={say('nothingNamed')} next={say('nothingNamedNext', { text })} />;
}
