import { ActionIcon, Button, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { ArrowLeftIcon, XMarkIcon } from '@heroicons/react/24/outline';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { parseAmount } from '../../../src/domain/money.ts';
import type { Input } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { AmountField, useAmountText } from '../../kit/amount-field.tsx';
import { amountIn } from '../../kit/amount-in.ts';
import { Empty } from '../../kit/empty.tsx';
import { focusWhenShown } from '../../kit/focus.ts';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { Key } from '../frame/key.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { useTill } from '../frame/till.ts';
import { ToSetup } from '../frame/to-setup.tsx';
import { leftOf, modesOf, quickAmounts, takesMore, type Mode, type Tender } from './tenders.ts';
import { words } from './words.ts';

export type Payments = Input<'pay_at_till'>['body']['payments'];

interface PayPanelProps {
  /** minor units */
  readonly due: number;
  readonly busy: boolean;
  /** what kept the payments from being taken */
  readonly trouble: unknown;
  /** All that is due is on the counter; none for a sale of nothing. */
  readonly onPaid: (payments: Payments | undefined) => void;
  readonly onBack: () => void;
}

/** Takes the money: all at once, or part by part in several ways. The last part is what pays. */
export function PayPanel({ due, busy, trouble, onPaid, onBack }: PayPanelProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const catalogue = useAsk('till_catalogue', {});
  const [tenders, setTenders] = useState<readonly Tender[]>([]);
  const left = leftOf(due, tenders);
  const modes = modesOf(catalogue.data?.payment_modes ?? []);
  const take = (mode: Mode, amount: number): void => {
    const all = [...tenders, { payment_mode_id: mode.id, name: mode.name, amount }];
    if (leftOf(due, all) > 0) setTenders(all);
    else onPaid(all.map(({ payment_mode_id, amount: part }) => ({ payment_mode_id, amount: part })));
  };
  // the money is being taken: there is no way back from here
  useShortcuts({ Escape: () => !busy && onBack() });
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2} size="h4">
          {say('payments')}
        </Title>
        <Button
          variant="default"
          size="md"
          leftSection={<ArrowLeftIcon width={20} aria-hidden />}
          rightSection={<Key name="Escape" />}
          disabled={busy}
          onClick={onBack}
        >
          {say('back')}
        </Button>
      </Group>
      <Group justify="space-between" align="baseline">
        <Text size="lg">{say('toPay')}</Text>
        <Text className="till-sum">
          <Money amount={left} currency={currency} />
        </Text>
      </Group>
      {tenders.map(({ name, amount }, index) => (
        <Group key={index} justify="space-between" wrap="nowrap">
          <Text fw={600}>{name}</Text>
          <Group gap="xs" wrap="nowrap">
            <Money amount={amount} currency={currency} />
            <ActionIcon
              variant="default"
              size={44}
              aria-label={say('takeBack', { name })}
              disabled={busy}
              onClick={() => setTenders(tenders.filter((_, other) => other !== index))}
            >
              <XMarkIcon width={20} aria-hidden />
            </ActionIcon>
          </Group>
        </Group>
      ))}
      {trouble !== null && trouble !== undefined && <Trouble error={trouble} />}
      {due === 0 ? (
        <Button size="xl" ref={focusWhenShown} loading={busy} onClick={() => onPaid(undefined)}>
          {say('nothing')}
        </Button>
      ) : catalogue.data !== undefined && modes.length === 0 ? (
        <Empty title={say('noModes')} next={say('noModesNext')}>
          <ToSetup part="payments" />
        </Empty>
      ) : (
        <TakePart key={`${tenders.length} ${left}`} left={left} modes={modes} busy={busy} onTake={take} />
      )}
    </>
  );
}

/** a way to pay may be called whatever its house calls it */
const long_label = { label: { whiteSpace: 'normal', lineHeight: 1.15, fontSize: '1rem' } } as const;

interface TakePartProps {
  /** above 0 */
  readonly left: number;
  readonly modes: readonly Mode[];
  readonly busy: boolean;
  readonly onTake: (mode: Mode, amount: number) => void;
}

/** One amount in one way. Enter takes it in the way that is marked, which the arrow keys change. */
function TakePart({ left, modes, busy, onTake }: TakePartProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const amountText = useAmountText();
  const [text, setText] = useState(amountText(left, currency));
  const [marked, setMarked] = useState(0);
  const [trouble, setTrouble] = useState<'amountBad' | 'tooMuch'>();
  const amount = amountIn(text, currency);
  const put = (value: number): void => {
    setTrouble(undefined);
    setText(amountText(value, currency));
  };
  const take = (mode: Mode | undefined): void => {
    if (mode === undefined || busy) return;
    if (amount === undefined || amount <= 0) setTrouble('amountBad');
    else if (amount > left && !takesMore(mode)) setTrouble('tooMuch');
    else onTake(mode, amount);
  };
  const mark = (event: KeyboardEvent): void => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0 || modes.length === 0) return;
    event.preventDefault();
    setMarked((marked + step + modes.length) % modes.length);
  };
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        take(modes[marked]);
      }}
    >
      <Stack gap="md">
        <AmountField
          size="xl"
          ref={selectWhenShown}
          label={say('amount')}
          currency={currency}
          value={text}
          onKeyDown={mark}
          onChange={(typed) => {
            setTrouble(undefined);
            setText(typed);
          }}
          error={trouble === undefined ? undefined : say(trouble)}
        />
        <div className="quick-amounts">
          <Button size="lg" px={4} fz="md" variant="default" onClick={() => put(left)}>
            {say('exact')}
          </Button>
          {quickAmounts(left, parseAmount('1', currency)).map((value) => (
            <Button key={value} size="lg" px={4} fz="md" variant="default" onClick={() => put(value)}>
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
              px="xs"
              styles={long_label}
              variant={index === marked ? 'filled' : 'default'}
              disabled={busy}
              loading={busy && index === marked}
              rightSection={index === marked ? <Key name="Enter" /> : undefined}
              type={index === marked ? 'submit' : 'button'}
              onClick={index === marked ? undefined : () => take(mode)}
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
