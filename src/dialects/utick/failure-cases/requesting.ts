import type { FailureCase } from '../failure-cases.ts';

const seats = { stockid: '{SEATS}', categoryid: '{STALLS}', priceid: '{FULL}', quantity: 1 };
const request = (more: Readonly<Record<string, unknown>>) => ({ requests: [{ ...seats, ...more }] });

export const requesting: readonly FailureCase[] = [
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
