import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { words as refusals } from '../kit/refusal-words.ts';
import { useLanguage, useWords } from '../words/use-words.ts';
import type { GateView } from './gate-view.ts';
import type { Gate } from './gate.ts';
import type { Attempt } from './held.ts';
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
  const sayRefusal = useWords(refusals);
  const language = useLanguage();
  const time = new Intl.DateTimeFormat(language, { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <Stack gap="xs">
      {attempts.map(({ nonce, at, holder, operator, reason, ticket_id, other }) => (
        <Group key={nonce} justify="space-between" wrap="nowrap">
          <div>
            <Text size="sm" fw={600}>
              {holder === '' ? say('ticketOf', { id: ticket_id }) : holder}
            </Text>
            <Text size="sm">{reason in refusals.fr ? sayRefusal(reason as 'already_used') : reason}</Text>
            <Text size="sm">
              {say('here', { at: time.format(at) })}
              {operator !== undefined && ` · ${operator}`}
            </Text>
            {other !== undefined && other.at !== null && (
              <Text size="sm">
                {say('elsewhere', { at: time.format(Date.parse(other.at)), where: other.where })}
              </Text>
            )}
          </div>
          <Button size="xs" variant="default" flex="none" onClick={() => void gate.forget(nonce)}>
            {say('seen')}
          </Button>
        </Group>
      ))}
    </Stack>
  );
}
