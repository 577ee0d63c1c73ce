import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Trouble } from '../../kit/trouble.tsx';
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
    <Modal
      opened
      onClose={onClose}
      title={say('holderTitle')}
      closeButtonProps={{ 'aria-label': say('close') }}
      centered
    >
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <TextInput label={say('firstName')} data-autofocus {...form.getInputProps('first_name')} />
          <TextInput label={say('lastName')} {...form.getInputProps('last_name')} />
          <TextInput label={say('email')} type="email" {...form.getInputProps('email')} />
          <TextInput label={say('phone')} type="tel" {...form.getInputProps('phone')} />
          <Group justify="flex-end">
            <Button type="submit" loading={form.submitting}>
              {say('save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
