import { Alert, Code, Stack, Text } from '@mantine/core';
import { CheckCircleIcon, ExclamationTriangleIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

interface TestedProps {
  readonly result: Answer<'test_connection'>;
  /** what people call it */
  readonly system: string;
}

/** What a test came to, in plain words: what is wrong, and what to do about it. */
export function Tested({ result, system }: TestedProps): ReactNode {
  const say = useWords(words);
  const { kind } = result;
  if (result.reached || kind === null)
    return (
      <Alert
        color="green.9"
        variant="outline"
        role="status"
        icon={<CheckCircleIcon aria-hidden />}
        title={say('tested')}
      >
        {result.words}
      </Alert>
    );
  return (
    <Alert
      color="red"
      variant="outline"
      role="alert"
      icon={<ExclamationTriangleIcon aria-hidden />}
      title={say(`fail_${kind}`, { system })}
    >
      <Stack gap="xs">
        <Text size="sm">{say(`fail_${kind}_next`, { system })}</Text>
        <Text size="xs">
          {say('saidThere')} : <Code>{result.words}</Code>
        </Text>
      </Stack>
    </Alert>
  );
}
