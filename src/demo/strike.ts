import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { FaultPlan, FaultPlans } from './fault-plans.ts';

const page = `<html>
<head><title>502 Bad Gateway</title></head>
<body><center><h1>502 Bad Gateway</h1></center><hr><center>sandbox</center></body>
</html>
`;
const bad_gateway = 502;

/** Does to the calls of dialects what the standing faults say. The office's own addresses are left alone. */
export function strikeCalls(app: FastifyInstance, plans: FaultPlans, dialects: ReadonlySet<string>): void {
  const struck = new WeakMap<FastifyReply, FaultPlan>();
  app.addHook('onRequest', (request, reply, done) => {
    const dialect = /^\/([^/?]*)/.exec(request.url)?.[1] ?? '';
    const meant = dialects.has(dialect) && !isOwn(request.url, dialect);
    const plan = meant ? plans.strike(request.method, request.url) : undefined;
    if (plan === undefined) {
      done();
      return;
    }
    struck.set(reply, plan);
    setTimeout(() => {
      if (!answerInstead(reply, plan)) done();
    }, plan.delay_ms ?? 0);
  });
  app.addHook('onSend', async (_request, reply, payload) => {
    const plan = struck.get(reply);
    if (plan?.drop === 'after') {
      cut(reply);
      return payload;
    }
    return plan?.body === 'truncated' ? truncated(reply, payload) : payload;
  });
}

/** Answers in the place of the dialect, or cuts the connection; false when the call is to be carried out. */
function answerInstead(reply: FastifyReply, { drop, body, status }: FaultPlan): boolean {
  if (drop === 'before') {
    cut(reply);
  } else if (body === 'html') {
    void reply
      .code(status ?? bad_gateway)
      .type('text/html')
      .send(page);
  } else if (status !== undefined) {
    void reply.code(status).send({ error: `The sandbox was told to answer ${status}` });
  } else {
    return false;
  }
  return true;
}

/** The page and the document that describe a dialect. */
function isOwn(url: string, dialect: string): boolean {
  const rest = url.slice(dialect.length + 1);
  return rest.startsWith('/reference') || rest.startsWith('/openapi.json');
}

function cut(reply: FastifyReply): void {
  reply.hijack();
  reply.raw.socket?.destroy();
}

/** The first half of the answer under the length of all of it, and then the end of the connection. */
function truncated(reply: FastifyReply, payload: unknown): unknown {
  if (payload instanceof Readable) return Readable.from(firstHalf(reply, payload));
  if (typeof payload !== 'string' && !Buffer.isBuffer(payload)) return payload;
  const bytes = Buffer.from(payload);
  reply.header('content-length', bytes.length);
  return Readable.from(half(reply, bytes));
}

async function* firstHalf(reply: FastifyReply, payload: Readable): AsyncGenerator<Buffer> {
  for await (const chunk of payload) {
    yield* half(reply, Buffer.from(chunk as Buffer));
    return;
  }
}

async function* half(reply: FastifyReply, bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes.subarray(0, Math.floor(bytes.length / 2));
  // so that what was written has left
  await sleep(20);
  reply.raw.socket?.destroy();
}
