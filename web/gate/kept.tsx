import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { tagOf } from '../kit/money-text.ts';
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
  const zone = view.setup?.organizer.zone ?? 'UTC';
  return (
    <>
      {differing.length > 0 && (
        <Alert color="orange" title={say('conflicts', { count: differing.length })}>
          <Stack gap="xs">
            {differing.map((attempt) => (
              <Row key={attempt.nonce} attempt={attempt} gate={gate} zone={zone} />
            ))}
          </Stack>
        </Alert>
      )}
      {rejected.length > 0 && (
        <Alert color="red" title={say('rejected', { count: rejected.length })}>
          <Stack gap="xs">
            {rejected.map((attempt) => (
              <Row key={attempt.nonce} attempt={attempt} gate={gate} zone={zone} again />
            ))}
          </Stack>
        </Alert>
      )}
    </>
  );
}

interface RowProps {
  readonly gate: Gate;
  readonly attempt: Attempt;
  /** of the organizer, as the verdict tells times */
  readonly zone: string;
  /** it may be sent again */
  readonly again?: boolean;
}

function Row({ gate, attempt, zone, again = false }: RowProps): ReactNode {
  const say = useWords(words);
  const sayWhy = useWhy();
  const time = new Intl.DateTimeFormat(tagOf(useLanguage()), {
    ...{ dateStyle: 'short', timeStyle: 'medium', timeZone: zone },
  });
  const { nonce, at, holder, operator, reason, refused, ticket_id, code, other } = attempt;
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text size="sm" fw={600}>
          {holder || (ticket_id === null ? code : say('ticketOf', { id: ticket_id }))}
        </Text>
        <Text size="sm">{sayWhy(reason)}</Text>
        {refused !== undefined && <Text size="sm">{say('refusedHere', { why: sayWhy(refused) })}</Text>}
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
      <Stack gap="xs" flex="none">
        {again && (
          <Button size="xs" variant="default" onClick={() => void gate.sendAgain(attempt)}>
            {say('sendAgain')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => void gate.forget(nonce)}>
          {say('seen')}
        </Button>
      </Stack>
    </Group>
  );
}

/** A rung of the ladder, or a code of docs/errors.md, in words for who stands at the door. */
function useWhy(): (code: string) => string {
  const say = useWords(words);
  const sayRefusal = useWords(refusals);
  return (code) => {
    if (code in refusals.fr) return sayRefusal(code as 'already_used');
    if (code === 'forbidden' || code === 'not_found') return say(code);
    return say('notTaken', { code });
  };
}
