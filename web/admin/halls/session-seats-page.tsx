import { Button, Group, Skeleton } from '@mantine/core';
import { useParams } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import type { Answer } from '../../api/call.ts';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { moneyText } from '../../kit/money-text.ts';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { PlanDrawing } from '../../kit/plan-drawing.tsx';
import { words } from './words.ts';

type Seat = Answer<'list_session_seats'>['items'][number];

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

/** The seats of a session as they are now; those that are free can be blocked, and blocked ones given back. */
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
    <Page title={say('seatsTitle')} actions={<When at={session.data.starts_at} />}>
      {seats.data.items.length === 0 ? (
        <Empty title={say('noHall')} next={say('noHallNext')} />
      ) : (
        <SeatPlan session_id={id} seats={seats.data.items} />
      )}
    </Page>
  );
}

function SeatPlan({
  session_id,
  seats,
}: {
  readonly session_id: number;
  readonly seats: readonly Seat[];
}): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const may = useMay();
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const put = useWrite('set_session_places', { changes: ['list_session_seats', 'list_offers'] });
  const mayChange = may('catalogue.write');
  const picked = (state: Seat['state']) =>
    seats.filter((seat) => chosen.has(seat.place_id) && seat.state === state).map(({ place_id }) => place_id);
  const [free, blocked] = [picked('free'), picked('blocked')];
  const change = async (place_ids: number[], block: boolean): Promise<void> => {
    await put.mutateAsync({ params: { id: session_id }, body: { place_ids, blocked: block } });
    setChosen(new Set());
    sayDone(say('changed'));
  };
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
      <PlanDrawing
        label={say('seatsTitle')}
        stage={say('stage')}
        places={seats.flatMap(({ place_id, x, y, row_label, seat_label, state, own_price }) =>
          x === null || y === null
            ? []
            : [
                {
                  ...{ key: place_id, kind: 'seat' as const, x, y },
                  color: looks[state].color,
                  mark: looks[state].mark,
                  chosen: chosen.has(place_id),
                  label: [
                    say('row', { row: row_label }),
                    say('seat', { seat: seat_label }),
                    say(state),
                    // a price of its own; else that of its zone
                    ...(own_price === null
                      ? []
                      : [`${own_price.name} ${moneyText(own_price.amount, own_price.currency, language)}`]),
                  ].join(', '),
                  onChoose:
                    mayChange && (state === 'free' || state === 'blocked')
                      ? () => toggle(place_id)
                      : undefined,
                },
              ],
        )}
      />
      {put.error !== null && <Trouble error={put.error} />}
      {mayChange && (
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
        </Group>
      )}
    </Section>
  );
}
