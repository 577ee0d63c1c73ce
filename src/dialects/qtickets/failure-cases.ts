/**
 * What Qtickets' API refuses here: the README's table of failures, and the test that asks each of them. Words in braces stand
 * for what the test has sold before (see `faults.test.ts`).
 */
export interface FailureCase {
  readonly case: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** below `/qtickets/api/rest/v1` */
  readonly path: string;
  readonly body?: string;
  /** in place of the right one; '' for none */
  readonly token?: string;
  readonly status: number;
  readonly code: string;
  /** a scan that is refused is kept as an attempt all the same */
  readonly keeps_attempt?: true;
}

const get = { method: 'GET' } as const;
const post = { method: 'POST' } as const;
const put = { method: 'PUT' } as const;
const remove = { method: 'DELETE' } as const;
const invalid = { status: 400, code: 'INVALID_INPUT' } as const;
const unknown = { status: 400, code: 'UNKNOWN_FILTER' } as const;
const missing = { status: 404, code: 'NOT_FOUND' } as const;
const illegal = { status: 409, code: 'ILLEGAL_MOVE' } as const;
const unauthorized = { status: 403, code: 'WRONG_AUTHORIZATION' } as const;

const where = (condition: object): string => JSON.stringify({ where: [condition] });
const data = (fields: object): string => JSON.stringify({ data: fields });
const gone = (what: 'delete' | 'refund', ids: readonly string[], more: object = {}): string =>
  JSON.stringify({ [what]: { ...more, baskets: Object.fromEntries(ids.map((id) => [id, []])) } });
const buy = (seat_id: string, more: object = {}): string =>
  data({ client: { email: 'b@example.com' }, baskets: [{ show_id: 41, seat_id }], ...more });

const reading: readonly FailureCase[] = [
  { case: 'no token', ...get, path: '/orders', token: '', ...unauthorized },
  { case: 'a wrong token', ...get, path: '/orders', token: 'nobody', ...unauthorized },
  { case: 'an order that does not exist', ...get, path: '/orders/1', ...missing },
  { case: "another organizer's order", ...get, path: '/orders/{THEIR_ORDER}', ...missing },
  { case: 'an unknown show', ...get, path: '/shows/99/seats', ...missing },
  {
    case: 'an unknown column',
    ...get,
    path: '/orders',
    body: where({ column: 'colour', value: 1 }),
    ...unknown,
  },
  {
    case: 'an unknown operator',
    ...get,
    path: '/orders',
    body: where({ column: 'id', operator: 'like', value: 1 }),
    ...unknown,
  },
  {
    case: 'an unknown field to order by',
    ...get,
    path: '/orders',
    body: '{"orderBy": {"colour": "asc"}}',
    ...unknown,
  },
  { case: 'an unknown direction', ...get, path: '/orders', body: '{"orderBy": {"id": "up"}}', ...invalid },
  {
    case: 'a value of the wrong type',
    ...get,
    path: '/orders',
    body: where({ column: 'price', value: 'much' }),
    ...invalid,
  },
  {
    case: 'a date that is none, in a filter',
    ...get,
    path: '/orders',
    body: where({ column: 'updated_at', operator: '>', value: 'yesterday' }),
    ...invalid,
  },
  {
    case: '`in array` on a column that is no list',
    ...get,
    path: '/orders',
    body: where({ column: 'id', operator: 'in array', value: [1] }),
    ...unknown,
  },
  {
    case: 'an unknown field of a condition',
    ...get,
    path: '/orders',
    body: where({ column: 'id', opertor: '>', value: 1 }),
    ...invalid,
  },
  {
    case: 'conditions on a list that takes none',
    ...get,
    path: '/shows/41/barcodes',
    body: where({ column: 'price', value: 1 }),
    ...unknown,
  },
  {
    case: 'a partner that is none, in a filter',
    ...get,
    path: '/shows/41/seats',
    body: where({ column: 'spread.partner_id', value: 'me' }),
    ...invalid,
  },
  {
    case: 'an unknown field of `context`',
    ...get,
    path: '/shows/41/seats',
    body: '{"context": {"client_mail": "a@example.com"}}',
    ...invalid,
  },
  { case: 'page 0', ...get, path: '/orders', body: '{"page": 0}', ...invalid },
  { case: 'malformed JSON', ...post, path: '/shows/41/barcodes', body: '[{"barcode": "1"},]', ...invalid },
  {
    case: 'an unknown field to select',
    ...get,
    path: '/shows/41/seats',
    body: '{"select": ["colour"]}',
    ...invalid,
  },
];

const orders = '/orders/{ORDER}/baskets';
const selling: readonly FailureCase[] = [
  {
    case: 'a basket of another order',
    ...remove,
    path: orders,
    body: gone('delete', ['{BASKET}', '{OTHER_BASKET}']),
    ...missing,
  },
  {
    case: "another organizer's basket",
    ...put,
    path: '/baskets/{THEIR_BASKET}',
    body: data({ client_name: 'X' }),
    ...missing,
  },
  {
    case: 'delete and refund at once',
    ...remove,
    path: orders,
    body: '{"delete": {"baskets": {"{BASKET}": []}}, "refund": {"amount": 1, "baskets": {"{BASKET}": []}}}',
    ...invalid,
  },
  { case: 'no basket', ...remove, path: orders, body: gone('delete', []), ...invalid },
  {
    case: 'amount and deduction',
    ...remove,
    path: orders,
    body: gone('refund', ['{BASKET}'], { amount: 1, deduction_amount: 1 }),
    status: 400,
    code: 'REFUND_AMOUNT_OR_DEDUCTION',
  },
  {
    case: 'neither amount nor deduction',
    ...remove,
    path: orders,
    body: gone('refund', ['{BASKET}']),
    status: 400,
    code: 'REFUND_AMOUNT_OR_DEDUCTION',
  },
  {
    case: 'refund of more than was paid',
    ...remove,
    path: orders,
    body: gone('refund', ['{BASKET}'], { amount: 500.01 }),
    status: 422,
    code: 'REFUND_EXCEEDS_PAID',
  },
  {
    case: 'refund of a refunded ticket',
    ...remove,
    path: orders,
    body: gone('refund', ['{REFUNDED_BASKET}'], { amount: 1 }),
    status: 409,
    code: 'ALREADY_REFUNDED',
  },
  {
    case: 'refund of a deleted ticket',
    ...remove,
    path: orders,
    body: gone('refund', ['{DELETED_BASKET}'], { amount: 1 }),
    ...illegal,
  },
  {
    case: 'delete of a deleted ticket',
    ...remove,
    path: orders,
    body: gone('delete', ['{DELETED_BASKET}']),
    ...illegal,
  },
  {
    case: 'another name on a deleted ticket',
    ...put,
    path: '/baskets/{DELETED_BASKET}',
    body: data({ client_name: 'X' }),
    ...illegal,
  },
  {
    case: 'refund of an unpaid ticket',
    ...remove,
    path: '/orders/{UNPAID}/baskets',
    body: gone('refund', ['{OTHER_BASKET}'], { amount: 1 }),
    ...illegal,
  },
  {
    case: 'restore after a refund',
    ...post,
    path: '/orders/{ENDED}/restore',
    body: '{}',
    status: 409,
    code: 'RESTORE_AFTER_REFUND',
  },
  {
    case: 'restore when the seat was sold again',
    ...post,
    path: '/orders/{RESOLD}/restore',
    body: '{}',
    status: 409,
    code: 'SEATS_NOT_FREE',
  },
  {
    case: 'restore of an order that lives',
    ...post,
    path: '/orders/{ORDER}/restore',
    body: '{}',
    ...illegal,
  },
  {
    case: 'price change on a paid order',
    ...put,
    path: '/baskets/{BASKET}',
    body: data({ client_name: 'X', ticket_original_price: 1 }),
    ...illegal,
  },
  {
    case: 'discount on a paid order',
    ...put,
    path: '/baskets/{BASKET}',
    body: data({ discount_value: 1 }),
    ...illegal,
  },
  {
    case: 'a seat that is taken',
    ...post,
    path: '/orders',
    body: buy('CENTER_PARTERRE-22;1'),
    status: 409,
    code: 'SEATS_NOT_FREE',
  },
  {
    case: 'a seat that is not there',
    ...post,
    path: '/orders',
    body: buy('CENTER_PARTERRE-99;1'),
    ...missing,
  },
  {
    case: 'an unknown promo code',
    ...post,
    path: '/orders',
    body: buy('DANCE-1;1', { promo_code: 'NONE' }),
    status: 404,
    code: 'PROMO_CODE_UNKNOWN',
  },
  {
    case: 'a text with U+0000',
    ...post,
    path: '/orders',
    body: buy('DANCE-1;1', { fields: { organization_name: 'a\u0000b' } }),
    ...invalid,
  },
  {
    case: 'a hold of a hundred years',
    ...post,
    path: '/orders',
    body: buy('DANCE-1;1', { reserved_to: '2200-01-01' }),
    ...invalid,
  },
  {
    case: 'a `discount_id` in a new order',
    ...post,
    path: '/orders',
    body: buy('DANCE-1;1', { discount_id: 1 }),
    ...invalid,
  },
  {
    case: 'a name of more than 200 letters',
    ...put,
    path: '/baskets/{BASKET}',
    body: data({ client_name: 'я'.repeat(201) }),
    ...invalid,
  },
  {
    case: 'an unknown payee',
    ...post,
    path: '/orders',
    body: buy('DANCE-1;1', { payment_id: 99 }),
    ...missing,
  },
];

const others: readonly FailureCase[] = [
  {
    case: 'a wrong e-mail address',
    ...post,
    path: '/clients',
    body: data({ email: 'nobody' }),
    status: 400,
    code: 'INVALID_EMAIL',
  },
  { case: 'an unknown hall', ...post, path: '/events', body: data({ name: 'X', scheme_id: 99 }), ...missing },
  {
    case: 'a show of another event',
    ...put,
    path: '/events/33',
    body: data({ shows: [{ id: 99 }] }),
    ...missing,
  },
  {
    case: 'a code of an unknown discount',
    ...post,
    path: '/promo-codes',
    body: data({ discount_id: 99, code: 'X' }),
    ...missing,
  },
  {
    case: 'an unknown barcode',
    ...post,
    path: '/shows/41/barcode/nothing',
    body: '{}',
    ...missing,
    keeps_attempt: true,
  },
  {
    case: 'a scan at a date that is none',
    ...post,
    path: '/shows/41/barcode/{BARCODE}',
    body: '{"checked_at": "yesterday at noon"}',
    status: 400,
    code: 'INVALID_DATE',
  },
];

export const failureCases: readonly FailureCase[] = [...reading, ...selling, ...others];
