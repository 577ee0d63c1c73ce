import { Group, NativeSelect, NumberInput, TextInput } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

const covers_max = 10_000;

/** Where an order is served, for how many, and what is to be known of it. */
export interface Table {
  readonly dining_table_id: number | null;
  readonly covers: number | null;
  readonly private_comment: string;
}

export const no_table: Table = { dining_table_id: null, covers: null, private_comment: '' };

interface TableFieldsProps {
  readonly table: Table;
  readonly onChange: (table: Table) => void;
}

/** The fields of a table; a house without tables has the note alone. */
export function TableFields({ table, onChange }: TableFieldsProps): ReactNode {
  const say = useWords(words);
  const tables = useAsk('till_catalogue', {}).data?.tables ?? [];
  const { dining_table_id, covers, private_comment } = table;
  // the field speaks of every key: while somebody types, it alone knows what stands there
  const [many] = useState<number | ''>(covers ?? '');
  return (
    <>
      {tables.length > 0 && (
        <Group grow align="flex-start">
          <NativeSelect
            size="md"
            label={say('table')}
            value={dining_table_id === null ? '' : String(dining_table_id)}
            onChange={({ currentTarget: { value } }) =>
              onChange({ ...table, dining_table_id: value === '' ? null : Number(value) })
            }
            data={[
              { value: '', label: say('noTable') },
              ...tables.map(({ id, name }) => ({ value: String(id), label: name })),
            ]}
          />
          <NumberInput
            size="md"
            label={say('covers')}
            min={0}
            max={covers_max}
            allowDecimal={false}
            defaultValue={many}
            onChange={(value) => onChange({ ...table, covers: typeof value === 'number' ? value : null })}
          />
        </Group>
      )}
      <TextInput
        size="md"
        data-autofocus
        label={say('note')}
        value={private_comment}
        onChange={(event) => onChange({ ...table, private_comment: event.currentTarget.value })}
      />
    </>
  );
}
