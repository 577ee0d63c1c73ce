import { Type } from 'typebox';
import { contract } from '../contract/contract.ts';
import { endpoint } from '../contract/endpoint.ts';

const count = (description: string) => Type.Integer({ minimum: 0, description });

const Counts = Type.Object({
  new: count('tickets that were not here before'),
  changed: count('records that were here and have changed at the source'),
  unchanged: count('records that are as they were'),
  gone: count('found by a full pull: here, and gone at the source'),
  quarantined: count('records kept aside, with the reason'),
});

const Deliveries = Type.Object({
  delivered: count('told to the other system'),
  retried: count('will be tried again'),
  dead: count('given up, for a person'),
});

const Outcome = Type.Union([Type.Literal('ok'), Type.Literal('failed')]);

const Synced = Type.Object({
  connection_id: Type.Integer(),
  dialect: Type.String(),
  name: Type.String(),
  outcome: Type.Union([Outcome, Type.Literal('closed'), Type.Literal('busy')]),
  message: Type.String({ description: 'why, where it is not ok' }),
  counts: Counts,
  deliveries: Deliveries,
});

const LastRun = Type.Object({
  connection_id: Type.Integer(),
  dialect: Type.String(),
  name: Type.String(),
  full: Type.Boolean(),
  started_at: Type.String({ description: 'UTC' }),
  ended_at: Type.Union([Type.String(), Type.Null()]),
  outcome: Type.Union([Outcome, Type.Null()], { description: 'null: it runs, or was cut off' }),
  message: Type.String(),
  counts: Counts,
  trouble: Type.String({ description: 'why its system is left alone; empty when it is not' }),
});

const Problem = Type.Object({ code: Type.String(), title: Type.String(), status: Type.Integer() });
const errors = { 400: Problem, 401: Problem, 403: Problem, 404: Problem, 413: Problem, 429: Problem };

const schemes = {
  bearer: { type: 'http', scheme: 'bearer' },
  key: { type: 'apiKey', in: 'query', name: 'key' },
} as const;
const security = [['bearer'], ['key']] as const;

const keyNote =
  'Open to this machine when the office listens on a loopback address; elsewhere it takes a key of the dialect `hub` ' +
  '(`guichet keys issue hub`), as Bearer, in the header x-guichet-key or as `key`.';

/** What orchestrates the synchronisation: `POST /sync` of billetweb-odoo-sync.txt. */
export const syncContract = contract({
  name: 'sync',
  title: 'Synchronisation',
  version: '1.0.0',
  description: keyNote,
  schemes,
  security,
  errors,
  endpoints: {
    sync: endpoint({
      method: 'POST',
      path: '/',
      summary: 'Pull from every platform, and tell every other system',
      description:
        'Answers once both are done. Called while the same runs, it waits for that and answers the same.',
      input: Type.Object({
        full: Type.Optional(Type.Boolean({ description: 'everything, not only what is new' })),
        connection: Type.Optional(Type.Integer({ minimum: 1, description: 'this one alone' })),
        organizer: Type.Optional(Type.String({ maxLength: 100, description: 'those of this slug alone' })),
      }),
      sends: 'query',
      answers: {
        200: Type.Object({
          message: Type.String({ examples: ['12 nouveaux importés'] }),
          outcome: Outcome,
          counts: Type.Intersect([
            Counts,
            Type.Object({ delivered: count('of all connections'), failed: count('of all connections') }),
          ]),
          connections: Type.Array(Synced),
        }),
      },
    }),
    results: endpoint({
      method: 'GET',
      path: '/',
      summary: 'The last run of every connection',
      answers: { 200: Type.Array(LastRun) },
    }),
  },
});

const nothing = Type.Literal(false, { description: 'what Odoo sends for an empty field' });
const Ref = Type.Union([Type.Integer(), Type.String({ maxLength: 128 }), nothing, Type.Null()]);

/** Odoo's automation rule, or n8n on its behalf, tells of a ticket that was used at a till or at a door. */
export const webhookContract = contract({
  name: 'webhook',
  title: 'Webhooks',
  version: '1.0.0',
  description: keyNote,
  schemes,
  security,
  errors,
  endpoints: {
    compost: endpoint({
      method: 'POST',
      path: '/billetweb-compost',
      summary: 'A registration has changed; done means that its ticket was used',
      description:
        'Kept before it is answered, and done once however often it is told. Takes the payload of the document and the ' +
        'one that Odoo sends; `event_id` may be the id at BilletWeb or the one at Odoo, the barcode decides.',
      query: Type.Object({
        organizer: Type.Optional(Type.String({ maxLength: 100 })),
        connection: Type.Optional(Type.Integer({ minimum: 1, description: 'whose webhook it is' })),
      }),
      body: Type.Object({
        barcode: Type.Union([Type.String({ maxLength: 2_048 }), Type.Integer(), nothing]),
        state: Type.Union([Type.String({ maxLength: 60 }), nothing]),
        event_id: Type.Optional(Ref),
        name: Type.Optional(Type.Union([Type.String({ maxLength: 1_000 }), nothing])),
        write_date: Type.Optional(Type.Union([Type.String({ maxLength: 60 }), nothing])),
        _model: Type.Optional(Type.String({ maxLength: 200 })),
        _id: Type.Optional(Type.Integer()),
        _action: Type.Optional(Type.String({ maxLength: 1_000 })),
        id: Type.Optional(Type.Integer()),
      }),
      body_limit_bytes: 65_536,
      answers: { 200: Type.Object({ message: Type.Literal('Workflow was started') }) },
    }),
  },
});
