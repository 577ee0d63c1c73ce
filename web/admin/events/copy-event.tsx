import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { instantOf, localText } from '../../kit/local-instant.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useOrganizer } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './copy-words.ts';
import type { Event } from './event-state.tsx';

interface CopyEventProps {
  readonly event: Event;
  readonly onClose: () => void;
}

/** The event once more, as a draft: under another name, at another time. */
export default function CopyEvent({ event, onClose }: CopyEventProps): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const { zone = 'UTC' } = useOrganizer() ?? {};
  const first = event.first_starts_at;
  const copy = useWrite('copy_event', { changes: ['list_events'] });
  const form = useProblemForm({
    initialValues: {
      name: say('nameOfCopy', { name: event.name }),
      starts_at: first === null ? '' : localText(first, zone),
    },
    validate: {
      name: (name) => (name.trim() === '' ? say('nameMissing') : null),
      starts_at: (text) =>
        first !== null && instantOf(text, zone) === undefined ? say('dateMissing') : null,
    },
    submit: async ({ name, starts_at }) => {
      const at = instantOf(starts_at, zone);
      const { event_id } = await copy.mutateAsync({
        params: { id: event.id },
        body: { name: name.trim(), ...(at === undefined ? {} : { starts_at: at }) },
      });
      sayDone(say('copied'));
      onClose();
      await navigate({ to: '/events/$id', params: { id: String(event_id) } });
    },
  });
  return (
    <Modal
      opened
      centered
      onClose={onClose}
      title={say('title', { name: event.name })}
      closeButtonProps={{ 'aria-label': say('cancel') }}
    >
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          <Text size="sm">{say('lead')}</Text>
          <TextInput label={say('name')} data-autofocus {...form.getInputProps('name')} />
          {first !== null && (
            <TextInput
              type="datetime-local"
              label={say('starts')}
              description={say('startsHint')}
              {...form.getInputProps('starts_at')}
            />
          )}
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {say('cancel')}
            </Button>
            <Button type="submit" loading={form.submitting}>
              {say('act')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
