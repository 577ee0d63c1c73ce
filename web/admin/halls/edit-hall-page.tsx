import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Input } from '../../api/call.ts';
import { useAsk, useWrite, type ItemOf } from '../../api/queries.ts';
import { sayDone } from '../../kit/done.ts';
import { ButtonTo } from '../../kit/links.tsx';
import { Page } from '../../kit/page.tsx';
import { PlanDrawing } from '../../kit/plan-drawing.tsx';
import { Section } from '../../kit/section.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import {
  changesBetween,
  moved,
  placesOf,
  withRow,
  type EditedPlace,
  type HallChanges,
} from './hall-edits.ts';
import { ChooseRow, MoveButtons, RowFields } from './hall-tools.tsx';
import { PlanTrouble } from './in-the-way.tsx';
import { words } from './words.ts';

const steps_max = 200;
const plain = '#5a6570';
const arrows: Readonly<Record<string, { readonly x: number; readonly y: number }>> = {
  ArrowLeft: { x: -0.5, y: 0 },
  ArrowRight: { x: 0.5, y: 0 },
  ArrowUp: { x: 0, y: -0.5 },
  ArrowDown: { x: 0, y: 0.5 },
};

/** A hall that is drawn already, drawn anew: seats moved, taken out, rows added. */
export default function EditHallPage(): ReactNode {
  const say = useWords(words);
  const id = Number(useParams({ from: '/frame/halls/$id/edit' }).id);
  const hall = useAsk('find_hall', { params: { id } });
  const plan = useAsk('find_hall_plan', { params: { id } });
  const zones = useAsk('list_zones', {
    query: { where: [{ column: 'hall_id', value: id }], limit: 200, order: 'position' },
  });
  const trouble = hall.error ?? plan.error ?? zones.error;
  const back = (
    <ButtonTo variant="default" to="/halls/$id" params={{ id: String(id) }}>
      {say('back')}
    </ButtonTo>
  );
  return (
    <Page title={hall.data?.name ?? say('title')} actions={back}>
      {trouble !== null && <Trouble error={trouble} />}
      {plan.data === undefined || zones.data === undefined ? (
        trouble === null && <Skeleton height={320} />
      ) : (
        <Editor key={id} hall_id={id} before={placesOf(plan.data.items)} zones={zones.data.items} />
      )}
    </Page>
  );
}

interface EditorProps {
  readonly hall_id: number;
  readonly before: readonly EditedPlace[];
  readonly zones: readonly ItemOf<'list_zones'>[];
}

function Editor({ hall_id, before, zones }: EditorProps): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const [steps, setSteps] = useState<readonly (readonly EditedPlace[])[]>([before]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const redraw = useWrite('redraw_hall', { changes: ['find_hall_plan', 'list_zones', 'list_session_seats'] });
  const places = steps.at(-1) ?? before;
  const put = (next: readonly EditedPlace[]): void => {
    redraw.reset();
    setSteps((old) => [...old.slice(-steps_max), next]);
  };
  const shift = (by: { readonly x: number; readonly y: number }): void => {
    if (chosen.size > 0) put(moved(places, chosen, by));
  };
  const toggle = (key: string): void =>
    setChosen((old) =>
      old.has(key) ? new Set([...old].filter((one) => one !== key)) : new Set([...old, key]),
    );
  const changes = changesBetween(before, places);
  const many = changes.moves.length + changes.gone.length + changes.added.length;
  const colors = new Map(zones.map(({ id, color }) => [id, color ?? plain]));
  const send = async (): Promise<void> => {
    await redraw.mutateAsync({ params: { id: hall_id }, body: planOf(changes, places, zones) });
    sayDone(say('saved'));
    await navigate({ to: '/halls/$id', params: { id: String(hall_id) } });
  };
  const keyPressed = (pressed: KeyboardEvent): void => {
    const by = arrows[pressed.key];
    if (by === undefined || chosen.size === 0) return;
    pressed.preventDefault();
    shift(by);
  };
  return (
    <>
      <Section wide title={say('plan')} lead={say('editLead')}>
        <Group gap="sm" align="flex-end">
          <ChooseRow places={places} zones={zones} onChoose={setChosen} />
          <MoveButtons disabled={chosen.size === 0} onMove={shift} />
          <Button
            variant="default"
            disabled={chosen.size === 0}
            onClick={() => {
              put(places.filter(({ key }) => !chosen.has(key)));
              setChosen(new Set());
            }}
          >
            {chosen.size === 0 ? say('takeOutNone') : say('takeOut', { count: chosen.size })}
          </Button>
          <Button
            variant="default"
            disabled={steps.length === 1}
            onClick={() => {
              redraw.reset();
              setSteps((old) => old.slice(0, -1));
            }}
          >
            {say('undo')}
          </Button>
        </Group>
        <Stack gap={0} onKeyDown={keyPressed}>
          <PlanDrawing
            label={say('plan')}
            stage={say('stage')}
            places={places.map(({ key, kind, x, y, zone_id, row_label, seat_label, capacity, id }) => ({
              ...{ key, kind, x, y, color: colors.get(zone_id) ?? plain, chosen: chosen.has(key) },
              ...(id === undefined ? { mark: 'taken' as const } : {}),
              label:
                kind === 'area'
                  ? say('areaOf', { name: seat_label, count: capacity })
                  : `${say('row', { row: row_label })}, ${say('seat', { seat: seat_label })}`,
              onChoose: () => toggle(key),
            }))}
          />
        </Stack>
        {redraw.error !== null && <PlanTrouble error={redraw.error} />}
        <Group gap="xs">
          <Button
            disabled={many === 0}
            loading={redraw.isPending}
            onClick={() => void send().catch(() => undefined)}
          >
            {say('savePlan')}
          </Button>
          <Text size="sm" c="dimmed" role="status">
            {say('changes', { count: many })}
          </Text>
        </Group>
      </Section>
      <Section title={say('addRow')} lead={say('addRowLead')}>
        <RowFields places={places} zones={zones} onAdd={(row) => put(withRow(places, row))} />
      </Section>
    </>
  );
}

/** What is sent of a hall that is drawn anew: all of it, in one step. */
function planOf(
  { moves, gone, added }: HallChanges,
  places: readonly EditedPlace[],
  zones: EditorProps['zones'],
): Input<'redraw_hall'>['body'] {
  const codes = new Map(zones.map(({ id, code }) => [id, code]));
  const behind = places.length - added.length;
  return {
    gone: [...gone],
    moved: [...moves],
    added: added.map(({ zone_id, row_label, seat_label, x, y }, at) => ({
      ...{ zone_id, kind: 'seat' as const, row_label, seat_label, x, y, position: behind + at },
      // in front of what is behind it, and of a row the middle first
      rank: Math.round(y * 100 + Math.abs(x) * 10),
      code: `${codes.get(zone_id) ?? ''}-${row_label};${seat_label}`,
    })),
  };
}
