import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { HowMany } from '../frame/how-many.tsx';
import { Key } from '../frame/key.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { packOf, withItem, type Offer, type PackPart, type Show } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { words } from './pack-words.ts';

interface PackChoiceProps {
  readonly show: Show;
  readonly offer: Offer;
  readonly onDone: () => void;
}

/** What goes into a pack whose buyer may choose: of each part as many as it allows. */
export default function PackChoice({ show, offer, onDone }: PackChoiceProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const { change } = useBasket();
  const parts = offer.parts ?? [];
  const [chosen, setChosen] = useState<ReadonlyMap<number, number>>(
    () => new Map(parts.map(({ offer_id, minimum }) => [offer_id, minimum])),
  );
  useShortcuts({ Escape: onDone });
  const pack = packOf(show, offer, chosen);
  const add = (): void => {
    change((basket) => withItem(basket, pack));
    onDone();
  };
  return (
    <Stack gap="sm" maw={640}>
      <Title order={2} size="h4">
        {say('title', { name: offer.name })}
      </Title>
      <Stack component="ul" className="basket-lines" gap="xs">
        {parts.map((part) => (
          <Part
            key={part.offer_id}
            part={part}
            quantity={chosen.get(part.offer_id) ?? 0}
            shows_amount={offer.costs_its_parts}
            onPut={(quantity) => setChosen(new Map([...chosen, [part.offer_id, quantity]]))}
          />
        ))}
      </Stack>
      <Group justify="space-between">
        <Button size="lg" variant="default" rightSection={<Key name="Escape" />} onClick={onDone}>
          {say('back')}
        </Button>
        <Button
          size="lg"
          ref={focusWhenShown}
          disabled={pack.parts.length === 0}
          rightSection={<Key name="Enter" />}
          onClick={add}
        >
          {say('add')}
          &nbsp;·&nbsp;
          <Money amount={pack.amount} currency={currency} />
        </Button>
      </Group>
    </Stack>
  );
}

interface PartProps {
  readonly part: PackPart;
  readonly quantity: number;
  /** a pack with a price of its own costs that, whatever is in it */
  readonly shows_amount: boolean;
  readonly onPut: (quantity: number) => void;
}

function Part({ part, quantity, shows_amount, onPut }: PartProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { zone, currency } = useTill();
  const { name, event, starts_at, minimum, maximum, left, sale_state } = part;
  const most = sale_state === 'on_sale' ? Math.min(maximum, left ?? maximum) : 0;
  const beneath = [
    event,
    starts_at === null ? '' : whenText(starts_at, 'both', { zone, language }),
    say(minimum === maximum ? 'exactly' : 'between', { minimum, maximum }),
    most < maximum ? say('left', { count: most }) : '',
  ];
  return (
    <li className="basket-line">
      <div className="basket-what">
        <Text fw={600} lh={1.25}>
          {part.zone === null ? name : `${name} · ${part.zone}`}
        </Text>
        <Text size="sm" c="dimmed" lh={1.3}>
          {beneath.filter((text) => text !== '').join(' · ')}
        </Text>
      </div>
      <HowMany
        told
        quantity={quantity}
        less={say('less', { name })}
        more={say('plus', { name })}
        least={minimum}
        most={most}
        onPut={onPut}
      />
      <Text className="basket-amount" fw={600}>
        {shows_amount && <Money amount={quantity * part.amount} currency={currency} />}
      </Text>
    </li>
  );
}
