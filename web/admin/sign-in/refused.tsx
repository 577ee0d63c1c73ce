import { Alert, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { isProblem } from '../../api/problem.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

const wait_default_ms = 60_000;

interface RefusedProps {
  readonly error: unknown;
  /** what was asked for */
  readonly step: 'password' | 'code';
}

/** Why nobody got in, and what to do; whether the address is known is not said. */
export function Refused({ error, step }: RefusedProps): ReactNode {
  const say = useWords(words);
  if (isProblem(error, 'unauthenticated'))
    return (
      <Alert
        color="red"
        variant="outline"
        role="alert"
        title={say(step === 'password' ? 'wrong' : 'tooLate')}
      >
        <Text size="sm">{say(step === 'password' ? 'wrongNext' : 'tooLateNext')}</Text>
      </Alert>
    );
  if (isProblem(error, 'rate_limited')) {
    const told = error.problem.details?.['retry_after_ms'];
    const seconds = Math.ceil((typeof told === 'number' ? told : wait_default_ms) / 1000);
    return (
      <Alert color="red" variant="outline" role="alert" title={say('tooMany')}>
        <Text size="sm">{say('tooManyNext', { seconds })}</Text>
      </Alert>
    );
  }
  return <Trouble error={error} />;
}
