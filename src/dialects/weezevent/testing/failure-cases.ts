/**
 * What is refused and how: the README's table of failures is written from this, and a test sends each of them. In `path` and
 * `form`, `{KEY}` is a valid `api_key=…&access_token=…`, `{API_KEY}`, `{TOKEN}`, `{USER}` and `{PASSWORD}` its parts,
 * `{THEIRS}` an event of another organizer, `{THEIR_PARTICIPANT}` one of its participants.
 */
export interface FailureCase {
  readonly case: string;
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly form?: string;
  readonly status: number;
  readonly message: string;
}

const login = '/auth/access_token';
const wrong = { status: 403, message: 'Wrong username, password or API key' };
const unknown = { status: 401, message: 'Missing or invalid access_token or api_key' };
const data = (value: unknown): string =>
  `data=${encodeURIComponent(JSON.stringify({ participants: value }))}`;
const writes = '/v3/participants?{KEY}';
const added = { id_evenement: '11122', id_billet: '1121223' };

export const failureCases: readonly FailureCase[] = [
  {
    case: 'login: a wrong password',
    method: 'POST',
    path: login,
    form: 'username={USER}&password=wrong&api_key={API_KEY}',
    ...wrong,
  },
  {
    case: 'login: an unknown key',
    method: 'POST',
    path: login,
    form: 'username={USER}&password={PASSWORD}&api_key=unknown',
    ...wrong,
  },
  {
    case: 'login: an unknown user',
    method: 'POST',
    path: login,
    form: 'username=nobody&password={PASSWORD}&api_key={API_KEY}',
    ...wrong,
  },
  {
    case: 'login: no password',
    method: 'POST',
    path: login,
    form: 'username={USER}&api_key={API_KEY}',
    status: 400,
    message: 'Invalid parameter: must have required properties password',
  },
  { case: 'no token', path: '/events?api_key={API_KEY}', ...unknown },
  { case: 'no key', path: '/events?access_token={TOKEN}', ...unknown },
  { case: 'an unknown token', path: '/events?api_key={API_KEY}&access_token=unknown', ...unknown },
  { case: 'a wrong key', path: '/events?api_key=wrong&access_token={TOKEN}', ...unknown },
  {
    case: 'an unknown event',
    path: '/participants?{KEY}&id_event[]=42',
    status: 404,
    message: 'Not found: event',
  },
  {
    case: 'an event of another organizer',
    path: '/tickets?{KEY}&id_event={THEIRS}',
    status: 404,
    message: 'Not found: event',
  },
  { case: 'an unknown ticket', path: '/ticket/42/stats?{KEY}', status: 404, message: 'Not found: ticket' },
  {
    case: 'an unknown date',
    path: '/participants?{KEY}&date_ticket[42][]=44272',
    status: 404,
    message: 'Not found: date',
  },
  {
    case: 'a date of another event',
    path: '/ticket/44272/stats?{KEY}&id_date=116',
    status: 404,
    message: 'Not found: date',
  },
  {
    case: 'an id that is told twice and differs',
    path: '/ticket/44272/stats?{KEY}&id=44274',
    status: 400,
    message: 'Invalid parameter id: is not that of the address',
  },
  {
    case: 'an unknown participant',
    path: '/participant/42/answers?{KEY}',
    status: 404,
    message: 'Not found: participant',
  },
  {
    case: 'a participant of another organizer',
    path: '/participant/{THEIR_PARTICIPANT}/answers?{KEY}',
    status: 404,
    message: 'Not found: participant',
  },
  {
    case: 'dates without an event',
    path: '/dates?{KEY}',
    status: 400,
    message: 'Invalid parameter id_event: must not have fewer than 1 items',
  },
  {
    case: '`max` that is no number',
    path: '/participants?{KEY}&max=abc',
    status: 400,
    message: 'Invalid parameter max: must be integer',
  },
  {
    case: 'page 0',
    path: '/participants?{KEY}&max=5&page=0',
    status: 400,
    message: 'Invalid parameter page: must be >= 1',
  },
  {
    case: 'a flag that is none',
    path: '/participants?{KEY}&full=perhaps',
    status: 400,
    message: 'Invalid parameter full: must be boolean',
  },
  {
    case: 'a date that no calendar has',
    path: '/participants?{KEY}&last_update=2026-02-30%2010:00:00',
    status: 400,
    message: 'Invalid parameter last_update: no such date',
  },
  {
    case: 'a date that is none',
    path: '/participants?{KEY}&last_update=yesterday',
    status: 400,
    message: 'Invalid parameter last_update: not understood',
  },
  {
    case: 'an empty filter',
    path: '/participants?{KEY}&id_event=',
    status: 400,
    message: 'Invalid parameter id_event.0: not understood',
  },
  {
    case: 'a filter that is not known',
    path: '/participants?{KEY}&id_evnt=11435',
    status: 400,
    message: 'Unknown parameter id_evnt',
  },
  {
    case: 'a filter of another call',
    path: '/tickets?{KEY}&id_event=11435&display_passed=1',
    status: 400,
    message: 'Unknown parameter display_passed',
  },
  {
    case: 'search: a day that no calendar has',
    path: '/event/search/?{KEY}&date=2026-02-30',
    status: 400,
    message: 'Invalid parameter date: no such date',
  },
  {
    case: 'search: a period that ends before it begins',
    path: '/event/search/?{KEY}&date_start=2026-12-31&date_end=2026-12-01',
    status: 400,
    message: 'Invalid parameter date_end: before date_start',
  },
  {
    case: 'scan/user: no name',
    method: 'POST',
    path: '/scan/user',
    form: '{KEY}',
    status: 400,
    message: 'Invalid parameter: must have required properties user',
  },
  {
    case: 'scan/user: a blank name',
    method: 'POST',
    path: '/scan/user',
    form: '{KEY}&user=%20',
    status: 400,
    message: 'Invalid parameter user: must not be blank',
  },
  {
    case: 'scan/settings: none',
    method: 'POST',
    path: '/scan/settings',
    form: '{KEY}',
    status: 400,
    message: 'Invalid parameter settings: nothing to be stored',
  },
  {
    case: 'scan/settings: a list for a value',
    method: 'POST',
    path: '/scan/settings',
    form: '{KEY}&scan_mode[]=1',
    status: 400,
    message: 'Invalid parameter scan_mode: not a setting',
  },
  {
    case: 'add: an unknown ticket',
    method: 'POST',
    path: writes,
    form: data([{ ...added, id_billet: '42' }]),
    status: 404,
    message: 'Not found: ticket',
  },
  {
    case: 'add: of two one that is wrong',
    method: 'POST',
    path: writes,
    form: data([added, { ...added, email: 'nobody' }]),
    status: 400,
    message: 'Invalid e-mail address',
  },
  {
    case: 'add: a ticket that needs a date',
    method: 'POST',
    path: writes,
    form: data([{ id_evenement: '11435', id_billet: '44272' }]),
    status: 400,
    message: 'Invalid parameter id_date: this ticket needs a date',
  },
  {
    case: 'add: an answer that is no option',
    method: 'POST',
    path: writes,
    form: data([
      {
        ...added,
        answers: [{ label: 'Êtes-vous accompagné par un enfant de moins de 12 ans ?', value: 'Peut-être' }],
      },
    ]),
    status: 400,
    message: 'Invalid parameter answers: none of the options of the question',
  },
  {
    case: 'add: nobody',
    method: 'POST',
    path: writes,
    form: data([]),
    status: 400,
    message: 'Invalid parameter data.participants: must not have fewer than 1 items',
  },
  {
    case: 'add: a text with U+0000',
    method: 'POST',
    path: writes,
    form: data([{ ...added, nom: 'Rou\u0000x' }]),
    status: 400,
    message: 'Invalid parameter data.participants.0.nom: holds U+0000',
  },
  {
    case: 'change: an unknown participant',
    method: 'PATCH',
    path: writes,
    form: data([{ id_participant: 42, nom: 'Roux' }]),
    status: 404,
    message: 'Not found: participant',
  },
  {
    case: 'change: nothing that can be changed',
    method: 'PATCH',
    path: writes,
    form: data([{ id_participant: 2_291_148, nomm: 'Roux' }]),
    status: 400,
    message: 'Invalid parameter data.participants: nothing to be changed',
  },
  {
    case: 'change: what a sale fixes',
    method: 'PATCH',
    path: writes,
    form: data([{ id_participant: 2_291_148, nom: 'Roux', id_billet: '75632' }]),
    status: 400,
    message: 'Invalid parameter id_billet: cannot be changed',
  },
  {
    case: 'delete: a participant of another organizer',
    method: 'DELETE',
    path: writes,
    form: data([{ id_participant: '{THEIR_PARTICIPANT}' }]).replaceAll(/%7B([A-Z_]+)%7D/g, '{$1}'),
    status: 404,
    message: 'Not found: participant',
  },
  { case: 'an unknown address', path: '/nothing?{KEY}', status: 404, message: 'Not found' },
  {
    case: 'a method that the address does not take',
    method: 'PUT',
    path: '/events?{KEY}',
    status: 405,
    message: 'Method not allowed',
  },
];
