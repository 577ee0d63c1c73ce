import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { ButtonTo } from './links.tsx';

interface LinkTabsProps {
  /** what they are parts of, for who cannot see it */
  readonly label: string;
  /** paths of the router, with their parameters filled in */
  readonly links: readonly { readonly to: string; readonly word: string }[];
  /** the path that is looked at */
  readonly here: string;
}

/** Pages that belong together, one step from each other. */
export function LinkTabs({ label, links, here }: LinkTabsProps): ReactNode {
  return (
    <Group component="nav" aria-label={label} gap="xs">
      {links.map(({ to, word }) => (
        <ButtonTo
          key={to}
          to={to}
          size="xs"
          variant={to === here ? 'light' : 'subtle'}
          {...(to === here ? { 'aria-current': 'page' as const } : {})}
        >
          {word}
        </ButtonTo>
      ))}
    </Group>
  );
}
