import { Center, Group, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Preferences } from '../../kit/preferences.tsx';

/** A page before the till itself: one column in the middle. */
export function Threshold({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  useDocumentTitle(`${title} · Guichet`);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={460} gap="md">
        <Group justify="flex-end">
          <Preferences />
        </Group>
        <Title order={1} size="h2">
          {title}
        </Title>
        {children}
      </Stack>
    </Center>
  );
}
