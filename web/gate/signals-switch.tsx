import { Checkbox, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { useKeptWish } from './kept-wish.ts';
import { signal } from './signals.ts';
import { words } from './words.ts';

/** What tells of a verdict beside the screen: in a quiet hall it is the motor alone, in a hand full of tickets the sound. */
export default function SignalsSwitch(): ReactNode {
  const say = useWords(words);
  const [silent, setSilent] = useKeptWish('silent');
  const [still, setStill] = useKeptWish('still');
  return (
    <Group gap="lg" role="group" aria-label={say('signals')}>
      <Checkbox
        size="md"
        label={say('sound')}
        checked={!silent}
        onChange={(event) => {
          setSilent(!event.currentTarget.checked);
          if (event.currentTarget.checked) signal('good');
        }}
      />
      {'vibrate' in navigator && (
        <Checkbox
          size="md"
          label={say('vibration')}
          checked={!still}
          onChange={(event) => {
            setStill(!event.currentTarget.checked);
            if (event.currentTarget.checked) signal('good');
          }}
        />
      )}
    </Group>
  );
}
