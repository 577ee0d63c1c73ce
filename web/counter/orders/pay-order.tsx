import { Button, Stack, Text, Title } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { focusWhenShown } from '../../kit/focus.ts';
import { moneyText } from '../../kit/money-text.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useTill } from '../frame/till.ts';
import { PayPanel, type Payments } from '../pay/pay-panel.tsx';
import { order_changes } from './changes.ts';
import type { TillOrder } from './order-state.tsx';
import { words } from './words.ts';

interface PayOrderProps {
  readonly order: TillOrder;
  readonly onDone: () => void;
}

/** Takes the money of what was sold or put aside; what was put aside becomes a sale by it. */
export default function PayOrder({ order, onDone }: PayOrderProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { counter_id } = useTill();
  const { id, label, due, currency } = order;
  const [change, setChange] = useState<number>();
  const [trouble, setTrouble] = useState<unknown>(null);
  const validate = useWrite('validate_quote', { changes: order_changes });
  const pay = useWrite('pay_at_till', { changes: order_changes });
  const paid = async (payments: Payments | undefined): Promise<void> => {
    setTrouble(null);
    try {
      if (!order.validated) await validate.mutateAsync({ params: { id }, body: { counter_id } });
      if (payments === undefined) setChange(0);
      else setChange((await pay.mutateAsync({ params: { id }, body: { counter_id, payments } })).change);
    } catch (error) {
      setTrouble(error);
    }
  };
  if (change === undefined)
    return (
      <Stack gap="md" maw={560}>
        <PayPanel
          due={due}
          busy={validate.isPending || pay.isPending}
          trouble={trouble}
          onPaid={(payments) => void paid(payments)}
          onBack={onDone}
        />
      </Stack>
    );
  return (
    <Stack gap="md" maw={560}>
      <div role="status">
        <Title order={2} size="h4">
          {say('paidNow', { label })}
        </Title>
        {change > 0 && (
          <Text className="till-change till-change-sum">
            {say('change', { amount: moneyText(change, currency, language) })}
          </Text>
        )}
      </div>
      <Button size="xl" ref={focusWhenShown} onClick={onDone}>
        {say('back')}
      </Button>
    </Stack>
  );
}
