import { AppShell, Burger, Group } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { AnchorTo } from '../../kit/links.tsx';
import { Preferences } from '../../kit/preferences.tsx';
import { words as kitWords } from '../../kit/words.ts';
import { useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';
import { Navigation } from './navigation-list.tsx';
import { NoRole } from './no-role.tsx';
import { OrganizerSwitch } from './organizer-switch.tsx';
import { Palette } from './palette.tsx';
import { SignedIn } from './signed-in.tsx';
import { useNews } from './news.ts';

const NavigationDrawer = lazy(() => import('./navigation-drawer.tsx'));

/** What stands around every page of somebody who is signed in. Below 48 em the navigation is a drawer. */
export function Frame(): ReactNode {
  const sayKit = useWords(kitWords);
  const say = useWords(words);
  const organizer = useOrganizer();
  useNews(organizer?.id);
  // it comes when it is first asked for, and stays, so that it can close as it opened
  const [asked, setAsked] = useState(false);
  const [opened, drawer] = useDisclosure(false, { onOpen: () => setAsked(true) });
  return (
    <>
      <a className="skip" href="#content">
        {sayKit('skip')}
      </a>
      <AppShell header={{ height: 56 }} navbar={{ width: 230, breakpoint: 'sm' }} padding="md">
        <AppShell.Header>
          <Group h="100%" px="sm" gap="xs" wrap="nowrap" justify="space-between">
            <Group gap="xs" wrap="nowrap">
              <Burger
                opened={opened}
                onClick={drawer.toggle}
                hiddenFrom="sm"
                size="sm"
                aria-label={say(opened ? 'closeMenu' : 'openMenu')}
              />
              <AnchorTo to="/" fw={700} underline="never">
                Guichet
              </AnchorTo>
              <Group visibleFrom="sm">
                <OrganizerSwitch />
              </Group>
            </Group>
            <Group gap="xs" wrap="nowrap">
              <Palette />
              <Group visibleFrom="sm">
                <Preferences />
              </Group>
            </Group>
          </Group>
        </AppShell.Header>
        <AppShell.Navbar p="xs" visibleFrom="sm" aria-label={say('navigation')}>
          <AppShell.Section grow style={{ overflowY: 'auto' }}>
            <Navigation />
          </AppShell.Section>
          <AppShell.Section>
            <SignedIn />
          </AppShell.Section>
        </AppShell.Navbar>
        {asked && (
          <Suspense>
            <NavigationDrawer opened={opened} onClose={drawer.close} />
          </Suspense>
        )}
        <AppShell.Main id="content" tabIndex={-1}>
          {/* another organizer's page is another page */}
          {organizer === undefined ? <NoRole /> : <Outlet key={organizer.id} />}
        </AppShell.Main>
      </AppShell>
    </>
  );
}
