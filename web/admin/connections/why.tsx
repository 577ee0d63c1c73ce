import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { AsideReason, DeliveryReason, RunReason } from '../../../src/domain/hub-reasons.ts';
import type { Say } from '../../words/define.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './why-words.ts';

type Code = AsideReason['code'] | DeliveryReason['code'] | RunReason['code'];
// each code has its words
words.fr satisfies Readonly<Record<Code, string>>;

interface Reason {
  readonly code: Code;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What says more in its own words than its code: what went wrong on the way there, and what was not understood. */
const detailed: ReadonlySet<Code> = new Set([
  ...(['credentials', 'unavailable', 'nonsense', 'not_read', 'not_taken', 'fault', 'not_called'] as const),
]);

interface WhyProps {
  /** null: it has no code */
  readonly why: Reason | null;
  /** the office's own sentence, or what was answered */
  readonly text: string;
  readonly system: string;
}

/** Why something was not told to a system, or not taken from it: in the reader's language; what it answered as it came. */
export function Why({ why, text, system }: WhyProps): ReactNode {
  const say = useWords(words);
  if (why === null) return text;
  return (
    <>
      {sayReason(say, why, system)}
      {detailed.has(why.code) && (
        <Text component="span" size="xs" c="dimmed" display="block">
          {say('inItsWords', { words: text })}
        </Text>
      )}
    </>
  );
}

function sayReason(say: Say<typeof words.fr>, { code, params }: Reason, system: string): string {
  if (code === 'answered' && (params['words'] ?? '') === '') return say('answeredNothing', { system });
  const { id = '', value = '', field } = params;
  if (code === 'not_known_here' && params['kind'] === 'event')
    return say('not_known_here_event', { system, id });
  if ((code === 'bad_date' || code === 'bad_amount') && field === '')
    return say(`${code}_alone`, { system, value });
  if (code === 'not_known_here' && params['kind'] === 'session')
    return say('not_known_here_session', { system, id });
  // the office sends with a code what its words have places for
  return (say as (key: string, values: object) => string)(code, { ...params, system });
}

/** What a system gave that could not be taken: the words are the office's, and technical. */
export function WhyAside({ why, text, system }: WhyProps): ReactNode {
  const say = useWords(words);
  if (why === null) return say('notUnderstood', { system, words: text });
  return <Why why={why} text={text} system={system} />;
}
