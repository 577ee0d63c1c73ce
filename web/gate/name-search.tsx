import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import type { Gate } from './gate.ts';
import type { FoundByName } from './held.ts';
import { name_letters_min } from './names.ts';
import { words } from './words.ts';

interface NameSearchProps {
  readonly gate: Gate;
  readonly onTicket: (ticket_id: number) => void;
  readonly onCode: (code: string) => void;
}

/** Whoever has no code at hand is found by name, in what the device holds. */
export function NameSearch({ gate, onTicket, onCode }: NameSearchProps): ReactNode {
  const say = useWords(words);
  const [text, setText] = useState('');
  const [found, setFound] = useState<{ readonly text: string; readonly result: FoundByName }>();
  const asked = text.trim().length >= name_letters_min;
  useEffect(() => {
    let wanted = true;
    if (asked) void gate.search(text).then((result) => wanted && setFound({ text, result }));
    return () => {
      wanted = false;
    };
  }, [gate, text, asked]);
  const result = asked && found?.text === text ? found.result : undefined;
  return (
    <Stack gap="xs">
      <TextInput
        label={say('byName')}
        description={say('byNameHow')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onFocus={() => gate.readyToSearch()}
        onKeyDown={({ key }) => {
          // a handheld scanner types wherever the focus is, and ends with this key
          if (key !== 'Enter' || !/^\S*\d\S*$/.test(text)) return;
          setText('');
          onCode(text);
        }}
        autoComplete="off"
      />
      {result?.tickets.length === 0 && <Text>{say('nobody')}</Text>}
      {result?.tickets.map((ticket) => (
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
      {result?.more === true && <Text>{say('byNameMore')}</Text>}
    </Stack>
  );
}
