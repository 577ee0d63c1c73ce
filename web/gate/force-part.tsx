import { Button, Group, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { words } from './force-words.ts';

/** Lets in against the rules: one tap more for why, since it goes into the ledger. */
export default function ForcePart({ onForce }: { readonly onForce: (reason: string) => void }): ReactNode {
  const say = useWords(words);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  if (!open)
    return (
      <Button variant="outline" color="white" onClick={() => setOpen(true)}>
        {say('force')}
      </Button>
    );
  const usual = [say('paid'), say('mistake'), say('agreed')];
  return (
    <form
      className="verdict-force"
      aria-label={say('force')}
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') onForce(text.trim());
      }}
    >
      {usual.map((reason) => (
        <Button key={reason} variant="white" color="dark" onClick={() => onForce(reason)}>
          {reason}
        </Button>
      ))}
      <Group align="flex-end" wrap="nowrap" gap="xs">
        <TextInput
          label={say('other')}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          maxLength={200}
          autoComplete="off"
          ta="left"
          flex={1}
        />
        <Button type="submit" variant="white" color="dark">
          {say('letIn')}
        </Button>
      </Group>
    </form>
  );
}
