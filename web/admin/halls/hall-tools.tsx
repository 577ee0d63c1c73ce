import { ActionIcon, Button, Group, NativeSelect, SimpleGrid, Stack, TextInput } from '@mantine/core';
import { ArrowDownIcon, ArrowLeftIcon, ArrowRightIcon, ArrowUpIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import type { ItemOf } from '../../api/queries.ts';
import { useWords } from '../../words/use-words.ts';
import { countIn, most } from './hall-draft.ts';
import { hasSeat, rowsOf, type EditedPlace, type NewRow, type PlaceInRow } from './hall-edits.ts';
import { words } from './words.ts';

type Zones = readonly Pick<ItemOf<'list_zones'>, 'id' | 'name'>[];

interface ChooseRowProps {
  readonly places: readonly PlaceInRow[];
  readonly zones: Zones;
  readonly onChoose: (keys: ReadonlySet<string>) => void;
}

/** Chooses a whole row, or a whole zone, by its name. */
export function ChooseRow(props: ChooseRowProps): ReactNode {
  const say = useWords(words);
  const { places, zones, onChoose } = props;
  const options = zones.flatMap(({ id, name }) => [
    { value: `${id}`, label: say('wholeZone', { name }) },
    ...rowsOf(places, id).map((row) => ({
      value: `${id} ${row}`,
      label: `${name} · ${say('row', { row })}`,
    })),
  ]);
  const choose = (value: string): void => {
    const [zone, ...row] = value.split(' ');
    const label = row.join(' ');
    const found = places.filter(
      (place) => String(place.zone_id) === zone && (label === '' || place.row_label === label),
    );
    onChoose(new Set(value === '' ? [] : found.map(({ key }) => key)));
  };
  return (
    <NativeSelect
      label={say('chooseRow')}
      defaultValue=""
      data={[{ value: '', label: say('seatBySeat') }, ...options]}
      onChange={({ currentTarget }) => choose(currentTarget.value)}
    />
  );
}

interface MoveButtonsProps {
  readonly disabled: boolean;
  readonly onMove: (by: { readonly x: number; readonly y: number }) => void;
}

export function MoveButtons({ disabled, onMove }: MoveButtonsProps): ReactNode {
  const say = useWords(words);
  const ways = [
    { word: 'toLeft', Icon: ArrowLeftIcon, by: { x: -0.5, y: 0 } },
    { word: 'toRight', Icon: ArrowRightIcon, by: { x: 0.5, y: 0 } },
    { word: 'toFront', Icon: ArrowUpIcon, by: { x: 0, y: -0.5 } },
    { word: 'toBack', Icon: ArrowDownIcon, by: { x: 0, y: 0.5 } },
  ] as const;
  return (
    <Group gap={4} role="group" aria-label={say('move')}>
      {ways.map(({ word, Icon, by }) => (
        <ActionIcon
          key={word}
          size="lg"
          variant="default"
          aria-label={say(word)}
          disabled={disabled}
          onClick={() => onMove(by)}
        >
          <Icon width={18} aria-hidden />
        </ActionIcon>
      ))}
    </Group>
  );
}

const noRow = { zone: '', label: '', seats: '10', first: '1' };

interface RowFieldsProps {
  readonly places: readonly EditedPlace[];
  readonly zones: Zones;
  readonly onAdd: (row: NewRow) => void;
}

/** One more row, behind all others until it is moved. */
export function RowFields(props: RowFieldsProps): ReactNode {
  const say = useWords(words);
  const { places, zones, onAdd } = props;
  const [typed, setTyped] = useState(noRow);
  const [wrong, setWrong] = useState<string>();
  const put = (part: Partial<typeof noRow>): void => setTyped((old) => ({ ...old, ...part }));
  const add = (): void => {
    const seats = countIn(typed.seats, most.seats);
    const first = /^\d{1,5}$/.test(typed.first.trim()) ? Number(typed.first) : undefined;
    const zone_id = Number(typed.zone === '' ? zones[0]?.id : typed.zone);
    const label = typed.label.trim();
    if (label === '') return setWrong(say('rowMissing'));
    if (seats === undefined || first === undefined) return setWrong(say('numberWrong', { most: most.seats }));
    const row = { zone_id, label, seats, first };
    if (hasSeat(places, row)) return setWrong(say('rowTwice'));
    setWrong(undefined);
    return onAdd(row);
  };
  return (
    <Stack gap="sm">
      <SimpleGrid cols={{ base: 1, xs: 2, sm: 4 }} spacing="sm">
        <NativeSelect
          label={say('ofZone')}
          value={typed.zone}
          data={zones.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={({ currentTarget }) => put({ zone: currentTarget.value })}
        />
        <TextInput
          label={say('rowName')}
          value={typed.label}
          error={wrong}
          onChange={({ currentTarget }) => put({ label: currentTarget.value })}
        />
        <TextInput
          label={say('rowSeats')}
          inputMode="numeric"
          value={typed.seats}
          onChange={({ currentTarget }) => put({ seats: currentTarget.value })}
        />
        <TextInput
          label={say('rowFirst')}
          inputMode="numeric"
          value={typed.first}
          onChange={({ currentTarget }) => put({ first: currentTarget.value })}
        />
      </SimpleGrid>
      <Group>
        <Button variant="default" onClick={add}>
          {say('addRow')}
        </Button>
      </Group>
    </Stack>
  );
}
