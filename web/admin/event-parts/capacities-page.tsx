import type { ReactNode } from 'react';
import { useAll, useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { sayDone } from '../../kit/done.ts';
import { tagOf } from '../../kit/money-text.ts';
import { StateBadge } from '../../kit/state-badge.tsx';
import { useMay, useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Field, Option } from '../records/fields.ts';
import { Records } from '../records/records.tsx';
import { EventPart, type Event } from './event-part.tsx';
import { words } from './words.ts';

type Pool = ItemOf<'list_pools'>;
type Allotment = ItemOf<'list_allotments'>;

export default function CapacitiesPage(): ReactNode {
  return (
    <EventPart here="capacities">
      {(event) => (
        <>
          <Pools event={event} />
          <Allotments event={event} />
        </>
      )}
    </EventPart>
  );
}

/** How a capacity is called: by its name, or by what it is of. */
function usePoolName(event: Event): (pool: Pool) => string {
  const say = useWords(words);
  const language = useLanguage();
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const sessions = useSessions(event);
  const format = new Intl.DateTimeFormat(tagOf(language), {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone,
  });
  return ({ name, kind, session_id }) => {
    const session = sessions.find(({ id }) => id === session_id);
    const at = session === undefined ? '' : format.format(new Date(session.starts_at));
    return [say(kind), name, at].filter((part) => part !== '').join(' · ');
  };
}

function useSessions(event: Event): readonly ItemOf<'list_sessions'>[] {
  const where = [{ column: 'event_id', value: event.id }];
  return useAll('list_sessions', { query: { where, order: 'starts_at' } }).data?.items ?? [];
}

/** what a filter compares with at most */
const filter_values_max = 1_000;
const changes = ['list_pools', 'list_offers', 'list_allotments'] as const;

function Pools({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const nameOf = usePoolName(event);
  const where = [{ column: 'event_id', value: event.id }];
  const list = useList('list_pools', { query: { where, order: 'session_id', limit: 200 } });
  const create = useWrite('create_pool', { changes });
  const change = useWrite('change_pool', { changes });
  const fields: readonly Field[] = [
    { name: 'name', label: say('name'), kind: 'text', beside: true },
    { name: 'capacity', label: say('capacity'), kind: 'count', hint: say('capacityHint'), beside: true },
  ];
  return (
    <Records
      title={say('capacities')}
      lead={say('capacitiesLead')}
      list={list}
      read={['list_pools']}
      fields={fields}
      columns={[
        { key: 'what', title: say('what'), render: nameOf },
        {
          ...{ key: 'capacity', title: say('capacity'), figures: true },
          render: ({ capacity }) => capacity ?? say('unlimited'),
        },
        { key: 'taken', title: say('taken'), figures: true, render: ({ taken }) => taken },
        { key: 'reserved', title: say('reserved'), figures: true, render: ({ reserved }) => reserved },
        {
          ...{ key: 'left', title: say('left'), figures: true },
          render: ({ capacity, taken, reserved }) =>
            capacity === null ? say('unlimited') : capacity - taken - reserved,
        },
      ]}
      nameOf={nameOf}
      noneNext={say('capacitiesNone')}
      may={may('catalogue.write')}
      writes={{
        create: (body) =>
          create.mutateAsync({ body: { ...body, event_id: event.id, kind: 'quota' } as never }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
      }}
    />
  );
}

function Allotments({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const poolName = usePoolName(event);
  const where = [{ column: 'event_id', value: event.id }];
  const pools = useAll('list_pools', { query: { where } }).data?.items ?? [];
  const list = useList('list_allotments', {
    query: {
      where: [
        { column: 'pool_id', operator: 'in', value: pools.slice(0, filter_values_max).map(({ id }) => id) },
      ],
      limit: 200,
    },
  });
  const create = useWrite('create_allotment', { changes });
  const change = useWrite('change_allotment', { changes });
  const options = pools.map((pool): Option => ({ value: String(pool.id), label: poolName(pool) }));
  const fields: readonly Field[] = [
    {
      name: 'channel',
      label: say('channel'),
      kind: 'text',
      needed: true,
      fixed: true,
      hint: say('channelHint'),
    },
    {
      ...{ name: 'pool_id', label: say('ofCapacity'), kind: 'row', needed: true, fixed: true },
      options: [{ value: '', label: say('choose') }, ...options],
    },
    { name: 'capacity', label: say('kept'), kind: 'count', needed: true },
    { name: 'releases_at', label: say('releases'), kind: 'instant', hint: say('releasesHint') },
  ];
  return (
    <Records
      title={say('allotments')}
      lead={say('allotmentsLead')}
      list={list}
      read={['list_allotments']}
      fields={fields}
      columns={[
        { key: 'sold', title: say('taken'), figures: true, render: ({ taken }) => taken },
        { key: 'state', title: say('state'), render: (row) => <Release allotment={row} /> },
      ]}
      nameOf={({ channel }) => channel}
      noneNext={say('allotmentsNone')}
      may={may('catalogue.write') && pools.length > 0}
      writes={{
        create: (body) => create.mutateAsync({ body: body as never }),
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
      }}
    />
  );
}

function Release({ allotment }: { readonly allotment: Allotment }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const release = useWrite('release_allotment', { changes });
  const { id, channel, released_at } = allotment;
  if (released_at !== null) return <StateBadge mood="over">{say('released')}</StateBadge>;
  if (!may('catalogue.write')) return <StateBadge mood="good">{say('keptNow')}</StateBadge>;
  return (
    <ConfirmButton
      act={say('release')}
      title={say('releaseTitle', { channel })}
      lead={say('releaseLead')}
      onConfirm={async () => {
        await release.mutateAsync({ params: { id } });
        sayDone(say('released'));
      }}
    />
  );
}
