import { Type } from 'typebox';
import { formatLocalDate } from '../domain/local-time.ts';
import type { OpenConnection, OrderFacts } from './port.ts';

/**
 * From which day on a receiver is told of sales. One that is added is told of everything that was sold before, unless this is
 * set: a shop would ring up, and a webhook hear of, the whole history.
 */
export const SoldFrom = Type.String({
  title: 'Sales from',
  description: 'sales made before this day (YYYY-MM-DD) are not told; empty: all are',
  pattern: '^(\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01]))?$',
  default: '',
});

export const not_told = { done: true, note: 'sold before the day from which sales are told' } as const;

/** Whether the order is from before that day, in the organizer's zone; what was told once is told of on. */
export function isSoldBefore(
  { order, created_at }: Pick<OrderFacts, 'order' | 'created_at'>,
  { settings, zone }: Pick<OpenConnection, 'settings' | 'zone'>,
): boolean {
  const { sold_from } = settings;
  if (typeof sold_from !== 'string' || sold_from === '' || order.ref !== undefined) return false;
  return formatLocalDate(created_at, zone) < sold_from;
}
