import { Button, Group } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
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
  const { basket } = useBasket();
  const [open, setOpen] = useState<Open>();
  const { customer, promo_code } = basket;
  const none = basket.items.length === 0;
  useShortcuts({
    F7: () => setOpen('customer'),
    F8: () => setOpen('code'),
    F10: none ? undefined : () => setOpen('park'),
  });
  const close = (): void => setOpen(undefined);
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
          onClick={() => setOpen('customer')}
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
          onClick={() => setOpen('code')}
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
          onClick={() => setOpen('park')}
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
