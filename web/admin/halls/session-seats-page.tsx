import { Button, Group, List, Skeleton, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useAsk, useWrite, type ItemOf } from '../../api/queries.ts';
import type { Answer } from '../../api/call.ts';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { useMoneyText } from '../../kit/money.tsx';
import { Page } from '../../kit/page.tsx';
import { PlanDrawing, type PlanPlace } from '../../kit/plan-drawing.tsx';
import { Section } from '../../kit/section.tsx';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { ChooseRow } from './hall-tools.tsx';
import { words } from './words.ts';

const SeatPrice = lazy(() => import('./seat-price.tsx'));

type Seat = Answer<'list_session_seats'>['items'][number];
type Session = ItemOf<'list_sessions'>;

/** how often the plan is asked for again while it is looked at */
const every_ms = 5_000;

const looks: Readonly<
  Record<
    Seat['state'],
    { readonly color: string; readonly mark: 'free' | 'taken' | 'blocked'; readonly mood: Mood }
  >
> = {
  free: { color: '#2b7a3a', mark: 'free', mood: 'good' },
  sold: { color: '#8a2a0a', mark: 'taken', mood: 'over' },
  kept: { color: '#6a3d9a', mark: 'taken', mood: 'waiting' },
  blocked: { color: '#444444', mark: 'blocked', mood: 'bad' },
};
const states = Object.keys(looks) as Seat['state'][];
const canChange = ({ state }: Seat): boolean => state === 'free' || state === 'blocked';

/** The seats of a session as they are now; those that are free can be blocked, given back, or sold at a price of their own. */
export default function SessionSeatsPage(): ReactNode {
  const say = useWords(words);
  const id = Number(useParams({ from: '/frame/sessions/$id/seats' }).id);
  const session = useAsk('find_session', { params: { id } });
  const seats = useAsk('list_session_seats', { params: { id } }, { every_ms, told: true });
  const trouble = session.error ?? seats.error;
  if (trouble !== null)
    return (
      <Page title={say('seatsTitle')}>
        <Trouble error={trouble} onRetry={() => void seats.refetch()} />
      </Page>
    );
  if (session.data === undefined || seats.data === undefined)
    return (
      <Page title={say('seatsTitle')}>
        <Skeleton height={320} />
      </Page>
    );
  return (
    <Page
      title={say('seatsTitle')}
      actions={
        <Group gap="sm">
          <When at={session.data.starts_at} />
          <ButtonTo variant="default" to="/events/$id" params={{ id: String(session.data.event_id) }}>
            {say('backToEvent')}
          </ButtonTo>
        </Group>
      }
    >
      {seats.data.items.length === 0 ? (
        <Empty title={say('noHall')} next={say('noHallNext')} />
      ) : (
        <SeatPlan session={session.data} seats={seats.data.items} />
      )}
    </Page>
  );
}

interface SeatPlanProps {
  readonly session: Session;
  readonly seats: readonly Seat[];
}

function SeatPlan({ session, seats }: SeatPlanProps): ReactNode {
  const say = useWords(words);
  const mayChange = useMay()('catalogue.write');
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const labelOf = useSeatLabel();
  const toggle = (place_id: number): void =>
    setChosen((old) =>
      old.has(place_id) ? new Set([...old].filter((id) => id !== place_id)) : new Set([...old, place_id]),
    );
  return (
    <Section wide title={say('plan')} lead={mayChange ? say('seatsLead') : ''}>
      <Group gap="xs">
        {states.map((state) => (
          <StateBadge key={state} mood={looks[state].mood}>
            {`${say(state)} : ${seats.filter((seat) => seat.state === state).length}`}
          </StateBadge>
        ))}
      </Group>
      {mayChange && <ChooseSeats session={session} seats={seats} onChoose={setChosen} />}
      <PlanDrawing
        label={say('seatsTitle')}
        stage={say('stage')}
        places={seats.map((seat): PlanPlace => {
          const { place_id, x, y, state, own_price } = seat;
          const { color, mark } = looks[state];
          return {
            ...{ key: place_id, kind: 'seat', x, y, color, mark, label: labelOf(seat) },
            dotted: own_price !== null,
            chosen: chosen.has(place_id),
            onChoose: mayChange && canChange(seat) ? () => toggle(place_id) : undefined,
          };
        })}
      />
      <OwnPrices seats={seats} />
      {mayChange && (
        <SeatActs
          {...{ session, seats }}
          picked={seats.filter((seat) => chosen.has(seat.place_id) && canChange(seat))}
          onDone={() => setChosen(new Set())}
        />
      )}
    </Section>
  );
}

/** What a seat is called, with its state, and its price where it has one of its own. */
function useSeatLabel(): (seat: Seat) => string {
  const say = useWords(words);
  const moneyText = useMoneyText();
  return ({ row_label, seat_label, state, own_price }) =>
    [
      say('row', { row: row_label }),
      say('seat', { seat: seat_label }),
      say(state),
      ...(own_price === null ? [] : [`${own_price.name} ${moneyText(own_price.amount, own_price.currency)}`]),
    ].join(', ');
}

interface ChooseSeatsProps extends SeatPlanProps {
  readonly onChoose: (place_ids: ReadonlySet<number>) => void;
}

/** Whole rows and zones, of what can be changed. */
function ChooseSeats({ session, seats, onChoose }: ChooseSeatsProps): ReactNode {
  const where = [{ column: 'hall_id', value: session.hall_id ?? 0 }];
  const zones = useAsk('list_zones', { query: { where, limit: 200, order: 'position' } });
  const places = seats.filter(canChange).map(({ place_id, zone_id, row_label, y }) => ({
    ...{ key: String(place_id), kind: 'seat' as const, zone_id, row_label, y: y ?? 0 },
  }));
  const found = (zones.data?.items ?? []).filter(({ id }) => places.some(({ zone_id }) => zone_id === id));
  if (found.length === 0) return null;
  return (
    <Group>
      <ChooseRow
        places={places}
        zones={found}
        onChoose={(keys) => onChoose(new Set([...keys].map(Number)))}
      />
    </Group>
  );
}

/** Which prices seats have for themselves, and how many seats. */
function OwnPrices({ seats }: Pick<SeatPlanProps, 'seats'>): ReactNode {
  const say = useWords(words);
  const moneyText = useMoneyText();
  const own = Map.groupBy(
    seats.flatMap(({ own_price }) => own_price ?? []),
    ({ offer_id }) => offer_id,
  );
  if (own.size === 0) return null;
  return (
    <div>
      <Text size="sm" fw={600}>
        {say('ownPrices')}
      </Text>
      <List size="sm">
        {[...own].map(([offer_id, prices]) => (
          <List.Item key={offer_id}>
            {say('ownPrice', {
              name: prices[0]?.name ?? '',
              amount: moneyText(prices[0]?.amount ?? 0, prices[0]?.currency ?? 'EUR'),
              count: prices.length,
            })}
          </List.Item>
        ))}
      </List>
    </div>
  );
}

interface SeatActsProps extends SeatPlanProps {
  readonly picked: readonly Seat[];
  readonly onDone: () => void;
}

/** What is done with the seats that were chosen. */
function SeatActs({ session, seats, picked, onDone }: SeatActsProps): ReactNode {
  const say = useWords(words);
  const [pricing, { open, close }] = useDisclosure();
  const put = useWrite('set_session_places', { changes: ['list_session_seats', 'list_offers'] });
  const ids = (state: Seat['state']): number[] =>
    picked.filter((seat) => seat.state === state).map(({ place_id }) => place_id);
  const [free, blocked] = [ids('free'), ids('blocked')];
  const change = async (place_ids: number[], block: boolean): Promise<void> => {
    await put.mutateAsync({ params: { id: session.id }, body: { place_ids, blocked: block } });
    onDone();
    sayDone(say('changed'));
  };
  return (
    <>
      {put.error !== null && <Trouble error={put.error} />}
      <Group gap="xs">
        <Button
          disabled={free.length === 0}
          loading={put.isPending}
          onClick={() => void change(free, true).catch(() => undefined)}
        >
          {say('block', { count: free.length })}
        </Button>
        <Button
          variant="default"
          disabled={blocked.length === 0}
          loading={put.isPending}
          onClick={() => void change(blocked, false).catch(() => undefined)}
        >
          {say('unblock', { count: blocked.length })}
        </Button>
        <Button variant="default" disabled={picked.length === 0} onClick={open}>
          {picked.length === 0 ? say('setPriceNone') : say('setPrice', { count: picked.length })}
        </Button>
      </Group>
      {pricing && (
        <Suspense fallback={null}>
          <SeatPrice
            {...{ session, seats }}
            place_ids={picked.map(({ place_id }) => place_id)}
            onClose={close}
            onDone={() => {
              close();
              onDone();
            }}
          />
        </Suspense>
      )}
    </>
  );
}
