import type { OfflineMark } from '../../domain/offline-sale.ts';
import type { OrderStatus } from '../../domain/order-life.ts';
import type { Till } from './put-payment.ts';

/** What the callers of the selling room say and hear. Ids are Guichet's own; amounts are minor units. */
export interface Holder {
  readonly first_name?: string | undefined;
  readonly last_name?: string | undefined;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** further words on the holder, as JSON */
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface SaleRequest {
  readonly offer_id: number;
  readonly quantity: number;
  /** for an offer of any session: which one the buyer takes; left out, the ticket is good for any */
  readonly session_id?: number | undefined;
  /** named seats or areas, one per unit; else the best seats of the offer's zone where its price is numbered */
  readonly place_ids?: readonly number[] | undefined;
  readonly promo_code_ids?: readonly number[] | undefined;
  /** the ticket, or the earlier request of this sale (by index), that these tickets belong to */
  readonly main_ticket_id?: number | undefined;
  readonly main_request?: number | undefined;
  /** staff only: the amount charged for a unit, whatever the price says */
  readonly unit_amount?: number | undefined;
  /** staff only: what the line is called in place of the price's name */
  readonly title?: string | undefined;
  /** one per unit; fewer: the rest have none */
  readonly holders?: readonly Holder[] | undefined;
  readonly comment?: string | undefined;
  readonly foreign_ref?: string | undefined;
  /** sold over the counter as this article */
  readonly article_id?: number | undefined;
  readonly department_id?: number | undefined;
}

/** Where and how a sale was rung up: the till's open session, who stood there, the table, how the goods leave. */
export interface Desk {
  readonly counter_session_id?: number | undefined;
  readonly user_id?: number | undefined;
  readonly dining_table_id?: number | undefined;
  readonly covers?: number | undefined;
  /** a number of `domain/till.ts` */
  readonly delivery_method?: number | undefined;
  /** sold by the till alone, and taken in now */
  readonly offline?: OfflineMark | undefined;
}

/** A line that is no ticket: an article over the counter, something free-hand, an add-on, a fee. */
export interface ExtraLine {
  readonly kind: 'article' | 'free' | 'add_on' | 'fee';
  readonly title: string;
  readonly quantity: number;
  /** per unit, its variations not counted in; less than 0: goods that come back */
  readonly unit_amount: number;
  readonly listed_amount?: number | undefined;
  readonly vat_bp: number;
  readonly department_id?: number | undefined;
  readonly article_id?: number | undefined;
  readonly add_on_id?: number | undefined;
  /** an add-on's limit, an article's stock */
  readonly pool_id?: number | undefined;
  /** surcharges per unit, each with its own name */
  readonly variations?: readonly {
    readonly variation_id: number;
    readonly title: string;
    readonly amount: number;
  }[];
  /** an add-on is sold with this ticket, or with the first ticket of this request (by index) */
  readonly ticket_id?: number | undefined;
  readonly with_request?: number | undefined;
}

export interface Sale {
  readonly organizer_id: number;
  /** where it is sold: a dialect, counter, web, api */
  readonly channel: string;
  readonly requests: readonly SaleRequest[];
  readonly extras?: readonly ExtraLine[] | undefined;
  /** of an order without tickets; else the prices say it */
  readonly currency?: string | undefined;
  /** an order that is being filled; else a new one */
  readonly order_id?: number | undefined;
  readonly application_id?: number | undefined;
  readonly customer_id?: number | undefined;
  readonly hold_minutes?: number | 'endless' | undefined;
  /** ms: the very end of the hold, instead of minutes */
  readonly hold_until?: number | undefined;
  /** sold in one step: the order is confirmed with its tickets */
  readonly confirm?: boolean | undefined;
  /** a new order only, as are the comments */
  readonly desk?: Desk | undefined;
  readonly public_comment?: string | undefined;
  readonly private_comment?: string | undefined;
  /** paid in the same step: an amount, or what the order costs (which is less than 0 when goods come back) */
  readonly payment?:
    | (Till & {
        readonly amount: number | 'total';
        /** a payment mode has its own */
        readonly method?: string | undefined;
        readonly reference?: string | undefined;
      })
    | undefined;
  /** codes that a request names are possible ones: those that do not apply are passed over instead of refused */
  readonly lenient_codes?: boolean | undefined;
  /** staff sells outside the windows, bounds and visibility of prices; capacity holds for staff too */
  readonly staff?: { readonly reason: string } | undefined;
  /** the engine itself set `unit_amount` of the requests (packs); nobody outside may */
  readonly fixed_amounts?: boolean | undefined;
  readonly language?: string | undefined;
  readonly foreign_ref?: string | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | undefined;
}

export interface SoldTicket {
  readonly id: number;
  readonly order_line_id: number;
  /** index into `requests` */
  readonly request: number;
  readonly offer_id: number;
  readonly charged_amount: number;
  readonly place_id: number | null;
  /** null until the order is confirmed */
  readonly barcode: string | null;
}

export interface SoldOrder {
  readonly order_id: number;
  readonly label: string;
  readonly secret: string;
  readonly status: OrderStatus;
  readonly total: number;
  readonly paid: number;
  readonly expires_at: number | null;
  readonly tickets: readonly SoldTicket[];
  /** the lines of `extras`, in their order */
  readonly extra_line_ids: readonly number[];
}
