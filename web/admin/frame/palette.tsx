import { Button, Kbd } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { MagnifyingGlassIcon } from '@heroicons/react/24/outline';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import { words } from '../words.ts';

const PaletteDialog = lazy(() => import('./palette-dialog.tsx'));

/** The button of the command palette, and its keys: Ctrl+K or Cmd+K. The palette comes when it is first asked for. */
export function Palette(): ReactNode {
  const say = useWords(words);
  const [asked, setAsked] = useState(0);
  const ask = (): void => setAsked((times) => times + 1);
  useHotkeys([['mod+K', ask]], []);
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<MagnifyingGlassIcon width={16} aria-hidden />}
        rightSection={
          <Kbd size="xs" visibleFrom="sm">
            Ctrl K
          </Kbd>
        }
        onClick={ask}
      >
        {say('search')}
      </Button>
      {asked > 0 && (
        <Suspense>
          <PaletteDialog asked={asked} />
        </Suspense>
      )}
    </>
  );
}
