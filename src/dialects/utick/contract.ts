import { Type } from 'typebox';
import { contract } from '../../contract/contract.ts';
import { catalogue } from './contract/catalogue.ts';
import { contacts } from './contract/contacts.ts';
import { money } from './contract/money.ts';
import { orders } from './contract/orders.ts';
import { products } from './contract/products.ts';
import { answer, json } from './contract/terms.ts';
import { Trouble } from './shapes.ts';

const signed_in = Type.Object({
  id: Type.String(),
  label: Type.String(),
  client: Type.Object({ id: Type.String(), label: Type.String() }),
});

export const utick = contract({
  name: 'utick',
  title: 'uTick',
  version: '1.0.0',
  description:
    'The API of uTick, served by Guichet. Parameters come as a JSON body on every method, or in the query. Every request but `ping` holds `publickey`, `timestamp` (ISO 8601 with offset) and `signature`, the hex HMAC-SHA256 of public key and timestamp under the private key. Optional with every request: `language` (`fr` or `en`, of labels and messages).',
  schemes: {
    publickey: { type: 'apiKey', in: 'query', name: 'publickey', description: 'or in the body' },
    timestamp: { type: 'apiKey', in: 'query', name: 'timestamp', description: 'or in the body' },
    signature: { type: 'apiKey', in: 'query', name: 'signature', description: 'or in the body' },
  },
  security: [['publickey', 'timestamp', 'signature']],
  errors: {
    400: Trouble,
    401: Trouble,
    403: Trouble,
    404: Trouble,
    405: Trouble,
    409: Trouble,
    413: Trouble,
    422: Trouble,
    429: Trouble,
    500: Trouble,
    501: Trouble,
    503: Trouble,
  },
  endpoints: {
    ping: json({
      method: 'GET',
      path: '/v1/ping',
      summary: 'Whether somebody answers; unsigned',
      open: true,
      answers: answer(Type.Object({ pong: Type.Literal(true) })),
    }),
    signIn: json({
      method: 'GET',
      path: '/v1/system/authenticate',
      also: ['POST /v1/system/authenticate'],
      summary: 'Whose keys these are',
      answers: answer(signed_in),
    }),
    ...catalogue,
    ...products,
    ...orders,
    ...money,
    ...contacts,
  },
});
