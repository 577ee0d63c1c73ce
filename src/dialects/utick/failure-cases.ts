/**
 * What uTick's API refuses here: the README's table of failures, and the test that asks each of them. Words in braces stand
 * for ids of the theatre that the test opens (see `faults.test.ts`).
 */
export interface FailureCase {
  readonly case: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** below `/utick/v1/` */
  readonly path: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** the body as it stands, in place of signed fields */
  readonly raw?: string;
  /** the age of the timestamp; 0 unless said otherwise */
  readonly signed_minutes_ago?: number;
  readonly status: number;
  readonly code: number;
}

const seats = { stockid: '{SEATS}', categoryid: '{STALLS}', priceid: '{FULL}', quantity: 1 };
const request = (more: Readonly<Record<string, unknown>>) => ({ requests: [{ ...seats, ...more }] });

const signing: readonly FailureCase[] = [
  {
    case: 'a wrong signature',
    method: 'GET',
    path: 'shop/orders',
    fields: { signature: 'f'.repeat(64) },
    status: 401,
    code: 40101,
  },
  {
    case: 'an unknown public key',
    method: 'GET',
    path: 'shop/orders',
    fields: { publickey: 'nobody' },
    status: 401,
    code: 40101,
  },
  {
    case: 'a timestamp older than ten minutes',
    method: 'GET',
    path: 'shop/orders',
    signed_minutes_ago: 11,
    status: 401,
    code: 40102,
  },
  {
    case: 'a timestamp in the future',
    method: 'GET',
    path: 'shop/orders',
    signed_minutes_ago: -11,
    status: 401,
    code: 40102,
  },
  {
    case: 'a request that is not signed',
    method: 'GET',
    path: 'shop/orders',
    raw: '{}',
    status: 401,
    code: 40103,
  },
  {
    case: 'a body that is not JSON',
    method: 'GET',
    path: 'shop/orders',
    raw: '{"a',
    status: 400,
    code: 40001,
  },
  { case: 'an address that is not there', method: 'GET', path: 'shop/baskets', status: 404, code: 40400 },
  {
    case: 'a method that an address does not take',
    method: 'DELETE',
    path: 'ping',
    status: 405,
    code: 40500,
  },
];

const requesting: readonly FailureCase[] = [
  {
    case: 'a request without a price',
    method: 'POST',
    path: 'shop/products',
    fields: { requests: [{ stockid: '{SEATS}', categoryid: '{STALLS}', quantity: 1 }] },
    status: 400,
    code: 40001,
  },
  {
    case: 'no request at all',
    method: 'POST',
    path: 'shop/products',
    fields: { requests: [] },
    status: 400,
    code: 40001,
  },
  ...['abc', '', 0, -1, '-1', 1.5, null].map((quantity): FailureCase => ({
    case: `a quantity of ${JSON.stringify(quantity)}`,
    method: 'POST',
    path: 'shop/products',
    fields: request({ quantity }),
    status: 400,
    code: 40001,
  })),
  {
    case: 'a stock that is none',
    method: 'POST',
    path: 'shop/products',
    fields: request({ stockid: 'A702CD2F-1BCF-22D8-FC76-7573E48104E2' }),
    status: 404,
    code: 40401,
  },
  {
    case: 'a price of another stock',
    method: 'POST',
    path: 'shop/products',
    fields: request({ priceid: '{STANDING}' }),
    status: 404,
    code: 40401,
  },
  {
    case: 'a price of another category',
    method: 'POST',
    path: 'shop/products',
    fields: request({ categoryid: '{BALCONY}', priceid: '{SUBSCRIBERS}', promocodeids: ['{REVEAL}'] }),
    status: 404,
    code: 40401,
  },
  {
    case: 'a category of another stock',
    method: 'POST',
    path: 'shop/products',
    fields: request({ categoryid: '{WORKSHOP_CATEGORY}' }),
    status: 404,
    code: 40401,
  },
  {
    case: 'a price that only a code shows, without the code',
    method: 'POST',
    path: 'shop/products',
    fields: request({ priceid: '{SUBSCRIBERS}' }),
    status: 404,
    code: 40402,
  },
  {
    case: 'a sale that is closed',
    method: 'POST',
    path: 'shop/products',
    fields: {
      requests: [
        { stockid: '{CLOSED}', categoryid: '{CLOSED_CATEGORY}', priceid: '{CLOSED_PRICE}', quantity: 1 },
      ],
    },
    status: 409,
    code: 40905,
  },
  {
    case: 'products into an order that has expired',
    method: 'POST',
    path: 'shop/products',
    fields: request({ orderid: '{EXPIRED}' }),
    status: 409,
    code: 40902,
  },
  {
    case: 'products into an order that is paid',
    method: 'POST',
    path: 'shop/products',
    fields: request({ orderid: '{PAID}' }),
    status: 409,
    code: 40901,
  },
  {
    case: 'products into another application’s order',
    method: 'POST',
    path: 'shop/products',
    fields: request({ orderid: '{THEIRS}' }),
    status: 404,
    code: 40401,
  },
];

const ordering: readonly FailureCase[] = [
  {
    case: 'a status that no client may ask for',
    method: 'PATCH',
    path: 'shop/orders/{ORDER}',
    fields: { statusid: 12 },
    status: 400,
    code: 40001,
  },
  {
    case: 'a status that is no number',
    method: 'PATCH',
    path: 'shop/orders/{ORDER}',
    fields: { statusid: 'paid' },
    status: 400,
    code: 40001,
  },
  {
    case: 'a paid order back to status 0',
    method: 'PATCH',
    path: 'shop/orders/{PAID}',
    fields: { statusid: 0 },
    status: 409,
    code: 40901,
  },
  {
    case: 'confirming an order that has expired',
    method: 'PATCH',
    path: 'shop/orders/{EXPIRED}',
    fields: { statusid: 1, contactid: '{CONTACT}' },
    status: 409,
    code: 40902,
  },
  {
    case: 'confirming without a contact',
    method: 'PATCH',
    path: 'shop/orders/{ORDER}',
    fields: { statusid: '1' },
    status: 422,
    code: 42201,
  },
  {
    case: 'confirming with a contact that is none',
    method: 'PATCH',
    path: 'shop/orders/{ORDER}',
    fields: { statusid: '1', contactid: '{PRODUCT}' },
    status: 404,
    code: 40401,
  },
  {
    case: 'confirming a pack that lacks a part',
    method: 'PATCH',
    path: 'shop/orders/{PACK_ORDER}',
    fields: { statusid: '1', contactid: '{CONTACT}' },
    status: 422,
    code: 42205,
  },
  {
    case: 'confirming another application’s order',
    method: 'PATCH',
    path: 'shop/orders/{THEIRS}',
    fields: { statusid: '1', contactid: '{CONTACT}' },
    status: 404,
    code: 40401,
  },
  {
    case: 'cancelling another application’s order',
    method: 'DELETE',
    path: 'shop/orders/{THEIRS}',
    status: 404,
    code: 40401,
  },
  {
    case: 'an order of another organizer',
    method: 'GET',
    path: 'shop/orders/{ELSEWHERE}',
    status: 404,
    code: 40401,
  },
  { case: 'an order that is none', method: 'GET', path: 'shop/orders/nothing', status: 404, code: 40401 },
  {
    case: 'a limit that is no number',
    method: 'GET',
    path: 'shop/orders',
    fields: { limit: 'all' },
    status: 400,
    code: 40001,
  },
  {
    case: 'the tickets of an order that is not confirmed',
    method: 'GET',
    path: 'shop/orders/tickets/pdf',
    fields: { orderid: '{ORDER}' },
    status: 409,
    code: 40915,
  },
];

const products: readonly FailureCase[] = [
  {
    case: 'attaching to no pack',
    method: 'PATCH',
    path: 'shop/products/{PRODUCT}/attach',
    status: 400,
    code: 40001,
  },
  {
    case: 'attaching to a product of another order',
    method: 'PATCH',
    path: 'shop/products/{PRODUCT}/attach',
    fields: { mainproductid: '{PACK}' },
    status: 404,
    code: 40401,
  },
  {
    case: 'attaching what is no part of the pack',
    method: 'PATCH',
    path: 'shop/products/{STRANGER}/attach',
    fields: { mainproductid: '{PACK}' },
    status: 422,
    code: 42205,
  },
  {
    case: 'removing neither an order’s products nor one',
    method: 'DELETE',
    path: 'shop/products',
    status: 400,
    code: 40001,
  },
  {
    case: 'a holder with an address that is none',
    method: 'PATCH',
    path: 'shop/products/{PRODUCT}',
    fields: { spectatoremail: 'jeanne' },
    status: 400,
    code: 40005,
  },
  {
    case: 'removing a product of another application',
    method: 'DELETE',
    path: 'shop/products/{THEIR_PRODUCT}',
    status: 404,
    code: 40401,
  },
  { case: 'stocks of nothing', method: 'GET', path: 'shop/products/stocks', status: 400, code: 40001 },
  {
    case: 'a seat that somebody has',
    method: 'PATCH',
    path: 'shop/products/stocks/plancategories/{SEATS}',
    fields: { orderid: '{ORDER}', planseatid: '{TAKEN_SEAT}' },
    status: 409,
    code: 40907,
  },
  {
    case: 'a seat of another stock',
    method: 'PATCH',
    path: 'shop/products/stocks/plancategories/{WORKSHOP}',
    fields: { orderid: '{ORDER}', planseatid: '{TAKEN_SEAT}' },
    status: 404,
    code: 40401,
  },
  {
    case: 'less of a stock than is sold',
    method: 'PATCH',
    path: 'shop/products/stocks/adapt/{WORKSHOP}',
    fields: { capacity_total: 0 },
    status: 409,
    code: 40914,
  },
  {
    case: 'more numbered seats than the hall has',
    method: 'PATCH',
    path: 'shop/products/stocks/adapt/{SEATS}',
    fields: { capacity_total: 500 },
    status: 409,
    code: 40917,
  },
];

const others: readonly FailureCase[] = [
  { case: 'validating no code', method: 'GET', path: 'shop/promocodes', status: 400, code: 40001 },
  {
    case: 'a code for something else',
    method: 'POST',
    path: 'shop/promocodes/{DISCOUNT}',
    fields: { orderid: '{PACK_ORDER}' },
    status: 409,
    code: 40910,
  },
  {
    case: 'a code that is none',
    method: 'POST',
    path: 'shop/promocodes/{ORDER}',
    fields: { orderid: '{ORDER}' },
    status: 404,
    code: 40403,
  },
  {
    case: 'paying nothing',
    method: 'POST',
    path: 'shop/orders/payments',
    fields: { orderid: '{PAID}', value: { amount: 0 } },
    status: 400,
    code: 40001,
  },
  {
    case: 'paying in another currency',
    method: 'POST',
    path: 'shop/orders/payments',
    fields: { orderid: '{PAID}', value: { amount: 100, currency: 'USD' } },
    status: 400,
    code: 40001,
  },
  {
    case: 'paying an order that is not confirmed',
    method: 'POST',
    path: 'shop/orders/payments',
    fields: { orderid: '{ORDER}', value: { amount: 100 } },
    status: 409,
    code: 40901,
  },
  {
    case: 'paying at a counter that is not open',
    method: 'POST',
    path: 'shop/orders/payments',
    fields: { orderid: '{PAID}', value: { amount: 100 }, counterid: '{COUNTER}' },
    status: 409,
    code: 40911,
  },
  {
    case: 'a way to pay that is none',
    method: 'POST',
    path: 'shop/orders/payments',
    fields: { orderid: '{PAID}', value: { amount: 100 }, paymentmethodid: '{COUNTER}' },
    status: 404,
    code: 40401,
  },
  {
    case: 'a session of a counter that is none',
    method: 'POST',
    path: 'shop/counters/sessions',
    fields: { counterid: '{ORDER}' },
    status: 404,
    code: 40401,
  },
  {
    case: 'a session with less than nothing in the drawer',
    method: 'POST',
    path: 'shop/counters/sessions',
    fields: { counterid: '{COUNTER}', startamount: -1 },
    status: 400,
    code: 40001,
  },
  { case: 'a counter that is none', method: 'GET', path: 'shop/counters/{ORDER}', status: 404, code: 40401 },
  {
    case: 'a contact without a name or an address',
    method: 'POST',
    path: 'contacts',
    status: 400,
    code: 40001,
  },
  {
    case: 'a contact with an address that is none',
    method: 'POST',
    path: 'contacts',
    fields: { email: 'nobody' },
    status: 400,
    code: 40005,
  },
];

export const failureCases: readonly FailureCase[] = [
  ...signing,
  ...requesting,
  ...ordering,
  ...products,
  ...others,
];
