import { Button, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk, useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { AnchorTo } from '../../kit/links.tsx';
import { Money } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import type { Event } from './event-state.tsx';
import { words } from './words.ts';

type Offer = ItemOf<'list_offers'>;
type Session = ItemOf<'list_sessions'>;

const rows_max = 200;

/** What can be bought of the event, how much of it is left, and the switch of each. */
export function EventOffers({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const where = [{ column: 'event_id', value: event.id }];
  const offers = useList('list_offers', { query: { where, order: 'session_id', limit: rows_max } });
  const sessions = useAsk('list_sessions', { query: { where, limit: rows_max } });
  const zones = useAsk('list_zones', { query: { limit: rows_max } });
  const bySession = new Map(sessions.data?.items.map((session) => [session.id, session]));
  const byZone = new Map(zones.data?.items.map(({ id, name }) => [id, name]));
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
              <Where session={bySession.get(session_id ?? 0)} zone={byZone.get(zone_id ?? 0)} />
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
          ...(may('catalogue.write')
            ? [
                {
                  key: 'act',
                  title: say('act'),
                  acts: true,
                  render: (offer: Offer) => <OfferSwitch offer={offer} />,
                },
              ]
            : []),
        ]}
        empty={<Empty title={say('noOffers')} next={say('noOffersNext')} />}
      />
    </Section>
  );
}

interface WhereProps {
  readonly session: Session | undefined;
  readonly zone: string | undefined;
}

function Where({ session, zone }: WhereProps): ReactNode {
  const say = useWords(words);
  return (
    <Text span inherit>
      {session === undefined ? (
        say('allSessions')
      ) : session.hall_id === null ? (
        <When at={session.starts_at} />
      ) : (
        <AnchorTo inherit to="/sessions/$id/seats" params={{ id: String(session.id) }}>
          <When at={session.starts_at} />
        </AnchorTo>
      )}
      {session !== undefined && session.name !== '' && ` · ${session.name}`}
      {zone !== undefined && ` · ${zone}`}
    </Text>
  );
}

function OfferState({ offer }: { readonly offer: Offer }): ReactNode {
  const say = useWords(words);
  const { enabled, left, sale_state } = offer;
  const [mood, word]: readonly [Mood, 'off' | 'soldOut' | 'onSale' | 'notYet' | 'over'] = !enabled
    ? ['over', 'off']
    : sale_state === 'not_yet'
      ? ['waiting', 'notYet']
      : sale_state === 'over'
        ? ['over', 'over']
        : left !== null && left <= 0
          ? ['warning', 'soldOut']
          : ['good', 'onSale'];
  return <StateBadge mood={mood}>{say(word)}</StateBadge>;
}

function OfferSwitch({ offer }: { readonly offer: Offer }): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_offer', { changes: ['list_offers'] });
  const { id, name, enabled } = offer;
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={change.isPending}
      aria-label={say(enabled ? 'switchOffOf' : 'switchOnOf', { name })}
      onClick={() => change.mutate({ params: { id }, body: { enabled: !enabled } })}
    >
      {say(enabled ? 'switchOff' : 'switchOn')}
    </Button>
  );
}
