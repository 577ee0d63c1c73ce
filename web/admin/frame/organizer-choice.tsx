import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { chooseOrganizer, useMe, useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';

/** Turns to another office. Loaded for who reaches several, which few do. */
export default function OrganizerChoice(): ReactNode {
  const say = useWords(words);
  const { organizers } = useMe();
  const organizer = useOrganizer();
  return (
    <NativeSelect
      size="xs"
      aria-label={say('organizer')}
      value={String(organizer?.id)}
      onChange={(event) => chooseOrganizer(Number(event.currentTarget.value))}
      data={organizers.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}
