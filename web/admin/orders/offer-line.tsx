import { Button, Group, NumberInput, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, type ReactNode } from 'react';
import { Money } from '../../kit/money.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import {
  partChosen,
  withPart,
  withQuantity,
  type Chosen,
  type Offer,
  type Part,
  type PartChosen,
} from './asked-lines.ts';
import { words } from './new-order-words.ts';

const SeatChoice = lazy(() => import('./seat-choice.tsx'));

interface OfferLineProps {
  readonly offer: Offer;
  readonly chosen: Chosen;
  readonly onChange: (chosen: Chosen) => void;
}

/** One price: how many, and which seats; of a pack what goes into it, once there is one. */
export function OfferLine({ offer, chosen, onChange }: OfferLineProps): ReactNode {
  const { name, zone, parts, costs_its_parts } = offer;
  return (
    <Stack gap="xs">
      <Line
        name={nameOf(name, zone)}
        beneath={<Beneath offer={offer} />}
        quantity={chosen.quantity}
        most={offer.maximum ?? 1_000}
        seated={parts === null && zone !== null ? offer : undefined}
        seats={chosen.seats}
        onQuantity={(quantity) => onChange(withQuantity(chosen, quantity))}
        onSeats={(seats) => onChange({ ...chosen, seats, quantity: seats.length })}
      />
      {parts !== null && chosen.quantity > 0 && (
        <Stack
          gap="xs"
          pl="md"
          style={{ borderInlineStart: '2px solid var(--mantine-color-default-border)' }}
        >
          {parts.map((part) => (
            <PartLine
              key={part.offer_id}
              {...{ part, pack: name, packs: chosen.quantity, costs: costs_its_parts }}
              chosen={partChosen(chosen, part)}
              onChange={(of) => onChange(withPart(chosen, part, of))}
            />
          ))}
        </Stack>
      )}
    </Stack>
  );
}

const nameOf = (...parts: readonly (string | null)[]): string =>
  parts.filter((part) => part !== null && part !== '').join(' · ');

function Beneath({ offer }: { readonly offer: Offer }): ReactNode {
  const say = useWords(words);
  const { starts_at, session, sale_state, left } = offer;
  const state =
    sale_state === 'on_sale'
      ? left === null
        ? undefined
        : left <= 0
          ? say('soldOut')
          : say('left', { count: left })
      : say(sale_state === 'over' ? 'over' : 'notYet');
  return (
    <>
      <Money amount={offer.amount} currency={offer.currency} />
      {state !== undefined && ` · ${state}`}
      {starts_at !== null && (
        <>
          {' · '}
          {session !== null && session !== '' && `${session} `}
          <When at={starts_at} />
        </>
      )}
    </>
  );
}

interface PartLineProps {
  readonly part: Part;
  readonly pack: string;
  readonly packs: number;
  /** whether the pack costs what is in it */
  readonly costs: boolean;
  readonly chosen: PartChosen;
  readonly onChange: (chosen: PartChosen) => void;
}

/** What is in each pack of a part, and the seats of all of them. */
function PartLine({ part, pack, packs, costs, chosen, onChange }: PartLineProps): ReactNode {
  const say = useWords(words);
  const { name, zone, minimum, maximum, starts_at, numbered } = part;
  return (
    <Line
      name={nameOf(name, zone)}
      of={pack}
      beneath={
        <>
          {say(minimum === maximum ? 'inEach' : 'inEachBetween', { minimum, maximum })}
          {part.left !== null && ` · ${say('left', { count: Math.max(0, part.left) })}`}
          {starts_at !== null && (
            <>
              {' · '}
              <When at={starts_at} />
            </>
          )}
          {costs && chosen.quantity > minimum && ` · ${say('onTop')}`}
        </>
      }
      quantity={chosen.quantity}
      least={minimum}
      most={maximum}
      seated={numbered ? part : undefined}
      exactly={chosen.quantity * packs}
      seats={chosen.seats}
      onQuantity={(quantity) => onChange({ quantity, seats: [] })}
      onSeats={(seats) => onChange({ ...chosen, seats })}
    />
  );
}

interface LineProps {
  readonly name: string;
  /** the pack that it is a part of */
  readonly of?: string;
  readonly beneath: ReactNode;
  readonly quantity: number;
  readonly least?: number;
  readonly most: number;
  /** what has seats that can be chosen */
  readonly seated: Pick<Offer, 'offer_id' | 'name' | 'session_id'> | undefined;
  /** so many seats, or none */
  readonly exactly?: number;
  readonly seats: readonly number[];
  readonly onQuantity: (quantity: number) => void;
  readonly onSeats: (place_ids: readonly number[]) => void;
}

/** A name with what there is to say of it, the seats, how many. On a phone the choice stands below the name. */
function Line(props: LineProps): ReactNode {
  const { name, of, beneath, quantity, least = 0, most, seated, exactly, seats, onQuantity, onSeats } = props;
  const say = useWords(words);
  const may = useMay();
  const [choosing, { open, close }] = useDisclosure();
  const seatsText = seats.length === 0 ? say('chooseSeats') : say('chosenSeats', { count: seats.length });
  const whole = nameOf(of ?? null, name);
  const canChoose = seated !== undefined && seated.session_id !== null && may('catalogue.read');
  return (
    <Group justify="space-between" align="center" gap="xs">
      <Stack gap={0} style={{ flex: '1 1 180px', minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {name}
        </Text>
        <Text size="xs" c="dimmed">
          {beneath}
        </Text>
      </Stack>
      <Group gap="xs" justify="flex-end" ml="auto">
        {canChoose && (
          <Button size="xs" variant="default" aria-label={`${seatsText} : ${whole}`} onClick={open}>
            {seatsText}
          </Button>
        )}
        <NumberInput
          aria-label={say('quantityOf', { name: whole })}
          value={quantity}
          onChange={(value) => onQuantity(typeof value === 'number' ? value : least)}
          min={least}
          max={most}
          allowDecimal={false}
          clampBehavior="strict"
          disabled={least === most}
          w={90}
        />
      </Group>
      {choosing && seated !== undefined && (
        <Suspense fallback={null}>
          <SeatChoice
            offer={seated}
            seats={seats}
            {...(exactly === undefined ? {} : { exactly })}
            onChoose={onSeats}
            onClose={close}
          />
        </Suspense>
      )}
    </Group>
  );
}
