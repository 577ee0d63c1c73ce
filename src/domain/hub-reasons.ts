/**
 * Why a connected system was not told of something, or not of all of it, or something of its own was not taken: a code that is
 * stable for ever, with what it is about. Beside each stands a sentence for logs and for who reads no codes; pages say the code in their own language, with the name of
 * the system.
 */

/** What cannot be told as it is, by what its reason is about: it stands in quarantine until a person mends it. */
const untoldParams = {
  /** a ticket that has no barcode, by which the other system knows tickets */
  no_barcode: [],
  event_not_mapped: ['event'],
  /** the mapping names an event that is not there */
  event_not_there: ['event', 'id'],
  product_not_mapped: ['name'],
  /** the mapping names a product that is not there */
  product_not_there: ['name', 'barcode'],
  /** sold without a ticket, as a product that the other system sells with tickets alone */
  product_needs_ticket: ['name', 'barcode'],
  /** the other system has the barcode for another event */
  barcode_elsewhere: ['barcode', 'registration', 'there', 'here'],
} as const;

/** What cannot be taken as it is. It stands there too. */
const untakenParams = {
  /** a record that names an event or a session which is not known here */
  not_known_here: ['kind', 'id'],
  /** a field of a record that it cannot do without */
  missing: ['field'],
  bad_date: ['field', 'value'],
  bad_amount: ['field', 'value'],
  /** a field that is not what the other system documents */
  not_read: ['field'],
  /** a barcode that opens a show without an order that holds it */
  no_order: ['barcode'],
  /** another ticket has its barcode already */
  barcode_taken: [],
  /** a ticket of which nobody says what it is for */
  no_session_told: [],
  /** what the office itself refuses, by the code of `domain/faults.ts` */
  not_taken: ['fault'],
} as const;

/** What went wrong out there. */
const troubleParams = {
  /** the other system said no: its own words, as they came */
  answered: ['words'],
  /** it does not know the login or its key */
  credentials: [],
  /** it takes no more calls for now */
  limited: [],
  /** not reached, or it broke off */
  unavailable: [],
  /** it answered what it does not document */
  nonsense: [],
} as const;

/** What could not be told at all, and is tried again or was given up. */
const deliveryParams = {
  ...troubleParams,
  /** it changes back what is written */
  not_kept: ['order'],
  /** the order was cancelled there */
  cancelled_there: ['order'],
  /** a ticket that was used is not there yet */
  not_there_yet: [],
  /** a ticket that has no barcode, by which the other system knows tickets */
  no_barcode: [],
  /** a ticket of which the other system knows neither event nor show */
  not_of_theirs: [],
  /** it may have been told before, and does not say */
  maybe_there: [],
  /** it was told more than once */
  there_again: ['times'],
  /** the connection does not say which payment mode of the other system stands for how this was paid */
  no_payment_mode: [],
  no_refund_mode: [],
  /** what is paid there cannot be told */
  paid_unknown: [],
} as const;

/** What a pull failed by. */
const runParams = {
  ...troubleParams,
  /** so many tickets are gone at the source that a person has to look */
  too_many_gone: ['gone', 'known'],
  /** what the office itself refuses, by the code of `domain/faults.ts` */
  fault: ['fault'],
  /** another process is at it */
  elsewhere: [],
  /** the system may not be called now */
  not_called: [],
  /** the process that made it has ended in the midst of it */
  broken_off: [],
} as const;

type Reasons<P extends Readonly<Record<string, readonly string[]>>> = {
  [Code in keyof P]: {
    readonly code: Code;
    readonly params: { readonly [Name in P[Code][number]]: string | number };
  };
}[keyof P];

export type UntoldReason = Reasons<typeof untoldParams>;
export type AsideReason = UntoldReason | Reasons<typeof untakenParams>;
export type TroubleReason = Reasons<typeof troubleParams>;
export type DeliveryReason = Reasons<typeof deliveryParams>;
export type RunReason = Reasons<typeof runParams>;

export const asideCodes = Object.keys({ ...untoldParams, ...untakenParams }) as AsideReason['code'][];
export const troubleCodes = Object.keys(troubleParams) as TroubleReason['code'][];
export const deliveryCodes = Object.keys(deliveryParams) as DeliveryReason['code'][];
export const runCodes = Object.keys(runParams) as RunReason['code'][];
