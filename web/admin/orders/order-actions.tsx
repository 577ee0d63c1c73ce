import { Button, Group, Menu } from '@mantine/core';
import { ChevronDownIcon } from '@heroicons/react/24/outline';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { BuyerDialog } from './buyer-dialog.tsx';
import { MoveDialog, type MoveName } from './move-dialog.tsx';
import { OverpaidDialog, overpaidOf } from './overpaid-dialog.tsx';
import { PaymentDialog } from './payment-dialog.tsx';
import { ResendDialog } from './resend-dialog.tsx';
import type { Order } from './states.tsx';
import { words } from './order-words.ts';
import { words as refundWords } from './refund-words.ts';

const RefundDialog = lazy(() => import('./refund-dialog.tsx'));

type Asked = MoveName | Exclude<(typeof dialogs)[number], MoveName>;
const dialogs = ['pay', 'refund', 'overpaid', 'resend', 'changeBuyer'] as const;

/** What the order's status and the role allow; the next step stands first. */
export function OrderActions({ order }: { readonly order: Order }): ReactNode {
  const say = useWords(words);
  const sayRefund = useWords(refundWords);
  const [asked, setAsked] = useState<Asked>();
  const close = (): void => setAsked(undefined);
  const offered = useOffered(order);
  const [next] = offered;
  if (next === undefined) return null;
  const wordOf = (name: Asked): string =>
    name === 'refund' || name === 'overpaid' ? sayRefund(name) : say(name);
  return (
    <Group gap="xs">
      <Button variant={next === 'cancel' ? 'default' : 'filled'} onClick={() => setAsked(next)}>
        {wordOf(next)}
      </Button>
      {offered.length > 1 && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<ChevronDownIcon width={16} aria-hidden />}>
              {sayRefund('more')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {offered.slice(1).map((name) => (
              <Menu.Item key={name} onClick={() => setAsked(name)}>
                {wordOf(name)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <MoveDialog order={order} asked={isMove(asked) ? asked : undefined} onClose={close} />
      {asked === 'pay' && <PaymentDialog order={order} onClose={close} />}
      <OverpaidDialog order={order} opened={asked === 'overpaid'} onClose={close} />
      {asked === 'changeBuyer' && <BuyerDialog order={order} onClose={close} />}
      {asked === 'resend' && <ResendDialog order={order} onClose={close} />}
      <Suspense>{asked === 'refund' && <RefundDialog order={order} onClose={close} />}</Suspense>
    </Group>
  );
}

const isMove = (asked: Asked | undefined): asked is MoveName =>
  asked !== undefined && !dialogs.some((one) => one === asked);

function useOffered(order: Order): Asked[] {
  const may = useMay();
  const legal = (move: Order['moves'][number]): boolean => order.moves.includes(move);
  const holding = order.status !== 'cancelled' && order.status !== 'abandoned';
  const standing = order.tickets_sold.some(({ state }) => state !== 'refunded' && state !== 'deleted');
  const all: readonly (readonly [Asked, boolean])[] = [
    ['confirm', legal('confirm') && may('sales.write')],
    ['pay', legal('pay') && order.due > 0 && may('sales.write')],
    ['resend', order.links.tickets_pdf !== null && may('sales.write')],
    ['refund', legal('refund') && standing && may('sales.refund')],
    ['overpaid', legal('refund') && overpaidOf(order) > 0 && may('sales.refund')],
    ['changeBuyer', holding && may('sales.write')],
    ['deliver', legal('deliver') && order.due === 0 && order.delivered_at === null && may('sales.write')],
    ['restore', legal('restore') && may('sales.write')],
    ['archive', legal('archive') && may('sales.write')],
    ['cancel', legal('cancel') && may('sales.write')],
  ];
  return all.flatMap(([name, offered]) => (offered ? [name] : []));
}
