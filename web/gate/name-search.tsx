import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import type { Gate } from './gate.ts';
import { name_letters_min, type Ticket } from './store.ts';
import { words } from './words.ts';

interface NameSearchProps {
  readonly gate: Gate;
  readonly onTicket: (ticket_id: number) => void;
}

/** Whoever has no code at hand is found by name, in what the device holds. */
export function NameSearch({ gate, onTicket }: NameSearchProps): ReactNode {
  const say = useWords(words);
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ readonly text: string; readonly tickets: readonly Ticket[] }>();
  const asked = text.trim().length >= name_letters_min;
  useEffect(() => {
    let wanted = true;
    if (asked) void gate.search(text).then((tickets) => wanted && setFound({ text, tickets }));
    return () => {
      wanted = false;
    };
  }, [gate, text, asked]);
  const tickets = asked && found?.text === text ? found.tickets : undefined;
  return (
    <Stack gap="xs">
      <TextInput
        label={say('byName')}
        description={say('byNameHow')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        autoComplete="off"
      />
      {tickets?.length === 0 && <Text>{say('nobody')}</Text>}
      {tickets?.map((ticket) => (
        <Button
          key={ticket.id}
          variant="default"
          justify="flex-start"
          h="auto"
          py="xs"
          onClick={() => {
            setText('');
            onTicket(ticket.id);
          }}
        >
          {[ticket.holder, ticket.place].filter((part) => part !== '').join(' · ')}
        </Button>
      ))}
    </Stack>
  );
}
