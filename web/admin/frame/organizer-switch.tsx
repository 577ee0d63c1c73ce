import { NativeSelect, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { chooseOrganizer, useMe, useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';

/** Whose office this is; a choice where several are reached. */
export function OrganizerSwitch(): ReactNode {
  const say = useWords(words);
  const { organizers } = useMe();
  const organizer = useOrganizer();
  if (organizer === undefined) return null;
  if (organizers.length === 1) return <Text c="dimmed">{organizer.name}</Text>;
  return (
    <NativeSelect
      size="xs"
      aria-label={say('organizer')}
      value={String(organizer.id)}
      onChange={(event) => chooseOrganizer(Number(event.currentTarget.value))}
      data={organizers.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}
