import type { ReactNode } from 'react';
import type { OrderStatus } from '../../../src/domain/order-life.ts';
import type { Answer } from '../../api/call.ts';
import { StateBadge, type Mood } from '../../kit/state-badge.tsx';
import { useWords } from '../../words/use-words.ts';
import { words } from './state-words.ts';

export type Order = Answer<'find_order'>;
export type OrderRow = Answer<'list_orders'>['items'][number];
export type Ticket = Answer<'find_ticket'>;

const moods: Readonly<Record<OrderStatus, Mood>> = {
  abandoned: 'over',
  cancelled: 'over',
  creating: 'waiting',
  confirmed: 'waiting',
  to_pay: 'warning',
  partially_paid: 'warning',
  paid: 'good',
  overpaid: 'warning',
  to_deliver: 'waiting',
  to_print: 'waiting',
  completed: 'good',
  archived: 'over',
};

export const orderStatuses = Object.keys(moods) as OrderStatus[];

export function OrderState({ status }: { readonly status: OrderStatus }): ReactNode {
  const say = useWords(words);
  return <StateBadge mood={moods[status]}>{say(status)}</StateBadge>;
}

const ticketMoods: Readonly<Record<Ticket['state'], Mood>> = {
  held: 'waiting',
  valid: 'good',
  cancelled: 'over',
  refunded: 'over',
  deleted: 'over',
};

export function TicketState({ ticket }: { readonly ticket: Ticket }): ReactNode {
  const say = useWords(words);
  const { state, blocked_at, entries_used } = ticket;
  if (state === 'valid' && blocked_at !== null)
    return <StateBadge mood="bad">{say('ticket_blocked')}</StateBadge>;
  if (state === 'valid' && entries_used > 0) return <StateBadge mood="good">{say('ticket_used')}</StateBadge>;
  return <StateBadge mood={ticketMoods[state]}>{say(`ticket_${state}`)}</StateBadge>;
}
