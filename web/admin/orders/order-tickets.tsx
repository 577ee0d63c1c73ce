import { ActionIcon, Menu, Stack, Text } from '@mantine/core';
import { EllipsisVerticalIcon } from '@heroicons/react/24/outline';
import { useState, type ReactNode } from 'react';
import { DataRows, type Column } from '../../kit/data-list.tsx';
import { Money } from '../../kit/money.tsx';
import { Section } from '../../kit/section.tsx';
import { When } from '../../kit/when.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { BlockDialog } from './block-dialog.tsx';
import { HolderDialog } from './holder-dialog.tsx';
import { TicketState, type Order, type Ticket } from './states.tsx';
import { UndoDialog } from './undo-dialog.tsx';
import { words } from './order-words.ts';

/** The order's tickets, with what can be done with each. */
export function OrderTickets({ order }: { readonly order: Order }): ReactNode {
  const say = useWords(words);
  const columns = useTicketColumns();
  const may = useMay();
  if (order.tickets_sold.length === 0) return null;
  const acting: Column<Ticket> = {
    key: 'actions',
    title: say('actions'),
    figures: true,
    render: (ticket) => <TicketActions ticket={ticket} />,
  };
  return (
    <Section wide title={say('tickets')}>
      <DataRows
        label={say('tickets')}
        rows={order.tickets_sold}
        keyOf={({ id }) => id}
        columns={may('sales.write') ? [...columns, acting] : columns}
      />
    </Section>
  );
}

function useTicketColumns(): readonly Column<Ticket>[] {
  const say = useWords(words);
  return [
    {
      key: 'ticket',
      title: say('ticket'),
      render: (ticket) => (
        <Stack gap={0}>
          <Text inherit>{ticket.price}</Text>
          {ticket.starts_at !== null && (
            <Text size="xs" c="dimmed">
              <When at={ticket.starts_at} />
            </Text>
          )}
        </Stack>
      ),
    },
    { key: 'state', title: say('state'), render: (ticket) => <TicketState ticket={ticket} /> },
    { key: 'holder', title: say('holder'), render: ({ holder }) => holderName(holder) || say('noHolder') },
    { key: 'place', title: say('place'), render: placeOf },
    {
      key: 'code',
      title: say('code'),
      render: ({ barcodes }) => barcodes.map(({ code }) => code).join(', ') || '–',
    },
    {
      key: 'price',
      title: say('price'),
      figures: true,
      render: ({ charged_amount, currency }) => <Money amount={charged_amount} currency={currency} />,
    },
  ];
}

export function holderName({ first_name, last_name, email }: Ticket['holder']): string {
  const name = `${first_name} ${last_name}`.trim();
  return name === '' ? email : name;
}

export function placeOf({ zone, seat }: Ticket): string {
  const parts = [zone, seat === null ? null : `${seat.row_label} ${seat.seat_label}`.trim()];
  return parts.filter((part) => part !== null && part !== '').join(' · ') || '–';
}

/** Price, who enters and where: what tells tickets of an order apart. */
export function ticketName(ticket: Ticket): string {
  const place = placeOf(ticket);
  return [ticket.price, holderName(ticket.holder), place === '–' ? '' : place]
    .filter((part) => part !== '')
    .join(' · ');
}

function TicketActions({ ticket }: { readonly ticket: Ticket }): ReactNode {
  const say = useWords(words);
  const [asked, setAsked] = useState<'holder' | 'block' | 'undo'>();
  const may = useMay();
  const close = (): void => setAsked(undefined);
  if (ticket.state !== 'held' && ticket.state !== 'valid') return null;
  const blocked = ticket.blocked_at !== null;
  return (
    <>
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon variant="default" aria-label={say('actionsOf', { id: ticket.id })}>
            <EllipsisVerticalIcon width={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setAsked('holder')}>{say('changeHolder')}</Menu.Item>
          <Menu.Item onClick={() => setAsked('block')}>{say(blocked ? 'unblock' : 'block')}</Menu.Item>
          {ticket.entries_used > 0 && may('gate.judge') && (
            <Menu.Item onClick={() => setAsked('undo')}>{say('undo')}</Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      {asked === 'holder' && <HolderDialog ticket={ticket} onClose={close} />}
      <BlockDialog ticket={ticket} opened={asked === 'block'} onClose={close} />
      <UndoDialog ticket={ticket} opened={asked === 'undo'} onClose={close} />
    </>
  );
}
