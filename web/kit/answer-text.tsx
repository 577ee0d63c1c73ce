import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { words } from './words.ts';

/** What was answered to a question, in words: "yes" and "no" are kept so in every language, several choices one a line. */
export function AnswerText({ value }: { readonly value: string }): ReactNode {
  const say = useWords(words);
  if (value === 'yes' || value === 'no') return say(value);
  return value.split('\n').join(', ');
}
