import { Alert, Button, Code, CopyButton, Group, Stack, Text } from '@mantine/core';
import { CheckIcon, ClipboardIcon } from '@heroicons/react/24/outline';
import type { ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { words } from './words.ts';

interface ShownOnceProps {
  /** what it is */
  readonly title: string;
  readonly text: string;
  /** beside the text, such as a QR code of it */
  readonly children?: ReactNode;
}

/** A secret that the office keeps no copy of: to be taken along now. */
export function ShownOnce({ title, text, children }: ShownOnceProps): ReactNode {
  const say = useWords(words);
  return (
    <Alert variant="outline" color="orange" title={title} role="status">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{say('shownOnce')}</Text>
        {children}
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxWidth: '100%' }}>
          {text}
        </Code>
        <Group gap="xs">
          <CopyButton value={text}>
            {({ copied, copy }) => (
              <Button
                size="xs"
                variant="default"
                onClick={copy}
                leftSection={
                  copied ? <CheckIcon width={16} aria-hidden /> : <ClipboardIcon width={16} aria-hidden />
                }
              >
                {say(copied ? 'copied' : 'copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Stack>
    </Alert>
  );
}
