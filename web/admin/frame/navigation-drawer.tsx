import { Drawer, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Preferences } from '../../kit/preferences.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { Navigation } from './navigation-list.tsx';
import { OrganizerSwitch } from './organizer-switch.tsx';
import { SignedIn } from './signed-in.tsx';

interface NavigationDrawerProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** All that stands beside and above a page, where there is no room beside it. */
export default function NavigationDrawer({ opened, onClose }: NavigationDrawerProps): ReactNode {
  const say = useWords(words);
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      hiddenFrom="sm"
      size="min(20rem, 90vw)"
      title={<Text fw={700}>Guichet</Text>}
      closeButtonProps={{ 'aria-label': say('closeMenu') }}
    >
      <Stack gap="md">
        <OrganizerSwitch />
        <nav aria-label={say('navigation')}>
          <Navigation onFollowed={onClose} />
        </nav>
        <SignedIn />
        <Preferences />
      </Stack>
    </Drawer>
  );
}
