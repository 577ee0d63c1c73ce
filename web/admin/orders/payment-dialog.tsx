import { NativeSelect } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { AmountField, amountIn, useAmountText } from '../../kit/amount-field.tsx';
import { sayDone } from '../../kit/done.ts';
import { moneyText } from '../../kit/money-text.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import { methods, useMethodWord } from './methods.ts';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';

interface PaymentDialogProps {
  readonly order: Order;
  readonly onClose: () => void;
}

/** Takes what is due, or a part of it. */
export function PaymentDialog({ order, onClose }: PaymentDialogProps): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const methodWord = useMethodWord();
  const amountText = useAmountText();
  const pay = useWrite('add_payment', { changes });
  const { currency } = order;
  const form = useProblemForm({
    initialValues: { method: 'card', amount: amountText(order.due, currency) },
    validate: { amount: (text) => ((amountIn(text, currency) ?? 0) > 0 ? null : say('amountWrong')) },
    submit: async ({ method, amount: text }) => {
      const amount = amountIn(text, currency) ?? 0;
      await pay.mutateAsync({ params: { id: order.id }, body: { method, amount } });
      sayDone(say('paidDone', { amount: moneyText(amount, currency, language) }));
      onClose();
    },
  });
  return (
    <FormDialog
      title={say('payTitle')}
      act={say('pay')}
      onSubmit={form.onSubmit}
      busy={form.submitting}
      trouble={form.trouble}
      onClose={onClose}
    >
      <AmountField
        label={say('amount')}
        currency={currency}
        data-autofocus
        {...form.getInputProps('amount')}
      />
      <NativeSelect
        label={say('method')}
        data={methods.map((value) => ({ value, label: methodWord(value) }))}
        {...form.getInputProps('method')}
      />
    </FormDialog>
  );
}
