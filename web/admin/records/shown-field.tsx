import type { ReactNode } from 'react';
import { Money } from '../../kit/money.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Field, FieldContext } from './fields.ts';
import { words } from './words.ts';

const lines_shown = 3;

/** A field as it stands in a list. */
export function useShownField(context: FieldContext): (field: Field, value: unknown) => ReactNode {
  const say = useWords(words);
  return ({ kind, options = [] }, value) => {
    if (kind === 'flag') return say(value === true ? 'yes' : 'no');
    const none = options.find((option) => option.value === '')?.label ?? '–';
    if (value === null || value === undefined || value === '') return kind === 'row' ? none : '–';
    if (kind === 'amount' && typeof value === 'number')
      return <Money amount={value} currency={context.currency} />;
    if (kind === 'percent' && typeof value === 'number') return `${context.percentText(value)} %`;
    if (kind === 'instant' && typeof value === 'string') return <When at={value} />;
    if (kind === 'lines' && Array.isArray(value)) {
      const more = value.length > lines_shown ? '…' : '';
      return value.length === 0 ? '–' : `${value.slice(0, lines_shown).join(', ')}${more}`;
    }
    const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
    return options.find((option) => option.value === text)?.label ?? text;
  };
}
