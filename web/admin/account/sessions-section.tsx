import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { Section } from '../../kit/section.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { browserOf } from './browser-name.ts';
import { words } from './words.ts';

type Session = ItemOf<'list_my_sessions'>;

export function SessionsSection(): ReactNode {
  const say = useWords(words);
  const sessions = useList('list_my_sessions', {});
  const end = useWrite('end_my_session', { changes: ['list_my_sessions'] });
  const endOthers = useWrite('end_my_other_sessions', { changes: ['list_my_sessions'] });
  const tell = ({ ended }: { readonly ended: number }): void => sayDone(say('ended', { count: ended }));
  const columns: readonly Column<Session>[] = [
    { key: 'device', title: say('device'), render: ({ user_agent }) => browserOf(user_agent) },
    { key: 'seen', title: say('seen'), render: ({ seen_at }) => <When at={seen_at} /> },
    { key: 'since', title: say('since'), render: ({ created_at }) => <When at={created_at} /> },
    {
      key: 'end',
      title: say('end'),
      acts: true,
      render: ({ id, current }) =>
        current ? (
          <StateBadge mood="good">{say('here')}</StateBadge>
        ) : (
          <Button
            size="xs"
            variant="default"
            onClick={() => end.mutate({ params: { id } }, { onSuccess: tell })}
          >
            {say('end')}
          </Button>
        ),
    },
  ];
  const others = sessions.data?.pages.some(({ items }) => items.some(({ current }) => !current)) ?? false;
  const trouble = end.error ?? endOthers.error;
  return (
    <Section title={say('sessions')}>
      {trouble !== null && <Trouble error={trouble} />}
      <DataList
        label={say('sessions')}
        list={sessions}
        columns={columns}
        keyOf={({ id }) => id}
        empty={<Empty title={say('alone')} next={say('aloneNext')} />}
      />
      {others && (
        <Group>
          <Button
            variant="default"
            loading={endOthers.isPending}
            onClick={() => endOthers.mutate({}, { onSuccess: tell })}
          >
            {say('endOthers')}
          </Button>
        </Group>
      )}
    </Section>
  );
}
