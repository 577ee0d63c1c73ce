import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { AnchorTo } from '../../kit/links.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { useWords } from '../../words/use-words.ts';
import type { Home } from './home.ts';
import { Panel } from './panel.tsx';
import { words } from './parts-words.ts';

type Item = Home['attention'][number];

/** What needs a person, errors first, each with the way to where it is dealt with. */
export function AttentionPart({ attention }: { readonly attention: readonly Item[] }): ReactNode {
  const say = useWords(words);
  return (
    <Panel title={say('attention')}>
      {attention.length === 0 ? (
        <StateBadge mood="good">{say('allWell')}</StateBadge>
      ) : (
        <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
          {attention.map((item) => (
            <Group component="li" key={`${item.code} ${item.connection?.id ?? ''}`} gap="xs">
              <StateBadge mood={item.severity === 'error' ? 'bad' : 'warning'}>
                {say(`severity_${item.severity}`)}
              </StateBadge>
              <What item={item} />
            </Group>
          ))}
        </Stack>
      )}
    </Panel>
  );
}

function What({ item }: { readonly item: Item }): ReactNode {
  const say = useWords(words);
  const { code, count, connection, place } = item;
  const text = say(code, { count });
  if (connection !== null)
    return (
      <AnchorTo size="sm" to="/connections/$id" params={{ id: String(connection.id) }}>
        {say('ofConnection', { name: connection.name, text })}
      </AnchorTo>
    );
  if (code === 'gate_conflicts')
    return (
      <AnchorTo size="sm" to="/conflicts">
        {text}
      </AnchorTo>
    );
  if (place === null) return <Text size="sm">{text}</Text>;
  return (
    <AnchorTo
      size="sm"
      to={place.kind === 'event' ? '/events/$id' : '/orders/$id'}
      params={{ id: String(place.id) }}
    >
      {text}
    </AnchorTo>
  );
}
