import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAll, useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import type { Column } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { tagOf } from '../../kit/money-text.ts';
import { StateBadge } from '../../kit/state-badge.tsx';
import { useMay, useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Field } from '../records/fields.ts';
import { Records } from '../records/records.tsx';
import { EventPart, type Event } from './event-part.tsx';
import { words } from './session-words.ts';

type Session = ItemOf<'list_sessions'>;

export default function SessionsPage(): ReactNode {
  return <EventPart here="sessions">{(event) => <Sessions event={event} />}</EventPart>;
}

const changes = [
  ...(['list_sessions', 'list_offers', 'list_pools', 'list_prices', 'list_events', 'find_event'] as const),
  ...(['find_session', 'list_session_seats', 'list_sale_offers', 'home'] as const),
] as const;

/** When and where the event takes place: dates are added, moved, cancelled. */
function Sessions({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const may = useMay()('catalogue.write');
  const nameOf = useSessionName();
  const where = [{ column: 'event_id', value: event.id }];
  const list = useList('list_sessions', { query: { where, order: 'starts_at', limit: 200 } });
  const create = useWrite('create_session', { changes });
  const another = useWrite('add_session', { changes });
  const change = useWrite('change_session', { changes });
  const remove = useWrite('delete_session', { changes });
  const last = list.data?.pages.flatMap(({ items }) => items).at(-1);
  const fields = useFields();
  return (
    <Records
      title={say('title')}
      lead={say('lead')}
      adding={say('add')}
      list={list}
      read={['list_sessions']}
      fields={fields}
      columns={useColumns(may, nameOf)}
      nameOf={nameOf}
      noneNext={say('none')}
      may={may}
      writes={{
        create: ({ ends_at, ...body }) => {
          // as long as the one that it is like, unless an end is typed
          const asked = { ...body, ...(ends_at === null ? {} : { ends_at }) } as never;
          if (last === undefined)
            return create.mutateAsync({ body: { ...(asked as object), event_id: event.id } as never });
          return another.mutateAsync({ params: { id: last.id }, body: asked });
        },
        change: (id, body) => change.mutateAsync({ params: { id }, body }),
        remove: (id) => remove.mutateAsync({ params: { id } }),
      }}
    />
  );
}

/** A session that is added has its hall, doors and sale from the one that it is like. */
function useFields(): readonly Field[] {
  const say = useWords(words);
  const halls = useAll('list_halls', { query: { order: 'name' } });
  const inHalls = (halls.data?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  const time = { kind: 'instant', later: true, beside: true } as const;
  return [
    { name: 'starts_at', label: say('starts'), kind: 'instant', needed: true },
    { name: 'ends_at', label: say('ends'), kind: 'instant', from: 'starts_at' },
    { name: 'name', label: say('name'), kind: 'text', hint: say('nameHint') },
    {
      ...{ name: 'hall_id', label: say('hall'), kind: 'row', hint: say('hallHint'), later: true },
      options: [{ value: '', label: say('noHall') }, ...inHalls],
    },
    { ...time, name: 'doors_open_at', label: say('doorsOpen'), hint: say('doorsOpenHint') },
    { ...time, name: 'doors_close_at', label: say('doorsClose'), from: 'doors_open_at' },
    { ...time, name: 'sale_starts_at', label: say('saleStarts'), hint: say('saleStartsHint') },
    {
      ...{ ...time, name: 'sale_ends_at', label: say('saleEnds'), hint: say('saleEndsHint') },
      from: 'sale_starts_at',
    },
  ];
}

/** What a session is called, for who cannot see where a button stands. */
function useSessionName(): (session: Session) => string {
  const language = useLanguage();
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const at = new Intl.DateTimeFormat(tagOf(language), { dateStyle: 'medium', timeStyle: 'short', timeZone });
  return ({ name, starts_at }) => [at.format(new Date(starts_at)), name].filter(Boolean).join(' · ');
}

function useColumns(may: boolean, nameOf: (session: Session) => string): readonly Column<Session>[] {
  const say = useWords(words);
  return [
    {
      key: 'state',
      title: say('state'),
      render: ({ status }) => (
        <StateBadge mood={status === 'scheduled' ? 'good' : 'over'}>{say(status)}</StateBadge>
      ),
    },
    {
      key: 'seats',
      title: say('seats'),
      acts: true,
      render: (session) => (
        <Group gap={4} justify="flex-end">
          {session.hall_id !== null && (
            <ButtonTo
              size="xs"
              variant="default"
              aria-label={say('seatsOf', { at: nameOf(session) })}
              to="/sessions/$id/seats"
              params={{ id: String(session.id) }}
            >
              {say('seats')}
            </ButtonTo>
          )}
          {may && <CancelButton session={session} name={nameOf(session)} />}
        </Group>
      ),
    },
  ];
}

/** Takes place or not: what was sold stays, and is given back order by order. */
function CancelButton({ session, name }: { readonly session: Session; readonly name: string }): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_session', { changes });
  const put = async (status: Session['status']): Promise<void> => {
    await change.mutateAsync({ params: { id: session.id }, body: { status } });
    sayDone(say(status === 'cancelled' ? 'cancelDone' : 'backDone'));
  };
  if (session.status === 'cancelled')
    return (
      <Button
        size="xs"
        variant="default"
        loading={change.isPending}
        aria-label={`${say('back')} : ${name}`}
        onClick={() => void put('scheduled').catch(() => undefined)}
      >
        {say('back')}
      </Button>
    );
  return (
    <ConfirmButton
      act={say('cancel')}
      title={say('cancelTitle', { at: name })}
      lead={say('cancelLead')}
      final
      onConfirm={() => put('cancelled')}
    />
  );
}
