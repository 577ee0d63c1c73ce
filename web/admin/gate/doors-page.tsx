import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAll, useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { DoorForm, newDoor } from './door-form.tsx';
import { directions, type Door } from './door.ts';
import { words } from './words.ts';

type Event = ItemOf<'list_events'>;

/** The control points: where devices stand, and what they let through. */
export default function DoorsPage(): ReactNode {
  const say = useWords(words);
  const may = useMay()('gate.write');
  const where = [{ column: 'status', value: 'published' }];
  const events = useAll('list_events', { query: { where, order: '-id' } });
  const list = useList('list_control_points', { query: { order: 'name' } });
  return (
    <Page
      title={say('doors')}
      actions={
        <ButtonTo to="/gate" variant="default">
          {say('back')}
        </ButtonTo>
      }
    >
      <DataList
        label={say('doors')}
        list={list}
        keyOf={({ id }) => id}
        columns={useColumns(events.data?.items ?? [], may)}
        empty={<Empty title={say('noDoors')} next={say('noDoorsNext')} />}
      />
      {may && <NewDoor events={events.data?.items ?? []} />}
    </Page>
  );
}

function useColumns(events: readonly Event[], may: boolean): readonly Column<Door>[] {
  const say = useWords(words);
  const limits = ({ session_ids, price_ids }: Door): string => {
    const parts = [
      session_ids.length > 0 && say('someSessions', { count: session_ids.length }),
      price_ids.length > 0 && say('somePrices', { count: price_ids.length }),
    ];
    return parts.filter((part) => part !== false).join(', ') || say('allOfIt');
  };
  const columns: readonly Column<Door>[] = [
    { key: 'name', title: say('door'), render: ({ name }) => name },
    {
      key: 'event',
      title: say('event'),
      render: ({ event_id }) =>
        event_id === null ? say('anyEvent') : (events.find(({ id }) => id === event_id)?.name ?? event_id),
    },
    { key: 'limits', title: say('letsThrough'), render: limits },
    {
      key: 'direction',
      title: say('direction'),
      render: ({ direction }) => say(directions[direction]),
    },
    { key: 'exits', title: say('exitRule'), render: ({ exit_rule }) => say(exit_rule) },
  ];
  const act: Column<Door> = {
    key: 'act',
    title: say('remove'),
    acts: true,
    render: (door) => (
      <Group gap="xs" wrap="nowrap">
        <ButtonTo
          to="/gate/doors/$id"
          params={{ id: String(door.id) }}
          size="xs"
          variant="default"
          aria-label={say('changeOf', { name: door.name })}
        >
          {say('change')}
        </ButtonTo>
        <Remove {...door} />
      </Group>
    ),
  };
  return may ? [...columns, act] : columns;
}

function Remove({ id, name }: Door): ReactNode {
  const say = useWords(words);
  const remove = useWrite('delete_control_point', { changes: ['list_control_points'] });
  return (
    <ConfirmButton
      act={say('remove')}
      title={say('removeTitle', { name })}
      lead={say('removeLead')}
      final
      onConfirm={async () => {
        await remove.mutateAsync({ params: { id } });
        sayDone(say('removed', { name }));
      }}
    />
  );
}

function NewDoor({ events }: { readonly events: readonly Event[] }): ReactNode {
  const say = useWords(words);
  const add = useWrite('create_control_point', { changes: ['list_control_points'] });
  return (
    <Section title={say('addDoor')} lead={say('doorsLead')}>
      <DoorForm
        initial={newDoor}
        events={events}
        act={say('addDoor')}
        submit={async ({ name, event, direction, exit_rule, sessions, prices }) => {
          const of = event === '' ? {} : { event_id: Number(event) };
          const limits = { session_ids: sessions.map(Number), price_ids: prices.map(Number) };
          await add.mutateAsync({ body: { name, direction, exit_rule, ...limits, ...of } });
          sayDone(say('doorAdded', { name }));
        }}
      />
    </Section>
  );
}
