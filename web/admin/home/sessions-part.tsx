import { Group, Progress, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { StateBadge } from '../../kit/state-badge.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Home } from './home.ts';
import { Panel } from './panel.tsx';
import { words } from './parts-words.ts';

type Session = NonNullable<Home['sessions']>[number];

/** What is left of the sessions to come. */
export function SessionsPart({ sessions }: { readonly sessions: readonly Session[] }): ReactNode {
  const say = useWords(words);
  return (
    <Panel title={say('left')}>
      {sessions.length === 0 ? (
        <Text c="dimmed">{say('noSessions')}</Text>
      ) : (
        <Stack component="ul" gap="sm" p={0} m={0} style={{ listStyle: 'none' }}>
          {sessions.map((session) => (
            <li key={session.id}>
              <Left session={session} />
            </li>
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function Left({ session }: { readonly session: Session }): ReactNode {
  const say = useWords(words);
  const { event_name, name, starts_at, capacity_total: total, free, low } = session;
  const title = name === '' || name === event_name ? event_name : `${event_name} – ${name}`;
  const limited = total !== null && free !== null && total > 0;
  return (
    <Stack gap={4}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">
          {title} · <When at={starts_at} />
        </Text>
        <Group gap="xs">
          {low && <StateBadge mood="warning">{say('low')}</StateBadge>}
          <Text size="sm">{limited ? say('leftOf', { free, total }) : say('unlimited')}</Text>
        </Group>
      </Group>
      {limited && (
        <Progress
          value={Math.max(0, Math.min(100, (free / total) * 100))}
          aria-label={`${say('left')}: ${title}`}
        />
      )}
    </Stack>
  );
}
