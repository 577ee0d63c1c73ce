/**
 * The one registry of errors. A code is stable for ever: clients, dialects and `docs/errors.md` rely on it.
 * `status` is the HTTP status of Guichet's own `/api`; a dialect translates the code into its vendor's envelope.
 */
export const faults = {
  // the request itself
  invalid_input: { status: 400, title: 'The request is not valid' },
  rows_refused: { status: 422, title: 'Some rows cannot be kept as they are, so none was' },
  unknown_filter: { status: 400, title: 'The filter is not understood' },
  not_found: { status: 404, title: 'There is no such thing' },
  already_exists: { status: 409, title: 'There is one of that name already' },
  in_use: { status: 409, title: 'It is in use and cannot be changed in this way' },
  changed_meanwhile: { status: 409, title: 'Somebody else has changed it meanwhile' },
  method_not_allowed: { status: 405, title: 'This address does not take that method' },
  not_supported: { status: 501, title: 'This is not supported' },
  too_large: { status: 413, title: 'The request is too large' },
  busy: { status: 503, title: 'The office is busy, try again' },
  internal: { status: 500, title: 'Something failed on our side' },
  connection_closed: { status: 409, title: 'The other system may not be called now' },
  // who asks
  unauthenticated: { status: 401, title: 'The credentials are missing or wrong' },
  wrong_password: { status: 422, title: 'The password is wrong' },
  wrong_code: { status: 422, title: 'The code is wrong, over, or has been used' },
  forbidden: { status: 403, title: 'These credentials do not reach this' },
  rate_limited: { status: 429, title: 'Too many requests' },
  key_in_use: { status: 409, title: 'This key has been given out before' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used for another request' },
  served_id_reserved: { status: 422, title: 'This id lies in the range kept for what is made here' },
  served_id_taken: { status: 409, title: 'This id, or this thing, has a partner already' },
  email_taken: { status: 409, title: 'Another customer has this e-mail address' },
  // money
  invalid_amount: { status: 400, title: 'The amount is not valid' },
  unknown_currency: { status: 400, title: 'The currency is not known' },
  amount_out_of_range: { status: 422, title: 'The amount is beyond what can be kept exactly' },
  refund_exceeds_paid: { status: 422, title: 'The refund is more than what is left of the payment' },
  refund_amount_or_deduction: {
    status: 400,
    title: 'A refund names an amount or a deduction, one of the two',
  },
  payment_mode_off: { status: 409, title: 'This way to pay is switched off, or gives no money back' },
  printer_not_allowed: {
    status: 409,
    title: 'The operator of this office lets no printer stand at this address',
  },
  printer_unreachable: { status: 409, title: 'The printer does not answer' },
  counter_session_open: { status: 409, title: 'This counter has an open session already' },
  counter_session_closed: { status: 409, title: 'The session of this counter is closed' },
  already_refunded: { status: 409, title: 'The ticket has been refunded already' },
  // orders
  illegal_move: { status: 409, title: 'The order cannot make this move from its status' },
  restore_after_refund: { status: 409, title: 'An order with refunds cannot be restored' },
  order_expired: { status: 409, title: 'The hold is over, what it held is free again' },
  customer_required: { status: 422, title: 'The order needs a customer to be confirmed' },
  ticket_not_printable: { status: 409, title: 'The ticket cannot be printed as it stands' },
  // what is left
  sold_out: { status: 409, title: 'There is not enough left' },
  capacity_below_sold: { status: 409, title: 'The capacity is below what is sold or kept' },
  seats_not_free: { status: 409, title: 'These seats are not free' },
  places_in_use: { status: 409, title: 'Sessions to come have sold or keep some of these places' },
  hall_in_use: { status: 409, title: 'The session has tickets sold or held, so it stays in its hall' },
  hall_in_pack: { status: 409, title: 'A pack is made of what the session sells, so it stays in its hall' },
  barcode_taken: { status: 409, title: 'The barcode belongs to another ticket' },
  // what may be bought, when and at what price
  price_not_visible: { status: 404, title: 'This price is not on offer' },
  sale_not_open: { status: 409, title: 'The sale is not open yet' },
  sale_closed: { status: 409, title: 'The sale is closed' },
  below_minimum: { status: 422, title: 'The quantity is below the minimum' },
  above_maximum: { status: 422, title: 'The quantity is above the maximum' },
  wrong_step: { status: 422, title: 'The quantity is not a multiple of the step' },
  pack_incomplete: { status: 422, title: 'The parts do not make the pack' },
  promo_code_unknown: { status: 404, title: 'The promo code is not known' },
  promo_code_not_valid: { status: 409, title: 'The promo code is not valid now' },
  promo_code_used_up: { status: 409, title: 'The promo code is used up' },
  promo_code_out_of_scope: { status: 409, title: 'The promo code does not apply here' },
  // the gate
  invalid_barcode: { status: 400, title: 'The barcode cannot be read' },
  override_without_reason: { status: 400, title: 'An override needs a reason' },
  conflict_resolved: { status: 409, title: 'Somebody has resolved this conflict already' },
  // people, dates, credentials
  invalid_email: { status: 400, title: 'The e-mail address is not valid' },
  invalid_date: { status: 400, title: 'The date is not valid' },
  unknown_time_zone: { status: 400, title: 'The time zone is not known' },
} as const satisfies Record<string, FaultKind>;

interface FaultKind {
  readonly status: number;
  readonly title: string;
}

export type FaultCode = keyof typeof faults;

/** An error of the registry. `details` is for the reader and never holds a secret or a person's data. */
export class Fault extends Error {
  readonly code: FaultCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: FaultCode, details: Readonly<Record<string, unknown>> = {}) {
    super(faults[code].title);
    this.name = 'Fault';
    this.code = code;
    this.details = details;
  }

  get status(): number {
    return faults[this.code].status;
  }
}

/** Whether `error` is a Fault, of the given code when one is named. */
export function isFault(error: unknown, code?: FaultCode): error is Fault {
  return error instanceof Fault && (code === undefined || error.code === code);
}
