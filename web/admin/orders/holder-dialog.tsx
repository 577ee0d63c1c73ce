import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Meanwhile, useSeen } from '../../kit/seen.tsx';
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
  const { holder } = ticket;
  const seen = useSeen({ holder }, changes);
  const form = useProblemForm({
    initialValues: { ...holder },
    submit: async (holder) => {
      const typed = seen.typed({ holder });
      if (typed !== undefined) {
        const { body, was } = typed;
        await change.mutateAsync({ params: { id: ticket.id }, body: { ...body, was } });
      }
      sayDone(say('holderChanged'));
      onClose();
    },
    refused: seen.heard,
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
      <Meanwhile
        fields={seen.meanwhile.map(() => ({
          label: say('holderTitle'),
          now: [`${holder.first_name} ${holder.last_name}`.trim(), holder.email, holder.phone]
            .filter((part) => part !== '')
            .join(', '),
        }))}
      />
    </FormDialog>
  );
}
