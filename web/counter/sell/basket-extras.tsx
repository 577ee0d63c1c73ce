import { Button, Group } from '@mantine/core';
import { lazy, Suspense, useEffect, useRef, useState, type ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import { Key } from '../frame/key.tsx';
import { useShortcuts } from '../frame/shortcuts.ts';
import { useBasket } from './basket-keeper.tsx';
import { words } from './words.ts';

const CustomerDialog = lazy(() => import('./customer-dialog.tsx'));
const CodeDialog = lazy(() => import('./code-dialog.tsx'));
const ParkDialog = lazy(() => import('./park-dialog.tsx'));

type Open = 'customer' | 'code' | 'park';

/** What a sale may have beside its items: somebody's name, a promo code, a place among those that wait. */
export function BasketExtras(): ReactNode {
  const say = useWords(words);
  const { basket, selling } = useBasket();
  const [open, setOpen] = useState<Open>();
  const { customer, promo_code } = basket;
  // what is being sold is not put aside as well
  const none = basket.items.length === 0 || selling;
  const opener = useRef<HTMLElement>(null);
  const show = (dialog: Open): void => {
    if (document.activeElement instanceof HTMLElement) opener.current = document.activeElement;
    setOpen(dialog);
  };
  useShortcuts({
    F7: () => show('customer'),
    F8: () => show('code'),
    F10: none ? undefined : () => show('park'),
  });
  const close = (): void => setOpen(undefined);
  useEffect(() => {
    // to the tile that had the focus when a key opened the dialog
    if (open === undefined) opener.current?.focus();
  }, [open]);
  return (
    <>
      <Group gap={6} grow wrap="nowrap" preventGrowOverflow={false}>
        <Button
          size="md"
          px={6}
          fz="sm"
          variant={customer === undefined ? 'default' : 'light'}
          rightSection={<Key name="F7" />}
          aria-keyshortcuts="F7"
          onClick={() => show('customer')}
        >
          {customer === undefined ? say('customer') : customer.label}
        </Button>
        <Button
          size="md"
          px={6}
          fz="sm"
          variant={promo_code === undefined ? 'default' : 'light'}
          rightSection={<Key name="F8" />}
          aria-keyshortcuts="F8"
          onClick={() => show('code')}
        >
          {promo_code === undefined ? say('code') : say('codeOf', { code: promo_code })}
        </Button>
        <Button
          size="md"
          px={6}
          fz="sm"
          variant="default"
          disabled={none}
          rightSection={<Key name="F10" />}
          aria-keyshortcuts="F10"
          onClick={() => show('park')}
        >
          {say('park')}
        </Button>
      </Group>
      <Suspense>
        {open === 'customer' && <CustomerDialog onClose={close} />}
        {open === 'code' && <CodeDialog onClose={close} />}
        {open === 'park' && <ParkDialog onClose={close} />}
      </Suspense>
    </>
  );
}
