import { Kbd } from '@mantine/core';
import type { ReactNode } from 'react';

const shown: Readonly<Record<string, string>> = { Enter: '⏎', Escape: 'Esc' };

/** A key beside what it does, where there is a keyboard and room; readers hear `aria-keyshortcuts` instead. */
export function Key({ name }: { readonly name: string }): ReactNode {
  return (
    <Kbd className="key" aria-hidden>
      {shown[name] ?? name}
    </Kbd>
  );
}
