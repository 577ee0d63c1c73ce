import { Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface EmptyProps {
  readonly title: string;
  /** what to do next */
  readonly next: string;
  /** the button that does it */
  readonly children?: ReactNode;
}

/** Where there is nothing yet: what would stand here, and how to begin. */
export function Empty({ title, next, children }: EmptyProps): ReactNode {
  return (
    <Stack align="center" gap="xs" py="xl">
      <Text fw={600}>{title}</Text>
      <Text c="dimmed" ta="center">
        {next}
      </Text>
      {children}
    </Stack>
  );
}
