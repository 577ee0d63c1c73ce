import { TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { instantOf, localText } from '../../kit/local-instant.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { FormDialog } from '../../kit/form-dialog.tsx';
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
    <FormDialog
      title={say('title', { name: event.name })}
      lead={say('lead')}
      act={say('act')}
      onSubmit={form.onSubmit}
      busy={form.submitting}
      trouble={form.trouble}
      onClose={onClose}
    >
      <TextInput label={say('name')} data-autofocus {...form.getInputProps('name')} />
      {first !== null && (
        <TextInput
          type="datetime-local"
          label={say('starts')}
          description={say('startsHint')}
          {...form.getInputProps('starts_at')}
        />
      )}
    </FormDialog>
  );
}
