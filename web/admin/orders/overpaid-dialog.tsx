import { Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { Confirm } from '../../kit/confirm.tsx';
import { sayDone } from '../../kit/done.ts';
import { moneyText } from '../../kit/money-text.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import type { Order } from './states.tsx';
import { words } from './refund-words.ts';

interface OverpaidDialogProps {
  readonly order: Order;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What was paid beyond what the order costs now; no ticket stands for it. */
export function overpaidOf({ paid, refunded, total }: Order): number {
  return Math.max(paid - refunded - total, 0);
}

export function OverpaidDialog({ order, opened, onClose }: OverpaidDialogProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const [reason, setReason] = useState('');
  const refund = useWrite('refund_overpaid', { changes });
  const amount = overpaidOf(order);
  const text = moneyText(amount, order.currency, language);
  return (
    <Confirm
      opened={opened}
      onClose={onClose}
      title={say('overpaidTitle')}
      act={say('act', { amount: text })}
      final
      onConfirm={async () => {
        const why = reason.trim() === '' ? {} : { reason: reason.trim() };
        await refund.mutateAsync({ params: { id: order.id }, body: { amount, ...why } });
        sayDone(say('overpaidDone', { amount: text }));
      }}
    >
      <Text size="sm">{say('overpaidText', { amount: text })}</Text>
      <TextInput
        label={say('reason')}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </Confirm>
  );
}
