/**
 * What another system says of its own catalogue and sales, in Guichet's words. A dialect's `connect.ts` makes these of
 * what it pulls, `office/imports` takes them in. They are facts: nothing in them is refused for want of capacity. Every
 * `ref` is the other system's own id, as text; instants are ms since 1970 UTC; amounts are minor units.
 */
export type ForeignRecord =
  | ({ readonly kind: 'event' } & ForeignEvent)
  | ({ readonly kind: 'session' } & ForeignSession)
  | ({ readonly kind: 'price' } & ForeignPrice)
  | ({ readonly kind: 'ticket' } & ForeignTicket)
  | ({ readonly kind: 'scan' } & ForeignScan);

export type ForeignKind = ForeignRecord['kind'];

export interface ForeignEvent {
  readonly ref: string;
  readonly name: string;
  readonly description?: string | undefined;
  readonly starts_at?: number | undefined;
  readonly ends_at?: number | undefined;
  readonly currency?: string | undefined;
  readonly venue?: { readonly name: string; readonly address?: string | undefined } | undefined;
  readonly published?: boolean | undefined;
}

export interface ForeignSession {
  readonly ref: string;
  readonly event_ref: string;
  readonly name: string;
  readonly starts_at: number;
  readonly ends_at?: number | undefined;
  readonly cancelled?: boolean | undefined;
  /** it takes place, and nothing more is sold for it; undefined: not told */
  readonly closed?: boolean | undefined;
  /** undefined: not told; null: no limit */
  readonly capacity?: number | null | undefined;
}

export interface ForeignPrice {
  readonly ref: string;
  readonly event_ref: string;
  readonly name: string;
  readonly amount: number;
  readonly vat_bp?: number | undefined;
  /** the organizer's own code for it */
  readonly code?: string | undefined;
  /** names of the price groups above it, outermost first */
  readonly groups?: readonly string[] | undefined;
  /** the sessions it is sold for; undefined: any */
  readonly session_refs?: readonly string[] | undefined;
  /** nothing more is sold at it; undefined: not told */
  readonly closed?: boolean | undefined;
  /** undefined: not told; null: no limit */
  readonly capacity?: number | null | undefined;
}

/**
 * One ticket, with what was told of its order beside it. The tickets of one order may come on several pages and in several
 * pulls.
 */
export interface ForeignTicket {
  readonly ref: string;
  readonly event_ref: string;
  readonly price: {
    readonly ref?: string | undefined;
    readonly name: string;
    /** the organizer's own code for it */
    readonly code?: string | undefined;
  };
  readonly session_ref?: string | undefined;
  /** the source lists sessions only while they take place: one that is not known here was cancelled there before */
  readonly lists_living_sessions?: boolean | undefined;
  readonly order: ForeignOrder;
  /** of the ticket alone; its add-ons cost on top */
  readonly amount: number;
  /**
   * The source does not say what was paid: `amount` is what the price costs now, 0 where it is not told any more. It counts for
   * a ticket that is new here; what is known of others stays while their price does, whatever it costs by now.
   */
  readonly amount_inferred?: boolean | undefined;
  readonly listed_amount?: number | undefined;
  readonly barcode?: string | undefined;
  /** what the seat is called, as it stands on the ticket */
  readonly place?: string | undefined;
  readonly state: ForeignTicketState;
  /** of a refunded ticket: what was given back; undefined: not told, so it is inferred and marked so */
  readonly refunded_amount?: number | undefined;
  readonly holder: ForeignPerson;
  /** how the source calls the way it was sold, kept to be shown again */
  readonly origin?: string | undefined;
  /** the holder's number as a member */
  readonly member_code?: string | undefined;
  /** what the source keeps in a field of the organizer's own */
  readonly custom_field?: string | undefined;
  readonly comment?: string | undefined;
  /** null: not used; `times` where several entries are told */
  readonly used: {
    readonly at: number;
    readonly times?: number | undefined;
    readonly inside?: boolean | undefined;
  } | null;
  /** the ticket that this one goes with */
  readonly main_ref?: string | undefined;
  readonly answers?: readonly ForeignAnswer[] | undefined;
  readonly add_ons?: readonly ForeignAddOn[] | undefined;
  /** when the source last changed it, where it says so */
  readonly updated_at?: number | undefined;
}

/** `deleted`: the source shows it no more, or says that it was removed. */
export type ForeignTicketState = 'valid' | 'cancelled' | 'refunded' | 'deleted';

export interface ForeignOrder {
  readonly ref: string;
  /** the number that people see, where it differs from `ref` (`BW-…`) */
  readonly label?: string | undefined;
  readonly sold_at: number;
  readonly paid: boolean;
  readonly paid_at?: number | undefined;
  readonly method?: string | undefined;
  readonly buyer: ForeignPerson;
  readonly language?: string | undefined;
  readonly promo_code?: string | undefined;
  readonly answers?: readonly ForeignAnswer[] | undefined;
}

export interface ForeignPerson {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly phone?: string | undefined;
  readonly company?: string | undefined;
}

export interface ForeignAnswer {
  readonly label: string;
  readonly value: string;
}

export interface ForeignAddOn {
  readonly ref: string;
  readonly name: string;
  readonly amount: number;
  readonly quantity: number;
  readonly barcode?: string | undefined;
  readonly category?: string | undefined;
  readonly product?: string | undefined;
}

/**
 * A use of a ticket, told by a system that need not have sold it: Odoo's desk scans what BilletWeb sold. The barcode
 * decides; `ticket_ref` and `event_ref` are this system's own ids for them.
 */
export interface ForeignScan {
  readonly ref: string;
  readonly barcode?: string | undefined;
  readonly ticket_ref?: string | undefined;
  readonly event_ref?: string | undefined;
  readonly direction: 'in' | 'out';
  readonly scanned_at: number;
}
