import { Button, Group, Loader, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk, useWrite } from '../../api/queries.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { useProblemForm } from '../../kit/problem-form.ts';
import { Qr } from '../../kit/qr.tsx';
import { Section } from '../../kit/section.tsx';
import { ShownOnce } from '../../kit/shown-once.tsx';
import { StateBadge } from '../../kit/state-badge.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useWords } from '../../words/use-words.ts';
import { useControlPoints } from './control-points.ts';
import { words } from './words.ts';

/** A code that was made, and the latest device there was before. */
interface Made {
  readonly name: string;
  readonly link: string;
  readonly expires_at: string;
  readonly latest_id: number;
}

export default function JoinPage(): ReactNode {
  const say = useWords(words);
  const [made, setMade] = useState<Made>();
  const back = (
    <ButtonTo to="/devices" variant="default">
      {say('back')}
    </ButtonTo>
  );
  return (
    <Page title={say('join')} actions={back}>
      {made === undefined ? (
        <CodeForm onMade={setMade} />
      ) : (
        <Stack maw={720} align="flex-start">
          <Code {...made} />
          <Button variant="default" onClick={() => setMade(undefined)}>
            {say('another')}
          </Button>
        </Stack>
      )}
    </Page>
  );
}

function useLatestDevice(options: { readonly every_ms?: number }): { id: number; name: string } | undefined {
  return useAsk('list_devices', { query: { order: '-id', limit: 1 } }, options).data?.items[0];
}

type Wish = {
  name: string;
  role: 'gate' | 'gate_lead' | 'counter';
  /** id; '': at no door in particular */
  point: string;
};

function CodeForm({ onMade }: { readonly onMade: (made: Made) => void }): ReactNode {
  const say = useWords(words);
  const make = useWrite('make_device_code');
  const latest = useLatestDevice({});
  const points = useControlPoints();
  const initialValues: Wish = { name: '', role: 'gate', point: '' };
  const form = useProblemForm({
    initialValues,
    validate: { name: (value) => (value.trim() === '' ? say('nameNeeded') : null) },
    submit: async ({ name, role, point }) => {
      const door = role === 'counter' || point === '' ? {} : { control_point_id: Number(point) };
      const { link, expires_at } = await make.mutateAsync({ body: { name: name.trim(), role, ...door } });
      onMade({ name: name.trim(), link, expires_at, latest_id: latest?.id ?? 0 });
    },
  });
  return (
    <Section title={say('join')} lead={say('noneNext')}>
      <form onSubmit={form.onSubmit} noValidate>
        <Stack gap="sm">
          {form.trouble !== undefined && <Trouble error={form.trouble} />}
          <TextInput label={say('name')} description={say('nameHint')} {...form.getInputProps('name')} />
          <NativeSelect
            label={say('role')}
            data={[
              { value: 'gate', label: say('gate') },
              { value: 'gate_lead', label: say('gate_lead') },
              { value: 'counter', label: say('counter') },
            ]}
            {...form.getInputProps('role')}
          />
          {form.values.role !== 'counter' && (
            <NativeSelect
              label={say('point')}
              description={say('pointHint')}
              data={[
                { value: '', label: say('anyPoint') },
                ...points.map(({ id, name }) => ({ value: String(id), label: name })),
              ]}
              {...form.getInputProps('point')}
            />
          )}
          <Group>
            <Button type="submit" loading={form.submitting}>
              {say('show')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}

const look_every_ms = 2_000;

/** The code on the screen, until a device of that name has joined by it. */
function Code({ name, link, expires_at, latest_id }: Made): ReactNode {
  const say = useWords(words);
  const latest = useLatestDevice({ every_ms: look_every_ms });
  if (latest !== undefined && latest.id > latest_id && latest.name === name)
    return <StateBadge mood="good">{say('done', { name })}</StateBadge>;
  return (
    <ShownOnce title={say('code', { name })} text={link}>
      <Text size="sm">
        {say('codeLead')} <When at={expires_at} as="time" />.
      </Text>
      <Qr text={link} label={say('qr')} />
      <Group gap="xs">
        <Loader size="xs" aria-hidden />
        <Text size="sm">{say('waiting')}</Text>
      </Group>
    </ShownOnce>
  );
}
