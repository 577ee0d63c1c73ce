import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { chooseOrganizer, mayIn, useMe, useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';

/** For whom to sell; nothing for who sells for one alone. */
export function OrganizerChoice(): ReactNode {
  const say = useWords(words);
  const organizers = useMe().organizers.filter((one) => mayIn(one, 'counter.use'));
  const organizer = useOrganizer();
  if (organizers.length < 2) return null;
  return (
    <NativeSelect
      size="md"
      label={say('organizer')}
      value={String(organizer?.id)}
      onChange={(event) => chooseOrganizer(Number(event.currentTarget.value))}
      data={organizers.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}
