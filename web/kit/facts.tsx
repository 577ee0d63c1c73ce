import { Group, Stack, Text } from '@mantine/core';
import type { ReactNode } from 'react';

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** A name and what stands for it, one below the other where it is narrow. */
export function Fact({ name, children }: FactProps): ReactNode {
  return (
    <Group component="div" justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
      <Text component="dt" size="sm" c="dimmed">
        {name}
      </Text>
      <Text component="dd" size="sm" m={0} ta="right" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  );
}

export function Facts({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <Stack component="dl" gap={6} m={0}>
      {children}
    </Stack>
  );
}
