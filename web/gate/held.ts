import type { Answer } from '../api/call.ts';

export type Ticket = Answer<'gate_tickets'>['items'][number];
export type Setup = Answer<'gate_setup'>;
export type Refused = NonNullable<Answer<'scan'>['refusal']>;

/** A scan that the office has not taken in, or has taken in otherwise than it was decided here. */
export interface Attempt {
  readonly nonce: string;
  /** ms, by this device */
  readonly at: number;
  /** null: a code that no ticket carries, or several do */
  readonly ticket_id: number | null;
  readonly event_id: number | null;
  /** as it was read; none: the ticket was found by name */
  readonly code?: string;
  readonly direction: 'in' | 'out';
  readonly holder: string;
  /** who held the device; none: nobody had said */
  readonly operator?: string;
  /** why the office did not take it: a code of docs/errors.md, or of the ladder; '' while it waits */
  readonly reason: string;
  /** why nobody passed; none: somebody did */
  readonly refused?: Refused;
  /** why it was let in against the ladder; none: by the ladder */
  readonly force?: string;
  /** where the office knows an entry that stands against this one */
  readonly other?: { readonly at: string | null; readonly where: string };
}

/** What the device knows of itself and of its downloads. */
export interface Facts {
  readonly token: string;
  readonly setup: Setup | undefined;
  /** who holds it now; undefined: nobody has said */
  readonly operator?: string;
  /** who held it before, the latest first */
  readonly operators?: readonly string[];
  /** of each event's download */
  readonly cursors: Readonly<Record<number, string>>;
  /** when the last download ended, by this device; undefined: none has */
  readonly fresh_at: number | undefined;
}

/** Tickets found by name; `more`: there are others, which more letters would tell apart. */
export interface FoundByName {
  readonly tickets: readonly Ticket[];
  readonly more: boolean;
}
