import { words as problemWords } from '../../kit/problem-words.ts';
import type { PlainKey } from '../../words/define.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

type Word = PlainKey<typeof words.fr>;
type ProblemWord = PlainKey<typeof problemWords.fr>;

/** What a field is called; its own name where we have no word. */
export function useFieldWord(): (field: string) => string {
  const say = useWords(words);
  return (field) => (Object.hasOwn(words.fr, `field_${field}`) ? say(`field_${field}` as Word) : field);
}

/** What is wrong with a cell, or what the office says against a row. */
export function useComplaintWord(): (code: string) => string {
  const say = useWords(words);
  const sayProblem = useWords(problemWords);
  return (code) => {
    if (Object.hasOwn(words.fr, `wrong_${code}`)) return say(`wrong_${code}` as Word);
    return Object.hasOwn(problemWords.fr, code) ? sayProblem(code as ProblemWord) : code;
  };
}
