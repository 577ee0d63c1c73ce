import { Alert, Text } from '@mantine/core';
import { ExclamationTriangleIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Connection } from './health.tsx';
import { Why } from './why.tsx';
import { words } from './words.ts';

interface StandingProps {
  readonly connection: Connection;
  readonly system: string;
}

/** What keeps a system from being called, until when, and what went wrong with it last. */
export function Standing({ connection, system }: StandingProps): ReactNode {
  const { trouble, trouble_why } = connection;
  const held = useHeld(connection, system);
  if (held === undefined && trouble === '') return null;
  const halted = connection.health === 'halted';
  return (
    <Alert
      color={halted ? 'red' : 'orange.9'}
      variant="outline"
      role="status"
      icon={<ExclamationTriangleIcon aria-hidden />}
      title={held}
    >
      {trouble !== '' && (
        <Text size="sm" component="div" style={{ overflowWrap: 'anywhere' }}>
          <Why why={trouble_why} text={trouble} system={system} />
        </Text>
      )}
    </Alert>
  );
}

function useHeld({ health, asked_until, paused_until }: Connection, system: string): ReactNode {
  const say = useWords(words);
  if (health === 'halted') return say('heldHalted', { system });
  if (health !== 'paused') return undefined;
  if (asked_until !== null)
    return (
      <>
        {say('heldAsked', { system })} <When at={asked_until} as="exact" />
      </>
    );
  return paused_until === null ? undefined : (
    <>
      {say('heldPaused', { system })} <When at={paused_until} as="exact" />
    </>
  );
}
