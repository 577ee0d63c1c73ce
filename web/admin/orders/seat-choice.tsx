import { Button, Group, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { PlanDrawing } from '../../kit/plan-drawing.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './new-order-words.ts';

type Offer = Pick<Answer<'list_sale_offers'>['items'][number], 'offer_id' | 'name' | 'session_id'>;

const seat_px = 26;
const colors = { free: '#2f6f9f', taken: '#8a8a8a' } as const;

interface SeatChoiceProps {
  readonly offer: Offer;
  readonly seats: readonly number[];
  /** so many, or none, for which the best are chosen; left out: as many as one likes */
  readonly exactly?: number;
  readonly onChoose: (place_ids: readonly number[]) => void;
  readonly onClose: () => void;
}

/** The seats of the offer's zone as they are now; the free ones are chosen one by one. */
export default function SeatChoice(props: SeatChoiceProps): ReactNode {
  const { offer, seats, exactly, onChoose, onClose } = props;
  const say = useWords(words);
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set(seats));
  const found = useAsk('find_offer', { params: { id: offer.offer_id } });
  const zone_id = found.data?.zone_id ?? undefined;
  const plan = useAsk(
    'list_session_seats',
    { params: { id: offer.session_id ?? 0 }, query: zone_id === undefined ? {} : { zone_id } },
    { enabled: found.data !== undefined },
  );
  const error = found.error ?? plan.error;
  const toggle = (id: number): void =>
    setChosen((old) => (old.has(id) ? new Set([...old].filter((one) => one !== id)) : new Set([...old, id])));
  return (
    <Modal
      opened
      size="xl"
      onClose={onClose}
      title={say('seatsOf', { name: offer.name })}
      closeButtonProps={{ 'aria-label': say('closeSeats') }}
    >
      <Stack gap="sm">
        {error !== null && <Trouble error={error} />}
        {plan.data === undefined && error === null && <Skeleton height={240} />}
        {plan.data?.items.length === 0 && <Text size="sm">{say('noSeats')}</Text>}
        <PlanDrawing
          label={say('seatsOf', { name: offer.name })}
          stage={say('stage')}
          seat_px={seat_px}
          places={(plan.data?.items ?? []).map(({ place_id, x, y, row_label, seat_label, state }) => ({
            ...{ key: place_id, kind: 'seat' as const, x, y, chosen: chosen.has(place_id) },
            ...{ row: row_label, text: seat_label },
            color: state === 'free' ? colors.free : colors.taken,
            mark: state === 'free' ? ('free' as const) : ('taken' as const),
            label: say('seatAt', { row: row_label, seat: seat_label }),
            onChoose: state === 'free' ? () => toggle(place_id) : undefined,
          }))}
        />
        <Group justify="space-between">
          <Text size="sm" role="status">
            {exactly === undefined
              ? say('chosenSeats', { count: chosen.size })
              : say('chosenOf', { count: chosen.size, all: exactly })}
          </Text>
          <Button
            disabled={exactly !== undefined && chosen.size > 0 && chosen.size !== exactly}
            onClick={() => {
              onChoose([...chosen]);
              onClose();
            }}
          >
            {say('takeSeats')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
