import { Button, Group, NativeSelect, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAll, useList, useWrite, type ItemOf } from '../../api/queries.ts';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

type Door = ItemOf<'list_control_points'>;
type Event = ItemOf<'list_events'>;

/** The control points: where devices stand, and what they let through. */
export default function DoorsPage(): ReactNode {
  const say = useWords(words);
  const may = useMay()('gate.write');
  const where = [{ column: 'status', value: 'published' }];
  const events = useAll('list_events', { query: { where, order: '-id' } });
  const list = useList('list_control_points', { query: { order: 'name' } });
  return (
    <Page
      title={say('doors')}
      actions={
        <ButtonTo to="/gate" variant="default">
          {say('back')}
        </ButtonTo>
      }
    >
      <DataList
        label={say('doors')}
        list={list}
        keyOf={({ id }) => id}
        columns={useColumns(events.data?.items ?? [], may)}
        empty={<Empty title={say('noDoors')} next={say('noDoorsNext')} />}
      />
      {may && <NewDoor events={events.data?.items ?? []} />}
    </Page>
  );
}

const directions = { in: 'in', out: 'exit', both: 'both' } as const;

function useColumns(events: readonly Event[], may: boolean): readonly Column<Door>[] {
  const say = useWords(words);
  const columns: readonly Column<Door>[] = [
    { key: 'name', title: say('door'), render: ({ name }) => name },
    {
      key: 'event',
      title: say('event'),
      render: ({ event_id }) =>
        event_id === null ? say('anyEvent') : (events.find(({ id }) => id === event_id)?.name ?? event_id),
    },
    {
      key: 'direction',
      title: say('direction'),
      render: ({ direction }) => say(directions[direction]),
    },
    { key: 'exits', title: say('exitRule'), render: ({ exit_rule }) => say(exit_rule) },
  ];
  const act: Column<Door> = {
    key: 'act',
    title: say('remove'),
    acts: true,
    render: (door) => <Remove {...door} />,
  };
  return may ? [...columns, act] : columns;
}

function Remove({ id, name }: Door): ReactNode {
  const say = useWords(words);
  const remove = useWrite('delete_control_point', { changes: ['list_control_points'] });
  return (
    <ConfirmButton
      act={say('remove')}
      title={say('removeTitle', { name })}
      lead={say('removeLead')}
      final
      onConfirm={async () => {
        await remove.mutateAsync({ params: { id } });
        sayDone(say('removed', { name }));
      }}
    />
  );
}

type Wish = {
  name: string;
  /** id; '': every event */
  event: string;
  direction: Door['direction'];
  exit_rule: Door['exit_rule'];
};

const fresh: Wish = { name: '', event: '', direction: 'in', exit_rule: 'off' };

function NewDoor({ events }: { readonly events: readonly Event[] }): ReactNode {
  const say = useWords(words);
  const add = useWrite('create_control_point', { changes: ['list_control_points'] });
  const form = useProblemForm({
    initialValues: fresh,
    validate: { name: (value) => (value.trim() === '' ? say('nameNeeded') : null) },
    submit: async ({ name, event, direction, exit_rule }) => {
      const of = event === '' ? {} : { event_id: Number(event) };
      await add.mutateAsync({ body: { name: name.trim(), direction, exit_rule, ...of } });
      form.reset();
      sayDone(say('doorAdded', { name: name.trim() }));
    },
  });
  return (
    <Section title={say('addDoor')} lead={say('doorsLead')}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <TextInput
            label={say('doorName')}
            description={say('doorNameHint')}
            {...form.getInputProps('name')}
          />
          <NativeSelect
            label={say('event')}
            data={[
              { value: '', label: say('anyEvent') },
              ...events.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
            {...form.getInputProps('event')}
          />
          <NativeSelect
            label={say('direction')}
            data={(['in', 'out', 'both'] as const).map((value) => ({
              value,
              label: say(directions[value]),
            }))}
            {...form.getInputProps('direction')}
          />
          <NativeSelect
            label={say('exitRule')}
            data={(['off', 'counted', 'free'] as const).map((value) => ({ value, label: say(value) }))}
            {...form.getInputProps('exit_rule')}
          />
          <Group>
            <Button type="submit" loading={form.submitting}>
              {say('addDoor')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
