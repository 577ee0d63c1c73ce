import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
import { useWords } from '../../words/use-words.ts';
import { changes } from './changes.ts';
import type { Ticket } from './states.tsx';
import { words } from './order-words.ts';

interface HolderDialogProps {
  readonly ticket: Ticket;
  readonly onClose: () => void;
}

export function HolderDialog({ ticket, onClose }: HolderDialogProps): ReactNode {
  const say = useWords(words);
  const change = useWrite('change_ticket', { changes });
  const form = useProblemForm({
    initialValues: { ...ticket.holder },
    submit: async (holder) => {
      await change.mutateAsync({ params: { id: ticket.id }, body: { holder } });
      sayDone(say('holderChanged'));
      onClose();
    },
  });
  return (
    <FormDialog
      title={say('holderTitle')}
      act={say('save')}
      onSubmit={form.onSubmit}
      busy={form.submitting}
      trouble={form.trouble}
      onClose={onClose}
    >
      <TextInput label={say('firstName')} data-autofocus {...form.getInputProps('first_name')} />
      <TextInput label={say('lastName')} {...form.getInputProps('last_name')} />
      <TextInput label={say('email')} type="email" {...form.getInputProps('email')} />
      <TextInput label={say('phone')} type="tel" {...form.getInputProps('phone')} />
    </FormDialog>
  );
}
