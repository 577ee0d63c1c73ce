import { Anchor, Group, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { Page } from '../../kit/page.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { useMe, useOrganizer } from '../../session/me.ts';
import { words as roleWords } from '../../session/role-words.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

export default function HomePage(): ReactNode {
  const say = useWords(words);
  const sayRole = useWords(roleWords);
  const { user } = useMe();
  const organizer = useOrganizer();
  return (
    <Page title={say('greeting', { name: user?.name ?? '' })}>
      <Group gap="xs">
        <Text>{say('roles', { organizer: organizer?.name ?? '' })}</Text>
        {organizer?.roles.map(({ role, event_id }) => (
          <StateBadge key={`${role} ${event_id}`} mood="good">
            {sayRole(role)}
          </StateBadge>
        ))}
      </Group>
      <Text>
        <Anchor href="/api/reference">{say('reference')}</Anchor>. {say('referenceLead')}
      </Text>
    </Page>
  );
}
