import { Button, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { words } from './words.ts';

interface OperatorPartProps {
  /** who held it before */
  readonly operators: readonly string[];
  readonly onTaken: (operator: string) => void;
  /** undefined: somebody has to say */
  readonly onBack: (() => void) | undefined;
}

const name_chars_max = 80;

/** Who holds the device from now on: a name that was said before is one tap. */
export function OperatorPart({ operators, onTaken, onBack }: OperatorPartProps): ReactNode {
  const say = useWords(words);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  return (
    <form
      aria-labelledby="who"
      onSubmit={(event) => {
        event.preventDefault();
        // a ticket scanned here is nobody's name
        if (/\p{L}/u.test(text)) onTaken(text.trim());
        else setMissing(true);
      }}
    >
      <Stack gap="sm">
        <Title order={2} size="h3" id="who">
          {say('who')}
        </Title>
        <Text>{say('whoWhy')}</Text>
        {operators.map((name) => (
          <Button key={name} size="lg" variant="default" onClick={() => onTaken(name)}>
            {name}
          </Button>
        ))}
        <TextInput
          label={say('whoName')}
          size="lg"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          error={missing && say('whoNeeded')}
          maxLength={name_chars_max}
          autoComplete="off"
          autoCapitalize="words"
          spellCheck={false}
        />
        <Group gap="xs">
          <Button type="submit" size="lg">
            {say('whoStart')}
          </Button>
          {onBack !== undefined && (
            <Button size="lg" variant="default" onClick={onBack}>
              {say('whoBack')}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
