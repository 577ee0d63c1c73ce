import type { Rx } from '../../store/transaction.ts';

/** Instants of whole hours: from the first on, up to but without the second. */
export interface Span {
  readonly organizer_id: number;
  readonly from: number;
  readonly until: number;
  readonly event_id?: number | undefined;
}

export interface SalesOfHour {
  readonly hour_at: number;
  readonly channel: string;
  readonly currency: string;
  readonly orders: number;
  readonly tickets: number;
  readonly amount: number;
}

/** Sales by the hour of confirmation and by where they were made. */
export function salesByHour(rx: Rx, { organizer_id, from, until, event_id }: Span): Promise<SalesOfHour[]> {
  let query = rx.db
    .selectFrom('sales_hour')
    .select((eb) => [
      'hour_at',
      'channel',
      'currency',
      eb.fn.sum<number>('orders').as('orders'),
      eb.fn.sum<number>('tickets').as('tickets'),
      eb.fn.sum<number>('amount').as('amount'),
    ])
    .where('organizer_id', '=', organizer_id)
    .where('hour_at', '>=', from)
    .where('hour_at', '<', until)
    .groupBy(['hour_at', 'channel', 'currency'])
    .orderBy('hour_at')
    .orderBy('channel');
  if (event_id !== undefined) query = query.where('event_id', '=', event_id);
  return query.execute();
}

export interface ArrivalsOfHour {
  readonly hour_at: number;
  readonly entries: number;
  readonly exits: number;
  readonly refused: number;
}

export function arrivalsByHour(
  rx: Rx,
  { organizer_id, from, until, event_id }: Span,
): Promise<ArrivalsOfHour[]> {
  let query = rx.db
    .selectFrom('arrival_hour')
    .select((eb) => [
      'hour_at',
      eb.fn.sum<number>('entries').as('entries'),
      eb.fn.sum<number>('exits').as('exits'),
      eb.fn.sum<number>('refused').as('refused'),
    ])
    .where('organizer_id', '=', organizer_id)
    .where('hour_at', '>=', from)
    .where('hour_at', '<', until)
    .groupBy('hour_at')
    .orderBy('hour_at');
  if (event_id !== undefined) query = query.where('event_id', '=', event_id);
  return query.execute();
}
