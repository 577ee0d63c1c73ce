import { Button, ColorInput, Group, SegmentedControl, SimpleGrid, Stack, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import { countIn, most, type ZoneDraft } from './hall-draft.ts';
import { words } from './words.ts';

interface ZoneFieldsProps {
  readonly zone: ZoneDraft;
  /** 1 for the first */
  readonly number: number;
  readonly alone: boolean;
  /** whether what is missing is said */
  readonly asked: boolean;
  readonly onChange: (part: Partial<ZoneDraft>) => void;
  readonly onCopy: () => void;
  readonly onRemove: () => void;
}

export function ZoneFields(props: ZoneFieldsProps): ReactNode {
  const say = useWords(words);
  const { zone, number, alone, asked, onChange, onCopy, onRemove } = props;
  const wrong = (text: string, limit: number) =>
    countIn(text, limit) === undefined ? say('numberWrong', { most: limit }) : undefined;
  return (
    <Stack gap="xs">
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
        <TextInput
          label={say('zoneName', { number })}
          value={zone.name}
          error={asked && zone.name.trim() === '' ? say('nameMissing') : undefined}
          onChange={({ currentTarget }) => onChange({ name: currentTarget.value })}
        />
        <ColorInput
          label={say('color', { number })}
          value={zone.color}
          onChange={(color) => onChange({ color })}
          withEyeDropper={false}
          withPicker={false}
          swatches={['#2f6f9f', '#8a2a0a', '#2b7a3a', '#6a3d9a', '#8a6d00', '#444444']}
          popoverProps={{ withinPortal: true }}
        />
      </SimpleGrid>
      <SegmentedControl
        aria-label={say('zoneKind', { number })}
        value={zone.kind}
        onChange={(kind) => onChange({ kind: kind === 'standing' ? 'standing' : 'seated' })}
        data={[
          { value: 'seated', label: say('seated') },
          { value: 'standing', label: say('standing') },
        ]}
      />
      {zone.kind === 'standing' ? (
        <TextInput
          inputMode="numeric"
          label={say('capacity', { number })}
          value={zone.capacity}
          error={wrong(zone.capacity, most.capacity)}
          onChange={({ currentTarget }) => onChange({ capacity: currentTarget.value })}
        />
      ) : (
        <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="sm">
          <TextInput
            inputMode="numeric"
            label={say('rows', { number })}
            value={zone.rows}
            error={wrong(zone.rows, most.rows)}
            onChange={({ currentTarget }) => onChange({ rows: currentTarget.value })}
          />
          <TextInput
            inputMode="numeric"
            label={say('seats', { number })}
            value={zone.seats}
            error={wrong(zone.seats, most.seats)}
            onChange={({ currentTarget }) => onChange({ seats: currentTarget.value })}
          />
          <TextInput
            label={say('firstRow', { number })}
            value={zone.first_row}
            onChange={({ currentTarget }) => onChange({ first_row: currentTarget.value })}
          />
          <TextInput
            inputMode="numeric"
            label={say('firstSeat', { number })}
            value={zone.first_seat}
            error={wrong(zone.first_seat, most.capacity)}
            onChange={({ currentTarget }) => onChange({ first_seat: currentTarget.value })}
          />
        </SimpleGrid>
      )}
      <Group gap="xs" justify="flex-end">
        <Button size="compact-sm" variant="default" onClick={onCopy}>
          {say('copyZone', { number })}
        </Button>
        {!alone && (
          <Button size="compact-sm" variant="default" onClick={onRemove}>
            {say('removeZone', { number })}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
