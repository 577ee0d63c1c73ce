import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import { filledIn } from './filled-in.ts';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';

interface BuyerDialogProps {
  readonly order: Order;
  readonly onClose: () => void;
}

/** Another buyer: the customer with that address, or a new one. The one before stays as they are. */
export function BuyerDialog({ order, onClose }: BuyerDialogProps): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_order', { changes: [...changes, 'list_customers'] });
  const form = useProblemForm({
    initialValues: { first_name: '', last_name: '', email: '' },
    validate: {
      email: (email, { last_name }) => (email.trim() + last_name.trim() === '' ? say('buyerNeeded') : null),
    },
    submit: async (texts) => {
      await change.mutateAsync({ params: { id: order.id }, body: { customer: filledIn(texts) } });
      sayDone(say('buyerChanged'));
      onClose();
    },
  });
  return (
    <FormDialog
      title={say('buyerTitle')}
      lead={say('buyerText')}
      act={say('save')}
      onSubmit={form.onSubmit}
      busy={form.submitting}
      trouble={form.trouble}
      onClose={onClose}
    >
      <TextInput label={say('email')} type="email" data-autofocus {...form.getInputProps('email')} />
      <TextInput label={say('firstName')} {...form.getInputProps('first_name')} />
      <TextInput label={say('lastName')} {...form.getInputProps('last_name')} />
    </FormDialog>
  );
}
