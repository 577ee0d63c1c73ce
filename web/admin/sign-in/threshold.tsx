import { Card, Center, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';
import { Preferences } from '../../kit/preferences.tsx';

interface ThresholdProps {
  readonly title: string;
  readonly lead?: string;
  readonly children: ReactNode;
}

/** What stands around the pages of somebody who is not inside yet. */
export function Threshold({ title, lead, children }: ThresholdProps): ReactNode {
  useDocumentTitle(`${title} · Guichet`);
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={420} gap="md">
        <Group justify="space-between">
          <Text fw={700} c="var(--mantine-primary-color-filled)">
            Guichet
          </Text>
          <Preferences />
        </Group>
        <Card withBorder padding="lg">
          <Stack gap="md">
            <div>
              <Title order={1} size="h2">
                {title}
              </Title>
              {lead !== undefined && <Text c="dimmed">{lead}</Text>}
            </div>
            {children}
          </Stack>
        </Card>
      </Stack>
    </Center>
  );
}
