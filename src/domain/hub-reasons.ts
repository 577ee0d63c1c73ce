/**
 * Why a connected system was not told of something, or not of all of it: a code that is stable for ever, with what it is about.
 * Beside each stands a sentence for logs and for who reads no codes; pages say the code in their own language, with the name of
 * the system.
 */

/** What cannot be told as it is, by what its reason is about: it stands in quarantine until a person mends it. */
const asideParams = {
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

/** What could not be told at all, and is tried again or was given up. */
const deliveryParams = {
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
  /** it changes back what is written */
  not_kept: ['order'],
  /** the order was cancelled there */
  cancelled_there: ['order'],
  /** a ticket that was used is not there yet */
  not_there_yet: [],
} as const;

type Reasons<P extends Readonly<Record<string, readonly string[]>>> = {
  [Code in keyof P]: {
    readonly code: Code;
    readonly params: { readonly [Name in P[Code][number]]: string | number };
  };
}[keyof P];

export type AsideReason = Reasons<typeof asideParams>;
export type DeliveryReason = Reasons<typeof deliveryParams>;

export const asideCodes = Object.keys(asideParams) as AsideReason['code'][];
export const deliveryCodes = Object.keys(deliveryParams) as DeliveryReason['code'][];
