import { Skeleton } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { useAll, useList, type ItemOf } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { Money } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import type { Event } from './event-state.tsx';
import { OfferState, Where } from './offer-cells.tsx';
import { words } from './words.ts';

const OfferGrid = lazy(() => import('./grid/grid.tsx'));

type Session = ItemOf<'list_sessions'>;

const rows_max = 200;

/** Of an event: its sessions by id, the zones of their halls by id. */
export function useEventPlaces(event_id: number): {
  readonly sessions: ReadonlyMap<number, Session>;
  readonly zones: ReadonlyMap<number, string>;
} {
  const where = [{ column: 'event_id', value: event_id }];
  const sessions = useAll('list_sessions', { query: { where } });
  const hall_ids = (sessions.data?.items ?? []).flatMap(({ hall_id }) => (hall_id === null ? [] : [hall_id]));
  const halls = [{ column: 'hall_id', operator: 'in', value: [...new Set(hall_ids)] }];
  const zones = useAll('list_zones', { query: { where: halls } }, { enabled: hall_ids.length > 0 });
  return {
    sessions: new Map(sessions.data?.items.map((session) => [session.id, session])),
    zones: new Map(zones.data?.items.map(({ id, name }) => [id, name])),
  };
}

/** What can be bought of the event and how much of it is left: a grid to be typed in for who may. */
export function EventOffers({ event }: { readonly event: Event }): ReactNode {
  return useMay()('catalogue.write') ? (
    <Suspense fallback={<Skeleton height={240} />}>
      <OfferGrid event={event} />
    </Suspense>
  ) : (
    <OfferList event={event} />
  );
}

function OfferList({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const where = [{ column: 'event_id', value: event.id }];
  const offers = useList('list_offers', { query: { where, order: 'session_id', limit: rows_max } });
  const { sessions, zones } = useEventPlaces(event.id);
  return (
    <Section wide title={say('prices')} lead={say('pricesLead')}>
      <DataList
        label={say('prices')}
        list={offers}
        keyOf={({ id }) => id}
        columns={[
          { key: 'price', title: say('price'), render: ({ name }) => name },
          {
            key: 'place',
            title: say('place'),
            render: ({ session_id, zone_id }) => (
              <Where session={sessions.get(session_id ?? 0)} zone={zones.get(zone_id ?? 0)} />
            ),
          },
          {
            key: 'cost',
            title: say('cost'),
            figures: true,
            render: ({ amount, currency }) => <Money amount={amount} currency={currency} />,
          },
          {
            key: 'left',
            title: say('remaining'),
            figures: true,
            render: ({ left }) =>
              left === null ? say('unlimited') : say('left', { count: Math.max(0, left) }),
          },
          { key: 'state', title: say('state'), render: (offer) => <OfferState offer={offer} /> },
        ]}
        empty={<Empty title={say('noOffers')} next={say('noOffersNext')} />}
      />
    </Section>
  );
}
