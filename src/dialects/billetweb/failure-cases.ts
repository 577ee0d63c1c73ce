/**
 * What is refused and how: the README's table of failures is written from this, and a test sends each of them. In `path` and
 * `body`, `{KEY}` is a valid `user=…&key=…`, `{USER}` the user alone, `{CODE}` a sold ticket, `{THEIRS}` another
 * organizer's event and `{THEIR_CODE}` a ticket of it.
 */
export interface FailureCase {
  readonly case: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: string;
  readonly status: number;
  readonly error: string;
  /** a scan that is refused is kept as an attempt all the same */
  readonly keeps_attempt?: true;
}

const event = '/api/event/1350897';
const get = { method: 'GET', status: 200 } as const;
const post = { method: 'POST', status: 200 } as const;

export const failureCases: readonly FailureCase[] = [
  { case: 'no key', ...get, path: '/api/user/events', error: 'unauthorized' },
  { case: 'a wrong key', ...get, path: '/api/user/events?user={USER}&key=wrong', error: 'unauthorized' },
  { case: 'a key without its user', ...get, path: '/api/user/events?key=wrong', error: 'unauthorized' },
  { case: 'an unknown event', ...get, path: '/api/event/42/attendees?{KEY}', error: 'not_found' },
  {
    case: "another organizer's event",
    ...get,
    path: '/api/event/{THEIRS}/attendees?{KEY}',
    error: 'not_found',
  },
  {
    case: 'an event that is no number',
    ...get,
    path: '/api/event/abc/attendees?{KEY}',
    error: 'invalid_parameter',
  },
  {
    case: 'a date that no calendar has',
    ...get,
    path: `${event}/attendees?{KEY}&since=2026-02-30%2010:00:00`,
    error: 'invalid_parameter',
  },
  {
    case: 'a filter that is not understood',
    ...get,
    path: `${event}/attendees?{KEY}&since=yesterday`,
    error: 'invalid_parameter',
  },
  { case: 'an empty filter', ...get, path: `${event}/attendees?{KEY}&barcode=`, error: 'invalid_parameter' },
  {
    case: 'an unknown value of a filter',
    ...get,
    path: `${event}/attendees?{KEY}&used=4`,
    error: 'invalid_parameter',
  },
  {
    case: 'an e-mail address that is none',
    ...get,
    path: `${event}/attendees?{KEY}&email=jean`,
    error: 'invalid_parameter',
  },
  {
    case: 'check: an unknown barcode',
    ...post,
    path: `${event}/check?{KEY}`,
    body: '{"code":"0000000000"}',
    error: 'Billet inconnu',
    keeps_attempt: true,
  },
  {
    case: "check: another organizer's ticket",
    ...post,
    path: `${event}/check?{KEY}`,
    body: '{"code":"{THEIR_CODE}"}',
    error: 'Billet inconnu',
    keeps_attempt: true,
  },
  {
    case: 'check: a code of a wrong type',
    ...post,
    path: `${event}/check?{KEY}`,
    body: '{"code":6743097169}',
    error: 'invalid_parameter',
  },
  { case: 'check: no code', ...post, path: `${event}/check?{KEY}`, body: '{}', error: 'invalid_parameter' },
  {
    case: 'check: JSON that is none',
    ...post,
    path: `${event}/check?{KEY}`,
    body: '{"code":',
    error: 'invalid_parameter',
  },
  {
    case: 'check: an unknown event',
    ...post,
    path: '/api/event/42/check?{KEY}',
    body: '{"code":"{CODE}"}',
    error: 'not_found',
  },
  {
    case: 'add_order: nothing in it',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: '{"data":[]}',
    error: 'invalid_parameter',
  },
  {
    case: 'add_order: an unknown ticket type',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: '[{"products":[{"ticket":"1"}]}]',
    error: 'not_found',
  },
  {
    case: 'add_order: more than is left',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: '[{"products":[{"ticket":"12345"},{"ticket":"12345"},{"ticket":"12345"}]}]',
    error: 'sold_out',
  },
  {
    case: 'add_order: of two orders one too many',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: '[{"products":[{"ticket":"12345"}]},{"products":[{"ticket":"12345"},{"ticket":"12345"}]}]',
    error: 'sold_out',
  },
  {
    case: 'add_order: an e-mail address that is none',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: '[{"email":"jean","products":[{"ticket":"12345"}]}]',
    error: 'invalid_parameter',
  },
  {
    case: 'add_order: a price that is none',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: '[{"products":[{"ticket":"12345","price":"free"}]}]',
    error: 'invalid_parameter',
  },
  {
    case: 'add_order: a payment_type that is too long to keep',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: `[{"payment_type":"${'x'.repeat(61)}","products":[{"ticket":"12345"}]}]`,
    error: 'invalid_parameter',
  },
  {
    case: 'add_order: a language that is too long to keep',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: `[{"language":"${'x'.repeat(36)}","products":[{"ticket":"12345"}]}]`,
    error: 'invalid_parameter',
  },
  {
    case: 'add_order: a text with U+0000',
    ...post,
    path: `${event}/add_order?{KEY}`,
    body: '[{"name":"Dur\\u0000and","products":[{"ticket":"12345"}]}]',
    error: 'invalid_parameter',
  },
  {
    case: 'update_product: an unknown ticket',
    ...post,
    path: `${event}/update_product?{KEY}`,
    body: '[{"id":"1","used":"1"}]',
    error: 'not_found',
  },
  {
    case: "update_product: another organizer's ticket",
    ...post,
    path: `${event}/update_product?{KEY}`,
    body: '[{"barcode":"{THEIR_CODE}","used":"1"}]',
    error: 'not_found',
  },
  {
    case: 'update_order: an unknown order',
    ...post,
    path: `${event}/update_order?{KEY}`,
    body: '[{"id":"1","name":"X"}]',
    error: 'not_found',
  },
  {
    case: 'dates_update: a date without its start',
    ...post,
    path: `${event}/dates_update?{KEY}`,
    body: '[{"name":"X"}]',
    error: 'invalid_parameter',
  },
  { case: 'clone', ...post, path: `${event}/clone?{KEY}`, error: 'not_supported' },
  { case: 'payouts', ...get, path: '/api/payouts?{KEY}', error: 'not_supported' },
  { case: 'an unknown address', ...get, path: '/api/nothing?{KEY}', status: 404, error: 'not_found' },
  {
    case: 'a method that the address does not take',
    method: 'PUT',
    path: `${event}/check?{KEY}`,
    status: 405,
    error: 'method_not_allowed',
  },
];
