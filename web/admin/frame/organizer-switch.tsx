import { Text } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { useMe, useOrganizer } from '../../session/me.ts';

const OrganizerChoice = lazy(() => import('./organizer-choice.tsx'));

/** Whose office this is; a choice where several are reached. */
export function OrganizerSwitch(): ReactNode {
  const { organizers } = useMe();
  const organizer = useOrganizer();
  if (organizer === undefined) return null;
  const name = <Text c="dimmed">{organizer.name}</Text>;
  if (organizers.length === 1) return name;
  return (
    <Suspense fallback={name}>
      <OrganizerChoice />
    </Suspense>
  );
}
