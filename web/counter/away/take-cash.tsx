import { Button, Group, Text } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { parseAmount } from '../../../src/domain/money.ts';
import { AmountField, amountIn, useAmountText } from '../../kit/amount-field.tsx';
import { Money } from '../../kit/money.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { quickAmounts } from '../pay/tenders.ts';
import { words } from './words.ts';

interface TakeCashProps {
  readonly total: number;
  /** what is put on the counter: the total at least */
  readonly onTake: (tendered: number) => Promise<void>;
}

/** How a sale without the office is paid: in cash, with change. */
export function TakeCash({ total, onTake }: TakeCashProps): ReactNode {
  const say = useWords(words);
  const { currency } = useTill();
  const amountText = useAmountText();
  const [text, setText] = useState(amountText(total, currency));
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<unknown>();
  const tendered = amountIn(text, currency);
  const bad = tendered === undefined || tendered < total;
  const take = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    if (bad || busy) return;
    setBusy(true);
    try {
      await onTake(tendered);
    } catch (error) {
      setTrouble(error);
      setBusy(false);
    }
  };
  return (
    <form noValidate onSubmit={(event) => void take(event)} className="basket-foot">
      <Sum words={say('total')} amount={total} />
      <AmountField
        size="lg"
        label={say('received')}
        currency={currency}
        value={text}
        onChange={setText}
        error={asked && bad ? say('receivedBad') : undefined}
      />
      <div className="quick-amounts">
        {quickAmounts(total, parseAmount('1', currency)).map((value) => (
          <Button
            key={value}
            size="md"
            px={4}
            variant="default"
            onClick={() => setText(amountText(value, currency))}
          >
            <Money amount={value} currency={currency} />
          </Button>
        ))}
      </div>
      {!bad && tendered > total && <Sum words={say('change')} amount={tendered - total} />}
      {trouble !== undefined && <Trouble error={trouble} />}
      <Button size="xl" type="submit" loading={busy}>
        {say('take')}
      </Button>
    </form>
  );
}

interface SumProps {
  readonly words: string;
  readonly amount: number;
}

function Sum({ words: text, amount }: SumProps): ReactNode {
  const { currency } = useTill();
  return (
    <Group justify="space-between" align="baseline">
      <Text size="lg">{text}</Text>
      <Text className="till-sum">
        <Money amount={amount} currency={currency} />
      </Text>
    </Group>
  );
}
