import { Button, Group, Loader, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { Empty } from '../../kit/empty.tsx';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { moneyText } from '../../kit/money-text.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { Key } from '../frame/key.tsx';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { HowMany } from '../frame/how-many.tsx';
import {
  boundsOf,
  empty_basket,
  seatedOf,
  withQuantity,
  type Item,
  type Seated,
  type TicketItem,
} from './basket.ts';
import { BasketExtras } from './basket-extras.tsx';
import { useBasket } from './basket-keeper.tsx';
import { PayAtOnce } from './pay-at-once.tsx';
import type { Preview } from './use-preview.ts';
import { words } from './words.ts';

interface BasketPanelProps {
  readonly preview: Preview;
  readonly onPay: () => void;
  /** seats are to be chosen on the plan, by the key of `seatedOf` */
  readonly onSeats: (key: string) => void;
}

export function BasketPanel({ preview, onPay, onSeats }: BasketPanelProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { currency } = useTill();
  const { basket, change, selling } = useBasket();
  const { total, saved, busy, error } = preview;
  const none = basket.items.length === 0;
  return (
    <>
      <Group justify="space-between" mih={42}>
        <Title order={2} size="h4">
          {say('basket')}
        </Title>
        {(!none || basket.quote !== undefined) && (
          <Button variant="subtle" size="md" color="gray" onClick={() => change(() => empty_basket)}>
            {say(basket.quote === undefined ? 'empty' : 'leaveQuote')}
          </Button>
        )}
      </Group>
      {basket.quote !== undefined && (
        <Text role="status">{say('opened', { label: basket.quote.label })}</Text>
      )}
      {none ? (
        <Empty title={say('basketEmpty')} next={say('basketEmptyNext')} />
      ) : (
        <Stack component="ul" className="basket-lines" gap="xs">
          {basket.items.map((item) => (
            <BasketLine key={item.key} item={item} preview={preview} onSeats={onSeats} />
          ))}
        </Stack>
      )}
      {error !== null && <Trouble error={error} />}
      <div className="basket-foot">
        <BasketExtras />
        {saved > 0 && (
          <Group justify="space-between" align="baseline">
            <Text>{say('discount')}</Text>
            <Text fw={600}>
              <Money amount={0 - saved} currency={currency} />
            </Text>
          </Group>
        )}
        <Group justify="space-between" align="baseline">
          <Text size="lg">{say('total')}</Text>
          <Group gap="xs" wrap="nowrap">
            {busy && <Loader size="sm" aria-hidden />}
            <Text className="till-sum" aria-live="polite" aria-busy={busy}>
              <Money amount={total} currency={currency} />
            </Text>
          </Group>
        </Group>
        <Button
          size="xl"
          fullWidth
          disabled={none || error !== null || busy || selling}
          rightSection={<Key name="F9" />}
          aria-keyshortcuts="F9"
          onClick={onPay}
        >
          {say('pay', { amount: moneyText(total, currency, language) })}
        </Button>
        {!none && <PayAtOnce preview={preview} />}
      </div>
    </>
  );
}

interface BasketLineProps {
  readonly item: Item;
  readonly preview: Preview;
  readonly onSeats: (key: string) => void;
}

function BasketLine({ item, preview, onSeats }: BasketLineProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const { change } = useBasket();
  const { key, title, quantity, amount } = item;
  const [least] = boundsOf(item);
  const put = (many: number): void => change((basket) => withQuantity(basket, key, many));
  return (
    <li className="basket-line">
      <div className="basket-what">
        <Text fw={600} lh={1.25}>
          {title}
        </Text>
        <Beneath item={item} />
        {seatedOf(item).map((seated) => (
          <Seats
            key={seated.key}
            seated={seated}
            found={preview.seats.get(seated.key) ?? []}
            onSeats={() => onSeats(seated.key)}
          />
        ))}
      </div>
      <HowMany
        quantity={quantity}
        less={say('less', { name: title })}
        more={say('plus', { name: title })}
        onPut={(many) => put(many < least ? 0 : many)}
      />
      <Text className="basket-amount" fw={600}>
        <Money amount={quantity * amount} currency={currency} />
      </Text>
    </li>
  );
}

interface SeatsProps {
  readonly seated: Seated;
  /** seats as the office would give them */
  readonly found: Seated['seats'];
  readonly onSeats: () => void;
}

function Seats({ seated, found, onSeats }: SeatsProps): ReactNode {
  const say = useWords(words);
  const chosen = seated.seats.length > 0;
  const seats = (chosen ? seated.seats : found).map(({ label }) => label).join(', ');
  return (
    <Group gap="xs" justify="space-between" mt={4} wrap="nowrap">
      <Text fw={600}>{seats !== '' && say(chosen ? 'seats' : 'bestSeats', { seats })}</Text>
      <Button
        variant="default"
        size="sm"
        mih={44}
        aria-label={say('changeSeatsOf', { name: seated.title })}
        onClick={onSeats}
      >
        {say('changeSeats')}
      </Button>
    </Group>
  );
}

function Beneath({ item }: { readonly item: Item }): ReactNode {
  const language = useLanguage();
  const { zone } = useTill();
  const when = ({ event, starts_at }: Pick<TicketItem['show'], 'event' | 'starts_at'>): readonly string[] => [
    event,
    starts_at === null ? '' : whenText(starts_at, 'both', { zone, language }),
  ];
  const parts = (): readonly string[] => {
    if (item.kind === 'article') return item.variations.map(({ name }) => name);
    if (item.kind === 'ticket') return when(item.show);
    if (item.kind === 'free') return [];
    return item.parts.map(({ part, quantity }) => `${quantity} × ${part.name} (${when(part).join(', ')})`);
  };
  const text = parts()
    .filter((part) => part !== '')
    .join(' · ');
  if (text === '') return null;
  return (
    <Text size="sm" c="dimmed" lh={1.3}>
      {text}
    </Text>
  );
}
