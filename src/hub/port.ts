import type { AsideReason, DeliveryReason, TroubleReason } from '../domain/hub-reasons.ts';
import type { TObject } from 'typebox';
import type { ForeignKind, ForeignRecord } from '../domain/foreign-records.ts';
import type { WholeOrder } from '../office/imports/gone.ts';

/**
 * The hub's port: what a dialect's `connect.ts` implements, so that the hub speaks with every vendor and knows none. The
 * composition root hands the connectors over; a connector is made with its transport (`connectBilletweb({ transport })`).
 */
export interface Connector {
  /** the dialect's name, as in `connection.dialect` */
  readonly dialect: string;
  readonly title: string;
  readonly default_base_url: string;
  /** what a person sets, with title, description and default for each; validated before a connection is kept */
  readonly settings: TObject;
  /** text fields that are kept sealed and never shown again */
  readonly secrets: TObject;
  /** the settings that map names, each a list of objects, by the fields of a pair */
  readonly mappings?: Readonly<Record<string, MappingSetting>>;
  readonly abilities: Abilities;
  /** how often the vendor may be called; the connection's settings go over it */
  readonly pace: Pace;
  /** how long to wait before each further try at a delivery, the last for all after it; the hub's own unless given */
  readonly retry_after_ms?: readonly number[];
  /**
   * What the platform that a ticket came from calls an event of this system, where the settings map one onto the other
   * (Odoo's `1` → BilletWeb's `1350897`); undefined where they do not.
   */
  readonly origin_event?: (
    settings: Readonly<Record<string, unknown>>,
    event_ref: string,
  ) => string | undefined;
  readonly open: (connection: OpenConnection) => Peer;
}

/** What a connection can do, as it says itself: shown on its page, by `guichet connections` and by `doctor`. */
export interface Abilities {
  readonly pulls: readonly ForeignKind[];
  /** the topics of the outbox that it takes */
  readonly pushes: readonly PushTopic[];
  /** what the vendor's API has no way to do, in plain words */
  readonly cannot: readonly Shortcoming[];
}

export type PushTopic = 'order' | 'scan';

export interface Shortcoming {
  readonly what: 'pull' | 'push_scan' | 'push_order' | 'see_deletions';
  readonly en: string;
  readonly fr: string;
}

export interface Pace {
  /** between the start of two calls */
  readonly gap_ms: number;
  readonly calls_per_minute: number;
  readonly timeout_ms: number;
}

export interface OpenConnection {
  readonly connection_id: number;
  /** without a final slash */
  readonly base_url: string;
  /** as the connector's schema says, defaults filled in */
  readonly settings: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string>>;
  /** the organizer's zone, where the vendor's times are local */
  readonly zone: string;
  readonly now: () => number;
  /** Await before each outgoing call: keeps the pace, and ends the work when it is cancelled or nobody may be called. */
  readonly turn: () => Promise<void>;
  /**
   * To be told when the other system asks not to be called for so long: from then on no turn comes before. True where this work
   * waits for it: the call may be made again once its turn has come.
   */
  readonly asked_to_wait: (wait_ms: number) => Promise<boolean>;
  readonly timeout_ms: number;
}

/** The other system, once credentials are at hand. Every method throws `PeerTrouble` for what went wrong out there. */
export interface Peer {
  /** One cheap call that tells whether the credentials are good; what it reached, in words. */
  probe(): Promise<string>;
  /** Pages in an order in which each record's event, session and price come before its tickets. */
  pull?(wish: PullWish): AsyncIterable<PulledPage>;
  /** All of one topic. As many outcomes as deliveries, in their order. Safe to be called again with the same ones after any crash. */
  push?(deliveries: readonly Delivery[]): Promise<readonly DeliveryOutcome[]>;
  /** deliveries taken at once; 1 unless said otherwise */
  readonly push_batch_max?: number;
  /** Makes a record of one that was refused earlier, now that it may be understood; undefined while it is not. */
  understand?(refused: RefusedRecord): ForeignRecord | undefined;
  /** What it holds of tickets that the ledger knows, page by page: reads alone, for the doctor. */
  holdings?(): AsyncIterable<readonly Holding[]>;
  /** Mends what an earlier integration left wrong there; each step is told once it is done, or would be. */
  repair?(wish: RepairWish): AsyncIterable<RepairStep>;
}

/** One ticket as the other system has it. */
export interface Holding {
  /** under the link kind `ticket` */
  readonly ref: string;
  readonly barcode?: string | undefined;
  /** cancelled, refunded or removed there */
  readonly ended: boolean;
  readonly used: boolean;
}

export interface RepairWish {
  /** only says what it would do */
  readonly dry_run: boolean;
  /** every order of the organizer as the ledger has it, oldest first */
  readonly orders: () => AsyncIterable<OrderFacts>;
}

export interface RepairStep {
  /** a stable word for the fault, such as `used_in_error` */
  readonly fault: string;
  readonly ref: string;
  /** what was, or would be, done */
  readonly words: string;
  /** nothing is done about it: a person is to look */
  readonly left: boolean;
}

export interface PullWish {
  /** where the last pull that went well ended; undefined: from the beginning */
  readonly cursor: string | undefined;
  /** everything, whatever the cursor says: what is then not seen is gone at the source */
  readonly full: boolean;
  /** how far behind the cursor to begin: clocks differ, and a sale may show later than it was made */
  readonly overlap_ms: number;
}

export interface PulledPage {
  readonly records: readonly ForeignRecord[];
  /** records that cannot be understood: kept aside with the reason, the rest goes on */
  readonly refused: readonly RefusedRecord[];
  /** orders that the source shows whole: what else was known of them is gone. A full pull does without */
  readonly orders?: readonly WholeOrder[] | undefined;
  /** kept once this page is in; pages before the last may leave it out */
  readonly cursor?: string;
  /** records expected in all, where the source tells, for progress */
  readonly expected?: number;
}

export interface RefusedRecord {
  readonly kind: ForeignKind;
  readonly ref: string;
  readonly reason: string;
  /** the same by its code, for pages */
  readonly why?: AsideReason | undefined;
  readonly payload: unknown;
}

export type Delivery = OrderDelivery | ScanDelivery;

interface DeliveryBase {
  /** the outbox row; stable over retries */
  readonly id: number;
  /** earlier tries that ended without a clear answer: look before doing it again */
  readonly attempts: number;
  readonly created_at: number;
}

/** The order as it is now, not as it was when it was announced: of several announcements the last says it all. */
export interface OrderDelivery extends DeliveryBase {
  readonly topic: 'order';
  readonly order: OrderFacts;
}

export interface ScanDelivery extends DeliveryBase {
  readonly topic: 'scan';
  readonly scan: ScanFacts;
}

/** What links are of: a table's name here. */
export type LinkKind =
  'event' | 'session' | 'price' | 'article' | 'customer' | 'order' | 'order_line' | 'ticket';

/** A local id and the other system's id for it, under this connection. */
export interface Linked {
  readonly id: number;
  readonly ref: string | undefined;
}

export interface ScanFacts {
  readonly ticket: Linked;
  readonly event: Linked;
  readonly session: Linked | undefined;
  readonly codes: readonly string[];
  /** `undone`: an entry that was taken back here */
  readonly direction: 'in' | 'out' | 'undone';
  /** ms */
  readonly scanned_at: number;
  readonly device: string;
  /** as it stands here now: entries used, and allowed (null: as many as one likes) */
  readonly used: number;
  readonly allowed: number | null;
}

export interface OrderFacts {
  readonly order: Linked;
  readonly label: string;
  /** the source's number for it, where it was sold elsewhere: `BW-…` */
  readonly foreign_ref: string | undefined;
  /** its id in the platform that it was pulled from, where that is another than the number people see */
  readonly origin_ref: string | undefined;
  readonly channel: string;
  readonly status: string;
  readonly confirmed: boolean;
  readonly cancelled: boolean;
  readonly currency: string;
  readonly total: number;
  readonly paid: number;
  readonly refunded: number;
  readonly created_at: number;
  readonly updated_at: number;
  readonly language: string | undefined;
  /** the counter that rang it up */
  readonly counter_id: number | undefined;
  /** a number of `domain/till.ts` */
  readonly delivery_method: number | undefined;
  readonly customer: CustomerFacts | undefined;
  readonly lines: readonly LineFacts[];
  readonly tickets: readonly TicketFacts[];
  readonly payments: readonly PaymentFacts[];
}

export interface CustomerFacts {
  readonly customer: Linked;
  readonly email: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly phone: string;
  readonly company: string;
  readonly address: string;
  readonly zip_code: string;
  readonly city: string;
  readonly country: string;
}

export interface LineFacts {
  readonly line: Linked;
  readonly kind: string;
  readonly title: string;
  readonly quantity: number;
  readonly charged_amount: number;
  readonly vat_bp: number;
  readonly price: Linked | undefined;
  readonly price_code: string | undefined;
  readonly article: Linked | undefined;
  readonly cancelled: boolean;
}

export interface TicketFacts {
  readonly ticket: Linked;
  readonly line_id: number;
  readonly event: Linked;
  /** the event's id in the platform it came from, where it came from one */
  readonly event_origin_ref: string | undefined;
  readonly event_name: string;
  readonly session: Linked | undefined;
  readonly price: Linked | undefined;
  readonly price_name: string;
  readonly state: 'held' | 'valid' | 'cancelled' | 'refunded' | 'deleted';
  readonly charged_amount: number;
  readonly refunded_amount: number;
  readonly barcode: string | undefined;
  readonly holder: { readonly first_name: string; readonly last_name: string; readonly email: string };
  /** ms; null: not used */
  readonly used_at: number | null;
}

export interface PaymentFacts {
  readonly id: number;
  readonly method: string;
  readonly amount: number;
  readonly paid_at: number;
}

/** What became of a delivery. Only a clear answer ends it. */
export type DeliveryOutcome =
  /**
   * `note`: e.g. that it was so already; `links`: what the other system calls our things, to be kept; `aside`: parts that
   * it cannot take as they are (a ticket name that nobody mapped), kept in quarantine while the rest went through
   */
  | {
      readonly done: true;
      readonly note?: string;
      readonly links?: readonly NewLink[];
      readonly aside?: readonly PartAside[];
    }
  /** the same will be tried again, later; `links`: what is to be kept of it already, since a part went through */
  | {
      readonly retry: string;
      readonly after_ms?: number;
      readonly links?: readonly NewLink[];
      readonly why?: DeliveryReason;
    }
  /** it will never go well as it is: into the dead letters, for a person */
  | { readonly refused: string; readonly why?: DeliveryReason };

export interface NewLink {
  readonly kind: LinkKind;
  readonly local_id: number;
  readonly foreign_id: string;
}

export interface PartAside {
  readonly kind: LinkKind;
  readonly local_id: number;
  /** a sentence with what to do */
  readonly reason: string;
  /** the same by its code, for pages */
  readonly why?: AsideReason | undefined;
  /** where a mapping of the settings that knew the name would mend it */
  readonly lacks?: Lacking | undefined;
}

export interface Lacking {
  /** one of the connector's `mappings` */
  readonly setting: string;
  readonly named: string;
}

/** A setting that is a list of pairs: what a thing is called here, and what it is there. */
export interface MappingSetting {
  readonly from: string;
  readonly to: string;
}

/**
 * - `credentials`: the other side does not know us; nobody is called again until a person has looked
 * - `limited`: too many calls; `after_ms` where it says when
 * - `unavailable`: not reached, timed out, broke off, 5xx, a page of a proxy: it may well have been carried out
 * - `nonsense`: an answer that is not what the vendor documents
 * - `refused`: it said no, in its own words
 */
export type TroubleKind = 'credentials' | 'limited' | 'unavailable' | 'nonsense' | 'refused';

/** What went wrong out there. The message is for people and holds no secret. */
export class PeerTrouble extends Error {
  readonly kind: TroubleKind;
  readonly after_ms: number | undefined;
  /** of `refused`: what the other side said, as it came */
  readonly words: string | undefined;

  constructor(
    kind: TroubleKind,
    message: string,
    extra: { after_ms?: number; cause?: unknown; words?: string } = {},
  ) {
    super(message, { cause: extra.cause });
    this.name = 'PeerTrouble';
    this.kind = kind;
    this.after_ms = extra.after_ms;
    this.words = extra.words;
  }

  /** The same by its code. */
  get why(): TroubleReason {
    if (this.kind === 'refused') return { code: 'answered', params: { words: this.words ?? this.message } };
    return { code: this.kind, params: {} };
  }
}
