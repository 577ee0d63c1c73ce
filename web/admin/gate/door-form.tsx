import { Button, Checkbox, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAll, type ItemOf } from '../../api/queries.ts';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { directions, type Door } from './door.ts';
import { useSessionName } from './session-name.ts';
import { words } from './words.ts';

type Event = ItemOf<'list_events'>;

/** What a door lets through, as it is typed. */
export type DoorValues = {
  name: string;
  /** id; '': every event */
  event: string;
  direction: Door['direction'];
  exit_rule: Door['exit_rule'];
  /** ids; none: all of the event */
  sessions: string[];
  prices: string[];
};

export const newDoor: DoorValues = {
  ...{ name: '', event: '', direction: 'in', exit_rule: 'off' },
  ...{ sessions: [], prices: [] },
};

interface DoorFormProps {
  readonly initial: DoorValues;
  /** to choose among; undefined: a door stays with its event */
  readonly events?: readonly Event[];
  readonly act: string;
  readonly submit: (values: DoorValues) => Promise<void>;
}

export function DoorForm({ initial, events, act, submit }: DoorFormProps): ReactNode {
  const say = useWords(words);
  const form = useProblemForm({
    initialValues: initial,
    validate: { name: (value) => (value.trim() === '' ? say('nameNeeded') : null) },
    submit: async (values) => {
      await submit({ ...values, name: values.name.trim() });
      if (events !== undefined) form.reset();
    },
  });
  const { event } = form.values;
  return (
    <form onSubmit={form.onSubmit} noValidate>
      <Stack gap="sm">
        {form.trouble !== undefined && <Trouble error={form.trouble} />}
        <TextInput
          label={say('doorName')}
          description={say('doorNameHint')}
          {...form.getInputProps('name')}
        />
        {events !== undefined && (
          <NativeSelect
            label={say('event')}
            data={[
              { value: '', label: say('anyEvent') },
              ...events.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
            value={event}
            // sessions and prices are those of the event
            onChange={({ currentTarget: { value } }) =>
              form.setValues({ event: value, sessions: [], prices: [] })
            }
          />
        )}
        <NativeSelect
          label={say('direction')}
          data={(['in', 'out', 'both'] as const).map((value) => ({ value, label: say(directions[value]) }))}
          {...form.getInputProps('direction')}
        />
        <NativeSelect
          label={say('exitRule')}
          data={(['off', 'counted', 'free'] as const).map((value) => ({ value, label: say(value) }))}
          {...form.getInputProps('exit_rule')}
        />
        {event !== '' && (
          <>
            <Sessions event_id={Number(event)} {...form.getInputProps('sessions')} />
            <Prices event_id={Number(event)} {...form.getInputProps('prices')} />
          </>
        )}
        <Group>
          <Button type="submit" loading={form.submitting}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

interface Choice {
  readonly event_id: number;
  readonly value?: string[];
  readonly onChange?: (ids: string[]) => void;
}

function Sessions({ event_id, ...field }: Choice): ReactNode {
  const say = useWords(words);
  const nameOf = useSessionName();
  const where = [{ column: 'event_id', value: event_id }];
  const asked = useAll('list_sessions', { query: { where, order: 'starts_at' } });
  const all = (asked.data?.items ?? []).map((session) => ({ id: session.id, name: nameOf(session) }));
  return <Choices label={say('sessions')} hint={say('allSessions')} all={all} {...field} />;
}

function Prices({ event_id, ...field }: Choice): ReactNode {
  const say = useWords(words);
  const where = [{ column: 'event_id', value: event_id }];
  const asked = useAll('list_prices', { query: { where, order: 'position' } });
  return <Choices label={say('prices')} hint={say('allPrices')} all={asked.data?.items ?? []} {...field} />;
}

interface ChoicesProps extends Omit<Choice, 'event_id'> {
  readonly label: string;
  readonly hint: string;
  readonly all: readonly { readonly id: number; readonly name: string }[];
}

/** One of one is no choice, unless it was made before there was another. */
function Choices({ label, hint, all, value = [], onChange }: ChoicesProps): ReactNode {
  if (all.length < 2 && value.length === 0) return null;
  return (
    <Checkbox.Group label={label} description={hint} value={value} onChange={(ids) => onChange?.(ids)}>
      <Stack gap={6} mt={6} mah={260} style={{ overflowY: 'auto' }}>
        {all.map(({ id, name }) => (
          <Checkbox key={id} value={String(id)} label={name} />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
