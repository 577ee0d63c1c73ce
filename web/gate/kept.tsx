import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage, useWords } from '../words/use-words.ts';
import type { Gate, GateView } from './gate.ts';
import type { Attempt } from './store.ts';
import { words } from './words.ts';

/** What a person has to hear of: entries that the office would not have given, and scans that it did not take. */
export function Kept({ gate, view }: { readonly gate: Gate; readonly view: GateView }): ReactNode {
  const say = useWords(words);
  const { differing, rejected } = view;
  return (
    <>
      {differing.length > 0 && (
        <Alert color="orange" title={say('conflicts', { count: differing.length })}>
          <List gate={gate} attempts={differing} />
        </Alert>
      )}
      {rejected.length > 0 && (
        <Alert color="red" title={say('rejected', { count: rejected.length })}>
          <List gate={gate} attempts={rejected} />
        </Alert>
      )}
    </>
  );
}

function List({ gate, attempts }: { readonly gate: Gate; readonly attempts: readonly Attempt[] }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <Stack gap="xs">
      {attempts.map(({ nonce, at, holder, reason, ticket_id }) => (
        <Group key={nonce} justify="space-between" wrap="nowrap">
          <Text size="sm">
            {time.format(at)} · {holder === '' ? say('ticketOf', { id: ticket_id }) : holder} ·{' '}
            {reasonText(say, reason)}
          </Text>
          <Button size="xs" variant="default" flex="none" onClick={() => void gate.forget(nonce)}>
            {say('seen')}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}

type SayGate = ReturnType<typeof useWords<(typeof words)['fr']>>;

/** Reasons of the ladder have words; what else the office says is its code. */
function reasonText(say: SayGate, reason: string): string {
  return reason in words.fr ? say(reason as 'already_used') : reason;
}
