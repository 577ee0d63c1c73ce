import {
  Button,
  Group,
  NativeSelect,
  NumberInput,
  SimpleGrid,
  Stack,
  Text,
  TextInput,
  type NativeSelectProps,
} from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { Money } from '../../kit/money.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { filledIn } from './filled-in.ts';
import { methods, useMethodWord } from './methods.ts';
import { words } from './new-order-words.ts';

type Offer = Answer<'list_sale_offers'>['items'][number];
type Quantities = Readonly<Record<number, number>>;

interface SaleFormProps {
  readonly offers: readonly Offer[];
  readonly complete: boolean;
}

const SeatChoice = lazy(() => import('./seat-choice.tsx'));

/** seats by offer; who names none gets the best */
type Seats = Readonly<Record<number, readonly number[]>>;

const empty = {
  first_name: '',
  last_name: '',
  email: '',
  promo_code: '',
  private_comment: '',
  settle: 'hold',
};

export function SaleForm({ offers, complete }: SaleFormProps): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const [quantities, setQuantities] = useState<Quantities>({});
  const [seats, setSeats] = useState<Seats>({});
  const [missing, setMissing] = useState(false);
  const request = useWrite('request_order', { changes: ['list_orders', 'list_sale_offers'] });
  const lines = linesOf(offers, quantities, seats);
  const form = useProblemForm({
    initialValues: empty,
    submit: async ({ first_name, last_name, email, promo_code, private_comment, settle }) => {
      setMissing(lines.length === 0);
      if (lines.length === 0) return;
      const customer = filledIn({ first_name, last_name, email });
      const { id } = await request.mutateAsync({
        body: {
          lines,
          ...filledIn({ promo_code, private_comment }),
          ...(Object.keys(customer).length === 0 ? {} : { customer }),
          ...settledBy(settle),
        },
      });
      sayDone(say(settle === 'hold' ? 'held' : settle === 'later' ? 'confirmed' : 'sold'));
      await navigate({ to: '/orders/$id', params: { id: String(id) } });
    },
  });
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="md">
        <Section wide title={say('prices')}>
          {offers.map((offer) => (
            <OfferLine
              key={offer.offer_id}
              offer={offer}
              quantity={quantities[offer.offer_id] ?? 0}
              seats={seats[offer.offer_id] ?? []}
              onChange={(many) => {
                setQuantities((old) => ({ ...old, [offer.offer_id]: many }));
                setSeats((old) => ({ ...old, [offer.offer_id]: [] }));
              }}
              onSeats={(chosen) => {
                setSeats((old) => ({ ...old, [offer.offer_id]: chosen }));
                setQuantities((old) => ({ ...old, [offer.offer_id]: chosen.length }));
              }}
            />
          ))}
          <Text size="sm">
            {say('best')} {complete ? '' : say('partial')}
          </Text>
        </Section>
        <Section wide title={say('buyer')}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
            <TextInput label={say('firstName')} {...form.getInputProps('first_name')} />
            <TextInput label={say('lastName')} {...form.getInputProps('last_name')} />
            <TextInput label={say('email')} type="email" {...form.getInputProps('email')} />
            <TextInput label={say('code')} {...form.getInputProps('promo_code')} />
          </SimpleGrid>
          <TextInput label={say('note')} {...form.getInputProps('private_comment')} />
        </Section>
        {missing && lines.length === 0 && (
          <Text role="alert" size="sm" c="var(--mantine-color-error)">
            {say('none')}
          </Text>
        )}
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        <Group justify="space-between">
          <Text>
            {say('total')}{' '}
            <Text span inherit fw={700}>
              <Money amount={totalOf(offers, quantities)} currency={offers[0]?.currency ?? 'EUR'} />
            </Text>
          </Text>
          <Group gap="xs" align="flex-end">
            <Settling {...form.getInputProps('settle')} />
            <Button type="submit" loading={form.submitting}>
              {say(form.values.settle === 'hold' ? 'hold' : 'sell')}
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  );
}

/** What the sale asks for beside the seats: nothing, the tickets at once, or the tickets and the money. */
function settledBy(settle: string) {
  if (settle === 'hold') return {};
  return settle === 'later' ? { confirm: true } : { confirm: true, payment: { method: settle } };
}

/** Held, confirmed, or paid by what: in one step. */
function Settling(props: NativeSelectProps): ReactNode {
  const say = useWords(words);
  const methodWord = useMethodWord();
  return (
    <NativeSelect
      label={say('settle')}
      data={[
        { value: 'hold', label: say('settleHold') },
        { value: 'later', label: say('settleLater') },
        ...methods.map((value) => ({ value, label: say('settlePaid', { method: methodWord(value) }) })),
      ]}
      {...props}
    />
  );
}

interface OfferLineProps {
  readonly offer: Offer;
  readonly quantity: number;
  readonly seats: readonly number[];
  readonly onChange: (quantity: number) => void;
  readonly onSeats: (place_ids: readonly number[]) => void;
}

function OfferLine({ offer, quantity, seats, onChange, onSeats }: OfferLineProps): ReactNode {
  const may = useMay();
  const [choosing, { open, close }] = useDisclosure();
  const say = useWords(words);
  const { name, zone, starts_at, session, sale_state, left } = offer;
  const seatsText = seats.length === 0 ? say('chooseSeats') : say('chosenSeats', { count: seats.length });
  const state =
    sale_state === 'on_sale'
      ? left === null
        ? undefined
        : left <= 0
          ? say('soldOut')
          : say('left', { count: left })
      : say(sale_state === 'over' ? 'over' : 'notYet');
  return (
    <Group justify="space-between" wrap="nowrap" align="center">
      <Stack gap={0} style={{ minWidth: 0 }}>
        <Text size="sm" fw={600}>
          {name}
          {zone !== null && ` · ${zone}`}
        </Text>
        <Text size="xs" c="dimmed">
          <Money amount={offer.amount} currency={offer.currency} />
          {state !== undefined && ` · ${state}`}
          {starts_at !== null && (
            <>
              {' · '}
              {session !== null && session !== '' && `${session} `}
              <When at={starts_at} />
            </>
          )}
        </Text>
      </Stack>
      {offer.zone !== null && offer.session_id !== null && may('catalogue.read') && (
        <Button size="xs" variant="default" aria-label={`${seatsText} : ${name}`} onClick={open}>
          {seatsText}
        </Button>
      )}
      {choosing && (
        <Suspense fallback={null}>
          <SeatChoice offer={offer} seats={seats} onChoose={onSeats} onClose={close} />
        </Suspense>
      )}
      <NumberInput
        aria-label={say('quantityOf', { name: [name, zone].filter((part) => part !== null).join(' · ') })}
        value={quantity}
        onChange={(value) => onChange(typeof value === 'number' ? value : 0)}
        min={0}
        max={offer.maximum ?? 1_000}
        allowDecimal={false}
        clampBehavior="strict"
        w={90}
      />
    </Group>
  );
}

function linesOf(offers: readonly Offer[], quantities: Quantities, seats: Seats) {
  return offers.flatMap(({ offer_id }) => {
    const quantity = quantities[offer_id] ?? 0;
    const place_ids = [...(seats[offer_id] ?? [])];
    if (quantity === 0) return [];
    return [{ offer_id, quantity, ...(place_ids.length === 0 ? {} : { place_ids }) }];
  });
}

function totalOf(offers: readonly Offer[], quantities: Quantities): number {
  return offers.reduce((sum, { offer_id, amount }) => sum + amount * (quantities[offer_id] ?? 0), 0);
}
