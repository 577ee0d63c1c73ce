import { Group, Stack, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import type { ReactNode } from 'react';

interface PageProps {
  readonly title: string;
  /** buttons beside the title */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** A page's one first heading, which is the browser's title too, and what is below it. */
export function Page({ title, actions, children }: PageProps): ReactNode {
  useDocumentTitle(`${title} · Guichet`);
  return (
    <Stack gap="md">
      <Group justify="space-between" align="center">
        <Title order={1} size="h2">
          {title}
        </Title>
        {actions}
      </Group>
      {children}
    </Stack>
  );
}
