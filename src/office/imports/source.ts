import { isReservedServedId } from '../../domain/served-id.ts';

/** Where records come from, and where they go. */
export interface Source {
  readonly organizer_id: number;
  readonly connection_id: number;
  /** the dialect that will show things under the ids they had; undefined where they had none */
  readonly dialect: string | undefined;
  /** where it was sold, as orders say it; also the issuer of its barcodes */
  readonly channel: string;
}

/** What taking in came to. */
export interface TakenIn {
  /** made here */
  events: number;
  sessions: number;
  prices: number;
  orders: number;
  tickets: number;
  /** known tickets, and catalogue, that changed at the source */
  changed: number;
  /** known tickets whose use is news */
  used: number;
  /** known tickets that were cancelled, refunded or removed since */
  ended: number;
  /** tickets that were, and live again */
  returned: number;
  /** here already, as they are at the source */
  unchanged: number;
  /** removed at the source before they were ever taken in */
  left_out: number;
  /** uses told by a system that did not sell the ticket */
  scans: number;
}

export const nothingTaken = (): TakenIn => ({
  events: 0,
  sessions: 0,
  prices: 0,
  orders: 0,
  tickets: 0,
  changed: 0,
  used: 0,
  ended: 0,
  returned: 0,
  unchanged: 0,
  left_out: 0,
  scans: 0,
});

export function addTaken(sum: TakenIn, more: TakenIn): void {
  for (const name of Object.keys(more) as (keyof TakenIn)[]) sum[name] += more[name];
}

/** Whether the dialect can show a thing under the source's id: not where ids of what is born here lie. */
export function keepsId(source: Source, ref: string): source is Source & { dialect: string } {
  return source.dialect !== undefined && !isReservedServedId(ref);
}
