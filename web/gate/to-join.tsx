import { Anchor, Center, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Preferences } from '../kit/preferences.tsx';
import { useWords } from '../words/use-words.ts';
import { words } from './words.ts';

/** What a device shows that has not been joined: what it is for, and how it is joined. */
export function ToJoin(): ReactNode {
  const say = useWords(words);
  useDocumentTitle(`${say('title')} · Guichet`);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack maw={420} gap="md">
        <Group justify="flex-end">
          <Preferences />
        </Group>
        <Title order={1} size="h2">
          {say('title')}
        </Title>
        <Text>{say('lead')}</Text>
        <Text>{say('join')}</Text>
        <Anchor href="/admin">{say('desk')}</Anchor>
      </Stack>
    </Center>
  );
}
