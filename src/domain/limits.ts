/**
 * The numeric limits of the engine, units in their names. What the outside sends is held against these before
 * any work is done; a limit that an organizer may change has its default here.
 */
export const limits = {
  /** lines of one order */
  order_lines_max: 500,
  /**
   * one amount that is stated here, and the total or the payments of one order, in minor units: thousands of them still
   * come to a sum that is kept exactly
   */
  amount_max: 1_000_000_000_000,
  /** one capacity, or another number of things that is stated here */
  count_max: 1_000_000_000,
  /** the total of one order at a till, in minor units */
  till_order_amount_max: 10_000_000_000,
  /** requests of one all-or-nothing step */
  requests_per_step_max: 100,
  /** units of one request */
  request_quantity_max: 1_000,
  /** tickets of one order */
  order_tickets_max: 2_000,
  /** promo codes named by one request */
  request_promo_codes_max: 20,
  /** how long an order is held before it is confirmed, unless set otherwise */
  hold_minutes_default: 20,
  /** the longest hold with an end: a year */
  hold_minutes_max: 527_040,
  /** tickets of one refund */
  refund_tickets_max: 2_000,
  /** scans of one batch */
  scan_batch_max: 10_000,
  /** how far a device's clock may run ahead before the time of arrival counts instead */
  device_clock_ahead_ms_max: 120_000,
  /** digits of a barcode made here */
  barcode_digits_default: 10,
  barcode_digits_min: 6,
  barcode_digits_max: 20,
  /** characters of a scanned text, a link included */
  scanned_text_chars_max: 2_048,
  /** characters of a barcode of any issuer */
  barcode_chars_max: 128,
  email_chars_max: 254,
  person_name_chars_max: 200,
  password_chars_min: 10,
  password_chars_max: 200,
  title_chars_max: 500,
  /** free text: comments, notes, answers */
  text_chars_max: 10_000,
  /** a JSON column that a client fills */
  metadata_bytes_max: 65_536,
  /** rows of one page of a list, unless the dialect says less */
  page_rows_default: 100,
  page_rows_max: 1_000,
  /** conditions of one filter */
  filter_conditions_max: 50,
  /** times that one id list of a filter may name */
  filter_values_max: 1_000,
  /** rows that join the chain under one seal */
  seal_rows_max: 1_000,
  /** life of a signed request, either side of our clock */
  signature_clock_minutes_default: 10,
  request_body_bytes_max: 8_388_608,
} as const;
