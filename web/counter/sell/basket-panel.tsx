import { ActionIcon, Button, Group, Stack, Text, Title } from '@mantine/core';
import { MinusIcon, PlusIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { Empty } from '../../kit/empty.tsx';
import { Money } from '../../kit/money.tsx';
import { moneyText } from '../../kit/money-text.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { whenText } from '../frame/when-text.ts';
import { boundsOf, empty_basket, totalOf, withQuantity, type Item } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { words } from './words.ts';

export function BasketPanel({ onPay }: { readonly onPay: () => void }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { currency } = useTill();
  const { basket, change } = useBasket();
  const total = totalOf(basket);
  const none = basket.items.length === 0;
  return (
    <>
      <Group justify="space-between">
        <Title order={2} size="h4">
          {say('basket')}
        </Title>
        {!none && (
          <Button variant="subtle" size="md" color="gray" onClick={() => change(() => empty_basket)}>
            {say('empty')}
          </Button>
        )}
      </Group>
      {none ? (
        <Empty title={say('basketEmpty')} next={say('basketEmptyNext')} />
      ) : (
        <Stack component="ul" className="basket-lines" gap="xs">
          {basket.items.map((item) => (
            <BasketLine key={item.key} item={item} />
          ))}
        </Stack>
      )}
      <div className="basket-foot">
        <Group justify="space-between" align="baseline">
          <Text size="lg">{say('total')}</Text>
          <Text className="till-sum" aria-live="polite">
            <Money amount={total} currency={currency} />
          </Text>
        </Group>
        <Button size="xl" fullWidth disabled={none} onClick={onPay}>
          {say('pay', { amount: moneyText(total, currency, language) })}
        </Button>
      </div>
    </>
  );
}

function BasketLine({ item }: { readonly item: Item }): ReactNode {
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
      </div>
      <Group gap={4} wrap="nowrap">
        <ActionIcon
          variant="default"
          size={44}
          aria-label={say('less', { name: title })}
          onClick={() => put(quantity > least ? quantity - 1 : 0)}
        >
          <MinusIcon width={20} aria-hidden />
        </ActionIcon>
        <Text className="basket-many">{quantity}</Text>
        <ActionIcon
          variant="default"
          size={44}
          aria-label={say('plus', { name: title })}
          onClick={() => put(quantity + 1)}
        >
          <PlusIcon width={20} aria-hidden />
        </ActionIcon>
      </Group>
      <Text className="basket-amount" fw={600}>
        <Money amount={quantity * amount} currency={currency} />
      </Text>
    </li>
  );
}

function Beneath({ item }: { readonly item: Item }): ReactNode {
  const language = useLanguage();
  const { zone } = useTill();
  const parts =
    item.kind === 'article'
      ? item.variations.map(({ name }) => name)
      : [
          item.show.event,
          item.show.starts_at === null ? '' : whenText(item.show.starts_at, 'both', { zone, language }),
        ];
  const text = parts.filter((part) => part !== '').join(' · ');
  if (text === '') return null;
  return (
    <Text size="sm" c="dimmed" lh={1.3}>
      {text}
    </Text>
  );
}
