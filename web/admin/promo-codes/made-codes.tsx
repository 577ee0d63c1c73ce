import { Button, Code, CopyButton, Group, ScrollArea } from '@mantine/core';
import type { ReactNode } from 'react';
import { saveText } from '../../kit/save-file.ts';
import { Section } from '../../kit/section.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './words.ts';

interface MadeCodesProps {
  readonly labels: readonly string[];
  readonly onMore: () => void;
}

/** What was made just now, to be taken along. A code is letters, digits and dashes: in a CSV it needs no quotes. */
export function MadeCodes({ labels, onMore }: MadeCodesProps): ReactNode {
  const say = useWords(words);
  const text = labels.join('\n');
  return (
    <Section title={say('made', { count: labels.length })} lead={say('madeLead')}>
      <ScrollArea.Autosize mah={320} type="auto" viewportProps={{ tabIndex: 0, 'aria-label': say('codes') }}>
        <Code block>{text}</Code>
      </ScrollArea.Autosize>
      <Group gap="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {say(copied ? 'copied' : 'copy')}
            </Button>
          )}
        </CopyButton>
        <Button variant="default" onClick={() => saveText('codes.txt', text, 'text/plain')}>
          {say('downloadLabels')}
        </Button>
        <Button variant="default" onClick={onMore}>
          {say('another')}
        </Button>
      </Group>
    </Section>
  );
}
