import { NativeSelect, SimpleGrid } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Answer } from '../../api/call.ts';
import { Section } from '../../kit/section.tsx';
import { useWords } from '../../words/use-words.ts';
import { useFieldWord } from './said.ts';
import { words } from './words.ts';

interface ColumnChoicesProps {
  readonly preview: Answer<'preview_sheet'>;
  readonly working: boolean;
  readonly onChange: (columns: (string | null)[]) => void;
}

/** What each column of the file is taken for; guessed by its heading, and changed here. */
export function ColumnChoices({ preview, working, onChange }: ColumnChoicesProps): ReactNode {
  const say = useWords(words);
  const fieldWord = useFieldWord();
  const { headings, columns, fields } = preview;
  return (
    <Section wide title={say('columns')} lead={say('columnsLead')}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 4 }} spacing="sm">
        {headings.map((heading, at) => (
          <NativeSelect
            key={`${at} ${heading}`}
            size="xs"
            label={heading === '' ? say('column', { number: at + 1 }) : heading}
            disabled={working}
            value={columns[at] ?? ''}
            data={[
              { value: '', label: say('nothing') },
              ...fields.map(({ name, needed }) => ({
                value: name,
                label: needed ? `${fieldWord(name)} *` : fieldWord(name),
              })),
            ]}
            onChange={({ currentTarget }) => {
              const { value } = currentTarget;
              // a field stands in one column
              onChange(
                columns.map((field, index) =>
                  index === at ? value || null : field === value ? null : field,
                ),
              );
            }}
          />
        ))}
      </SimpleGrid>
    </Section>
  );
}
