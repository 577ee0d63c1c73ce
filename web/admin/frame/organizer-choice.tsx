import { NativeSelect } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { chooseOrganizer, useMe, useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';

/** Turns to another office. Loaded for who reaches several, which few do. */
export default function OrganizerChoice(): ReactNode {
  const say = useWords(words);
  const { organizers } = useMe();
  const organizer = useOrganizer();
  const navigate = useNavigate();
  const turn = (id: number): void => {
    chooseOrganizer(id);
    // a thing of the one office is none of the other's: the list it stands in is there in both
    void navigate({ to: `/${location.pathname.split('/')[2] ?? ''}` });
  };
  return (
    <NativeSelect
      size="xs"
      aria-label={say('organizer')}
      value={String(organizer?.id)}
      onChange={(event) => turn(Number(event.currentTarget.value))}
      data={organizers.map(({ id, name }) => ({ value: String(id), label: name }))}
    />
  );
}
