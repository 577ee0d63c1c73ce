import Fastify from 'fastify';
import type { FastifyInstance } from 'fastify';
import { Fault } from '../../domain/faults.ts';
import { answer, Refusal } from '../endpoint.ts';
import { serveReference } from '../reference.ts';
import { mount } from '../route.ts';
import type { Handlers, MountOptions } from '../route.ts';
import { prepareServer, serverOptions } from '../server.ts';
import type { RewriteOptions } from '../server.ts';
import { stream } from '../stream.ts';
import { example } from './example.ts';

export type Auth = { readonly user: string };

export const start_at = Date.UTC(2026, 6, 1, 10);
export const attendee = { id: 1, name: 'Ada', used: true, used_at: start_at, price: 1230, custom: {} };

/** What the example's handlers were given last. */
export const handed: { last?: unknown } = {};

const handlers: Handlers<typeof example, Auth> = {
  ping: () => ({ pong: true }),
  listAttendees: ({ params, query }) => {
    handed.last = { params, query };
    if (params.id === 7) throw new Fault('not_found');
    if (params.id === 8) throw new Refusal(200, { error: 'Gone' });
    if (params.id === 9) throw new Error('secret detail');
    return [{ ...attendee, id: params.id, used: query.used ?? attendee.used }];
  },
  exportAttendees: () => ({ participants: stream([attendee, attendee]), server_time: start_at }),
  addOrder: ({ body, auth }) => {
    handed.last = body;
    if (auth.user === 'second') return answer(201, { created: body.lines.length }, { 'x-made': 'yes' });
    return { id: 5, total: body.lines.reduce((sum, line) => sum + line.price * line.quantity, 0) };
  },
  sell: ({ input }) => {
    handed.last = input;
    return { result: 'OK', orderID: input.itemsList.length };
  },
  upload: ({ body }) => {
    handed.last = body;
    return { user: body.user };
  },
  searchOrders: ({ body }) => {
    handed.last = body;
    return [{ id: body?.where.length ?? 0, categories: [{ id: 2, price: 100, categories: [] }] }];
  },
  removeProducts: ({ params, body }) => {
    handed.last = { params, body };
    return { removed: body.orderid === 3 };
  },
  page: () => '<p>é</p>',
  ticket: () => Buffer.from('%PDF'),
};

/** The example contract served, key `k` or Basic; faults told with status 200, their details as JSON text. */
export function serveExample(
  options: Partial<MountOptions<Auth>> = {},
  rewrite: RewriteOptions = { dialects: ['example'] },
): FastifyInstance {
  const app = Fastify(serverOptions(rewrite));
  prepareServer(app);
  mount(app, example, handlers, {
    authenticate: (incoming) => {
      const user = incoming.text('key') ?? basicUser(incoming.request.headers.authorization);
      if (user === undefined) throw new Fault('unauthenticated');
      return { user };
    },
    fault: (fault) => ({
      status: 200,
      body: { error: fault.code, description: JSON.stringify(fault.details) },
    }),
    context: () => ({ zone: 'Europe/Paris' }),
    checking: true,
    ...options,
  });
  serveReference(app, example);
  app.get('/plain', () => 'plain');
  return app;
}

function basicUser(header: string | undefined): string | undefined {
  if (header?.startsWith('Basic ') !== true) return undefined;
  return Buffer.from(header.slice(6), 'base64').toString('utf8').split(':')[0];
}
