import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import type { Answer } from '../../api/call.ts';
import { PlanDrawing } from '../../kit/plan-drawing.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { Key } from '../frame/key.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { withSeats, type Seated } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { touchedNext, withSeatsBeside } from './seats-beside.ts';
import { words } from './seat-words.ts';

type Seat = Answer<'list_session_seats'>['items'][number];

const every_ms = 5_000;
const looks: Readonly<
  Record<Seat['state'], { readonly color: string; readonly mark: 'free' | 'taken' | 'blocked' }>
> = {
  free: { color: '#2b7a3a', mark: 'free' },
  sold: { color: '#8a2a0a', mark: 'taken' },
  kept: { color: '#6a3d9a', mark: 'taken' },
  blocked: { color: '#444444', mark: 'blocked' },
};

interface SeatChoiceProps {
  readonly seated: Seated;
  /** the best that are free, as the office would give them */
  readonly found: Seated['seats'];
  readonly onDone: () => void;
}

/** Seats of the basket on the plan of its zone, as many as it has tickets: one touch takes those beside it along. */
export default function SeatChoice({ seated, found, onDone }: SeatChoiceProps): ReactNode {
  const say = useWords(words);
  const { basket, change } = useBasket();
  const { session_id, offer_id, zone_id, quantity, key } = seated;
  const [touched, setTouched] = useState<readonly number[]>();
  const seats = useAsk(
    'list_session_seats',
    {
      params: { id: session_id ?? 0 },
      query: zone_id === null ? {} : { zone_id },
    },
    { every_ms },
  );
  const all = seats.data?.items ?? [];
  // a seat with a price of its own is sold at that alone, and what is sold at it is nothing else
  const named = all.some(({ own_price }) => own_price?.offer_id === offer_id);
  const before = seated.seats.length > 0 ? seated.seats : found;
  // what is put aside holds its seats, which are free to nobody else
  const own = new Set(basket.quote === undefined ? [] : before.map(({ place_id }) => place_id));
  const fits = ({ place_id, state, own_price }: Seat): boolean =>
    (state === 'free' || own.has(place_id)) &&
    (named ? own_price?.offer_id === offer_id : own_price === null);
  // a seat that somebody else has taken meanwhile is chosen no longer
  const chosen =
    touched === undefined
      ? before.filter(({ place_id }) => all.some((seat) => seat.place_id === place_id && fits(seat)))
      : withSeatsBeside(
          all,
          touched.filter((id) => all.some((seat) => seat.place_id === id && fits(seat))),
          quantity,
          fits,
        ).map(toChosen);
  const put = (places: Seated['seats']): void => {
    change((basket) => withSeats(basket, key, places));
    onDone();
  };
  const whole = chosen.length === quantity;
  // not the payment's while seats are chosen
  useShortcuts({ F9: () => whole && put(chosen) });
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {say('title', { name: seated.title })}
        </Title>
        <Text role="status" fw={600}>
          {say('chosen', { chosen: chosen.length, quantity })}
          {chosen.length > 0 && ` : ${chosen.map(({ label }) => label).join(', ')}`}
        </Text>
      </Group>
      {seats.error !== null && <Trouble error={seats.error} onRetry={() => void seats.refetch()} />}
      {seats.isPending && <Loader aria-hidden />}
      <PlanDrawing
        label={say('plan')}
        stage={say('stage')}
        seat_px={44}
        focused
        places={all.map((seat) => {
          const { row_label, seat_label, state, place_id, x, y } = seat;
          return {
            ...{ key: place_id, kind: 'seat', x, y, ...looks[state] },
            ...{ row: row_label, text: seat_label },
            chosen: chosen.some((one) => one.place_id === place_id),
            label: say('seat', { row: row_label, seat: seat_label, state: say(state) }),
            onChoose: fits(seat)
              ? () => setTouched((old = []) => touchedNext(old, place_id, quantity))
              : undefined,
          };
        })}
      />
      <Group className="seat-foot">
        <Button
          size="lg"
          disabled={!whole}
          rightSection={<Key name="F9" />}
          aria-keyshortcuts="F9"
          onClick={() => put(chosen)}
        >
          {say('keep')}
        </Button>
        <Button size="lg" variant="default" onClick={() => put([])}>
          {say('best')}
        </Button>
        <Button size="lg" variant="default" rightSection={<Key name="Escape" />} onClick={onDone}>
          {say('back')}
        </Button>
      </Group>
    </Stack>
  );
}

const toChosen = ({ place_id, row_label, seat_label }: Seat): Seated['seats'][number] => ({
  place_id,
  label: `${row_label}${seat_label}`,
});
