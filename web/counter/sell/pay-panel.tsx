import { Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { ArrowLeftIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { parseAmount } from '../../../src/domain/money.ts';
import { useAsk, useWrite } from '../../api/queries.ts';
import { AmountField, amountIn, useAmountText } from '../../kit/amount-field.tsx';
import { Empty } from '../../kit/empty.tsx';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { totalOf, wishesOf } from './basket.ts';
import { useBasket } from './basket-keeper.tsx';
import { leftOf, modesOf, quickAmounts, takesMore, type Mode, type Tender } from './tenders.ts';
import { words } from './words.ts';

/** Takes the money: all at once, or part by part in several ways. The last part rings the sale up. */
export function PayPanel({ onBack }: { readonly onBack: () => void }): ReactNode {
  const say = useWords(words);
  const { counter_id, currency } = useTill();
  const { basket, finish } = useBasket();
  const catalogue = useAsk('till_catalogue', {});
  const ring = useWrite('ring_up', {
    changes: ['till_shows', 'till_offers', 'till_catalogue', 'find_counter_session', 'till_setup'],
  });
  const [tenders, setTenders] = useState<readonly Tender[]>([]);
  const total = totalOf(basket);
  const left = leftOf(total, tenders);
  const modes = modesOf(catalogue.data?.payment_modes ?? []);
  const take = (mode: Mode, amount: number): void => {
    const all = [...tenders, { payment_mode_id: mode.id, name: mode.name, amount }];
    if (leftOf(total, all) > 0) {
      setTenders(all);
      return;
    }
    const payments = all.map(({ payment_mode_id, amount: part }) => ({ payment_mode_id, amount: part }));
    const body = { counter_id, items: wishesOf(basket), ...(total === 0 ? {} : { payments }) };
    ring.mutate({ body }, { onSuccess: finish });
  };
  return (
    <>
      <Group gap="sm" wrap="nowrap">
        <Button
          variant="default"
          size="md"
          leftSection={<ArrowLeftIcon width={20} aria-hidden />}
          onClick={onBack}
        >
          {say('backToBasket')}
        </Button>
        <Title order={2} size="h4" className="unseen">
          {say('payments')}
        </Title>
      </Group>
      <Group justify="space-between" align="baseline">
        <Text size="lg">{say('toPay')}</Text>
        <Text className="till-sum">
          <Money amount={left} currency={currency} />
        </Text>
      </Group>
      {tenders.map(({ name, amount }, index) => (
        <Group key={index} justify="space-between">
          <Text>{name}</Text>
          <Money amount={amount} currency={currency} />
        </Group>
      ))}
      {ring.error !== null && <Trouble error={ring.error} />}
      {catalogue.data !== undefined && modes.length === 0 ? (
        <Empty title={say('noModes')} next={say('noModesNext')} />
      ) : (
        <TakePart key={tenders.length} left={left} modes={modes} busy={ring.isPending} onTake={take} />
      )}
    </>
  );
}

interface TakePartProps {
  readonly left: number;
  readonly modes: readonly Mode[];
  readonly busy: boolean;
  readonly onTake: (mode: Mode, amount: number) => void;
}

function TakePart({ left, modes, busy, onTake }: TakePartProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const amountText = useAmountText();
  const [text, setText] = useState(amountText(left, currency));
  const [trouble, setTrouble] = useState<'amountBad' | 'tooMuch'>();
  const amount = amountIn(text, currency);
  const per_unit = parseAmount('1', currency);
  const put = (value: number): void => setText(amountText(value, currency));
  const take = (mode: Mode): void => {
    if (amount === undefined || amount <= 0) setTrouble(left === 0 ? undefined : 'amountBad');
    else if (amount > left && !takesMore(mode)) setTrouble('tooMuch');
    if (left === 0) onTake(mode, 0);
    else if (amount !== undefined && amount > 0 && (amount <= left || takesMore(mode))) onTake(mode, amount);
  };
  const [first] = modes;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (first !== undefined && !busy) take(first);
      }}
    >
      <Stack gap="md">
        <AmountField
          size="xl"
          data-autofocus
          ref={selectWhenShown}
          label={say('amount')}
          currency={currency}
          value={text}
          onChange={(typed) => {
            setTrouble(undefined);
            setText(typed);
          }}
          error={trouble === undefined ? undefined : say(trouble)}
        />
        <div className="quick-amounts">
          <Button size="md" px={4} variant="default" onClick={() => put(left)}>
            {say('exact')}
          </Button>
          {quickAmounts(left, per_unit).map((value) => (
            <Button key={value} size="md" px={4} variant="default" onClick={() => put(value)}>
              <Money amount={value} currency={currency} />
            </Button>
          ))}
        </div>
        {amount !== undefined && amount > left && (
          <Group justify="space-between" align="baseline">
            <Text size="lg">{say('change')}</Text>
            <Text className="till-sum">
              <Money amount={amount - left} currency={currency} />
            </Text>
          </Group>
        )}
        <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="xs">
          {modes.map((mode, index) => (
            <Button
              key={mode.id}
              size="xl"
              type={index === 0 ? 'submit' : 'button'}
              variant={index === 0 ? 'filled' : 'default'}
              loading={busy && index === 0}
              disabled={busy}
              onClick={index === 0 ? undefined : () => take(mode)}
              aria-label={say('method', { name: mode.name })}
            >
              {mode.name}
            </Button>
          ))}
        </SimpleGrid>
      </Stack>
    </form>
  );
}

/** What is typed replaces what stands there. */
function selectWhenShown(field: HTMLInputElement | null): void {
  field?.focus();
  field?.select();
}
