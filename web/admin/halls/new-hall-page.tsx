import { Button, Divider, Group, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState, type FormEvent, type ReactNode } from 'react';
import { useWrite } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { Page } from '../../kit/page.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { drawn, most, newZone, zoneOf, type HallDraft, type ZoneDraft } from './hall-draft.ts';
import { PlanDrawing } from '../../kit/plan-drawing.tsx';
import { words } from './words.ts';
import { ZoneFields } from './zone-fields.tsx';

const changes_max = 200;

/** The draft, and the drafts before it. */
function useDraft() {
  const [history, setHistory] = useState<readonly HallDraft[]>([{ name: '', zones: [newZone] }]);
  const draft = history.at(-1) as HallDraft;
  return {
    draft,
    undoable: history.length > 1,
    put: (next: HallDraft) => setHistory((old) => [...old.slice(-changes_max), next]),
    undo: () => setHistory((old) => (old.length > 1 ? old.slice(0, -1) : old)),
  };
}

/** Rows and areas are described, and drawn while they are: a hall is saved as a whole. */
export default function NewHallPage(): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const { draft, undoable, put, undo } = useDraft();
  const [asked, setAsked] = useState(false);
  const open = useWrite('open_hall', { changes: ['list_halls'] });
  const { name, zones } = draft;
  const zonesDrawn = drawn(zones);
  const places = zonesDrawn.flatMap(({ places }) => places);
  const seats = places.reduce((sum, { capacity }) => sum + capacity, 0);
  const tooMany = places.length > most.places;
  const putZones = (next: readonly ZoneDraft[]): void => put({ ...draft, zones: next });
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setAsked(true);
    const plans = zones.map(zoneOf);
    const whole = plans.every((plan) => plan !== undefined && plan.name !== '');
    if (name.trim() === '' || !whole || tooMany) return;
    const body = {
      name: name.trim(),
      zones: plans.flatMap((plan) => (plan === undefined ? [] : [mutable(plan)])),
    };
    const { hall_id } = await open.mutateAsync({ body });
    sayDone(say('saved'));
    await navigate({ to: '/halls/$id', params: { id: String(hall_id) } });
  };
  return (
    <Page title={say('newTitle')}>
      <form onSubmit={(event) => void send(event).catch(() => undefined)} noValidate>
        <Stack gap="md">
          <Section title={say('hall')}>
            <TextInput
              label={say('name')}
              value={name}
              error={asked && name.trim() === '' ? say('nameMissing') : undefined}
              onChange={({ currentTarget }) => put({ ...draft, name: currentTarget.value })}
            />
          </Section>
          <Section title={say('zones')} lead={say('zonesLead')}>
            {zones.map((zone, index) => (
              <Stack key={index} gap="sm">
                {index > 0 && <Divider />}
                <ZoneFields
                  {...{ zone, asked, number: index + 1, alone: zones.length === 1 }}
                  onChange={(part) =>
                    putZones(zones.map((old, at) => (at === index ? { ...old, ...part } : old)))
                  }
                  onCopy={() => putZones([...zones.slice(0, index + 1), ...zones.slice(index)])}
                  onRemove={() => putZones(zones.filter((_, at) => at !== index))}
                />
              </Stack>
            ))}
            <Group justify="space-between">
              <Button variant="default" onClick={() => putZones([...zones, newZone])}>
                {say('addZone')}
              </Button>
              <Button variant="default" disabled={!undoable} onClick={undo}>
                {say('undo')}
              </Button>
            </Group>
          </Section>
          <Section wide title={say('preview')} lead={say('previewLead', { count: seats })}>
            {tooMany ? (
              <Text role="alert" c="var(--mantine-color-error)">
                {say('tooMany', { most: most.places })}
              </Text>
            ) : (
              <PlanDrawing
                label={say('planOf', { name: name.trim() })}
                stage={say('stage')}
                places={zonesDrawn.flatMap(({ zone, places }) =>
                  places.map(({ code, kind, x, y, capacity }) => ({
                    ...{ key: code, kind, x, y, color: zone.color ?? '#5a6570' },
                    label: kind === 'area' ? say('areaOf', { name: zone.name, count: capacity }) : code,
                  })),
                )}
              />
            )}
          </Section>
          {open.error !== null && <Trouble error={open.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={open.isPending}>
              {say('create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Page>
  );
}

/** As it is sent: of lists that may be written to. */
function mutable({ rows, ...zone }: NonNullable<ReturnType<typeof zoneOf>>) {
  return {
    ...zone,
    ...(rows === undefined
      ? {}
      : {
          rows: rows.map(({ seats, ...row }) => ({
            ...row,
            seats: typeof seats === 'number' ? seats : [...seats],
          })),
        }),
  };
}
