import { Group, useComputedColorScheme } from '@mantine/core';
import type { ReactNode } from 'react';
import { platformColor } from './colors.ts';
import { usePlatformName } from './platform-name.ts';

const side = 10;

/** Where something was sold, with its colour of the charts. */
export function Platform({ channel }: { readonly channel: string }): ReactNode {
  const ground = useComputedColorScheme('light');
  const nameOf = usePlatformName();
  const style = { width: side, height: side, borderRadius: 2, background: platformColor(channel)[ground] };
  return (
    <Group component="span" gap={8} wrap="nowrap" display="inline-flex">
      <span aria-hidden style={{ ...style, flex: 'none' }} />
      {nameOf(channel)}
    </Group>
  );
}
