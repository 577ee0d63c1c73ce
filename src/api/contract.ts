import { contract } from '../contract/contract.ts';
import { account } from './account/contract.ts';
import { catalogue } from './catalogue/contract.ts';
import { counter } from './counter/contract.ts';
import { ledger } from './ledger/contract.ts';
import { live } from './live/contract.ts';
import { sales } from './sales/contract.ts';
import { gate } from './gate/contract.ts';
import { home } from './home/contract.ts';
import { hub } from './hub/contract.ts';
import { search } from './search/contract.ts';
import { reports } from './reports/contract.ts';
import { sheets } from './sheets/contract.ts';
import { ProblemShape } from './shapes.ts';

/** Guichet's own API. A group adds one line here and one in `serve.ts` (README.md). */
export const api = contract({
  name: 'api',
  title: 'Guichet',
  version: '1.0.0',
  description:
    'A query parameter that an endpoint does not name is refused, unless it begins with `_`. Where several organizers are reached, the header `guichet-organizer` names one. Writes take `Idempotency-Key`. With a cookie they also need the header `guichet-csrf: 1` and a page of the same origin. Errors are problem documents (RFC 9457) with a code of docs/errors.md.',
  schemes: {
    session: { type: 'apiKey', in: 'cookie', name: 'guichet_session' },
    key: { type: 'http', scheme: 'bearer', description: 'a key, or the token of a device' },
  },
  security: [['session'], ['key']],
  // links and a browser's EventSource send no header
  closed_query: { besides: ['guichet-organizer'] },
  errors: {
    400: ProblemShape,
    401: ProblemShape,
    403: ProblemShape,
    404: ProblemShape,
    409: ProblemShape,
    413: ProblemShape,
    422: ProblemShape,
    429: ProblemShape,
    501: ProblemShape,
    503: ProblemShape,
  },
  endpoints: {
    ...account,
    ...catalogue,
    ...sales,
    ...hub,
    ...home,
    ...gate,
    ...reports,
    ...ledger,
    ...live,
    ...search,
    ...counter,
    ...sheets,
  },
});
