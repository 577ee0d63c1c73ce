import { Stack, Switch, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { DataRows } from '../../kit/data-list.tsx';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { useWords } from '../../words/use-words.ts';
import { useComplaintWord, useFieldWord } from './said.ts';
import { words } from './words.ts';

type Preview = Answer<'preview_sheet'>;
type Row = Preview['rows'][number];

const shown_max = 100;
const moods: Readonly<Record<Row['outcome'], Mood>> = {
  ...{ made: 'good', changed: 'waiting', unchanged: 'over', wrong: 'bad' },
};

/** Row by row: what would come of it, and what is wrong with which cell. Those that are wrong come first. */
export function PreviewRows({ preview }: { readonly preview: Preview }): ReactNode {
  const say = useWords(words);
  const [wrongOnly, setWrongOnly] = useState(false);
  const wrong = preview.rows.filter(({ outcome }) => outcome === 'wrong');
  const others = wrongOnly ? [] : preview.rows.filter(({ outcome }) => outcome !== 'wrong');
  const rows = [...wrong, ...others];
  return (
    <Stack gap="xs">
      {wrong.length > 0 && (
        <Switch
          label={say('wrongOnly')}
          checked={wrongOnly}
          onChange={({ currentTarget }) => setWrongOnly(currentTarget.checked)}
        />
      )}
      <DataRows
        label={say('rows')}
        rows={rows.slice(0, shown_max)}
        keyOf={({ row }) => row}
        columns={[
          { key: 'row', title: say('line'), render: ({ row }) => row },
          {
            key: 'outcome',
            title: say('outcome'),
            render: ({ outcome }) => <StateBadge mood={moods[outcome]}>{say(`is_${outcome}`)}</StateBadge>,
          },
          {
            key: 'cells',
            title: say('content'),
            render: ({ cells, complaints }) => (
              <>
                <Text span inherit {...(complaints.length > 0 ? { c: 'dimmed' } : {})}>
                  {cells.filter(Boolean).join(' · ')}
                </Text>
                {complaints.length > 0 && <Complaints complaints={complaints} />}
              </>
            ),
          },
        ]}
      />
      {rows.length > shown_max && (
        <Text size="sm" c="dimmed">
          {say('moreRows', { count: rows.length - shown_max })}
        </Text>
      )}
    </Stack>
  );
}

function Complaints({ complaints }: Pick<Row, 'complaints'>): ReactNode {
  const fieldWord = useFieldWord();
  const complaintWord = useComplaintWord();
  return (
    <Stack gap={2}>
      {complaints.map(({ field, code, value }) => (
        <Text key={`${field ?? ''} ${code}`} size="sm">
          {field !== null && <strong>{fieldWord(field)} : </strong>}
          {complaintWord(code)}
          {value !== '' && ` (${value})`}
        </Text>
      ))}
    </Stack>
  );
}
