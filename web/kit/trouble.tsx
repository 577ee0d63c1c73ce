import { Alert, Button, Code, Stack, Text } from '@mantine/core';
import { ExclamationTriangleIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { ApiProblem, ApiUnreachable } from '../api/problem.ts';
import type { PlainKey } from '../words/define.ts';
import { useWords } from '../words/use-words.ts';
import { words as problemWords } from './problem-words.ts';
import { words } from './words.ts';

type Known = PlainKey<typeof problemWords.fr>;

/** Says an error in the user's language, with what to do about it. */
export function useProblemText(): (error: unknown) => string {
  const say = useWords(problemWords);
  return (error) => {
    if (error instanceof ApiUnreachable) return say('unreachable');
    if (!(error instanceof ApiProblem)) return say('unexpected');
    // a code that we have no words for is told in the office's own
    return Object.hasOwn(problemWords.fr, error.code) ? say(error.code as Known) : error.problem.title;
  };
}

interface TroubleProps {
  readonly error: unknown;
  readonly onRetry?: () => void;
}

/** An error in the place of what it kept from being shown, or above the form that it stopped. */
export function Trouble({ error, onRetry }: TroubleProps): ReactNode {
  const say = useWords(words);
  const sayProblem = useWords(problemWords);
  const textOf = useProblemText();
  return (
    <Alert
      color="red"
      variant="outline"
      role="alert"
      icon={<ExclamationTriangleIcon aria-hidden />}
      title={textOf(error)}
    >
      <Stack gap="xs" align="flex-start">
        {error instanceof ApiProblem && (
          <Text size="xs" c="dimmed">
            {error.code} · {sayProblem('request', { id: error.problem.request_id })}
          </Text>
        )}
        {onRetry !== undefined && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {say('retry')}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** In the place of a page that threw while it was drawn. */
export function BrokenPage({ error }: { readonly error: unknown }): ReactNode {
  const say = useWords(words);
  if (error instanceof ApiProblem || error instanceof ApiUnreachable)
    return <Trouble error={error} onRetry={() => location.reload()} />;
  return (
    <Alert color="red" variant="outline" role="alert" title={say('broken')}>
      <Stack gap="xs" align="flex-start">
        <Text size="sm">{say('brokenNext')}</Text>
        <Code block>{error instanceof Error ? error.message : String(error)}</Code>
        <Button size="xs" variant="default" onClick={() => location.reload()}>
          {say('reload')}
        </Button>
      </Stack>
    </Alert>
  );
}
