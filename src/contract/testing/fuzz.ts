import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Arbitrary } from 'fast-check';
import Fastify from 'fastify';
import type { TSchema } from 'typebox';
import { compileCheck } from '../check.ts';
import { createClient } from '../client.ts';
import { conversionOf } from '../codec.ts';
import type { CodecContext } from '../codec.ts';
import { errorsOf } from '../contract.ts';
import type { Contract } from '../contract.ts';
import { Answer, byStatus, Refusal } from '../endpoint.ts';
import type { Endpoint, Given } from '../endpoint.ts';
import { isText, mediaOf } from '../media.ts';
import { mount } from '../route.ts';
import type { Handler } from '../route.ts';
import { AnswerError } from '../receive.ts';
import { shapeOf } from '../schema.ts';
import { prepareServer, serverOptions } from '../server.ts';
import { stream } from '../stream.ts';
import { injectTransport } from '../transport.ts';
import { arbitraryOf } from './arbitrary.ts';
import type { Way } from './arbitrary.ts';

export interface FuzzOptions {
  /** Per endpoint and status of success, and for all its refusals together; 25 unless set. */
  readonly runs?: number;
  readonly seed?: number;
  /** Only this one. */
  readonly endpoint?: string;
}

/** Not UTC, so that codecs which forget the context fail; no summer time, so that no wall-clock text is ambiguous. */
const context: CodecContext = { zone: 'Africa/Lagos' };

/** At least, for each refusal of an endpoint. */
const few_runs = 4;

type Parts = Record<string, unknown>;
type Call = (input: Parts) => Promise<unknown>;

/**
 * Sends values of each endpoint's schemas (or of the one named) client → server → client, and throws at the first that
 * arrives changed in either direction.
 */
export async function fuzzContract(contract: Contract, options: FuzzOptions = {}): Promise<void> {
  const names = options.endpoint === undefined ? Object.keys(contract.endpoints) : [options.endpoint];
  for (const name of names) await fuzzEndpoint(contract, name, options);
}

async function fuzzEndpoint(contract: Contract, name: string, options: FuzzOptions): Promise<void> {
  const one = { ...(contract.endpoints[name] as Endpoint), body_limit_bytes: 33_554_432 };
  const bench = await openBench({ ...contract, endpoints: { [name]: one } }, name);
  const parameters = {
    numRuns: options.runs ?? 25,
    ...(options.seed === undefined ? {} : { seed: options.seed }),
  };
  const input = inputOf(one);
  try {
    for (const [status, schema] of byStatus(one.answers)) {
      const refusal = byStatus(errorsOf(contract, one)).find(([code]) => code === status)?.[1];
      const property = fc.asyncProperty(
        input,
        answerOf(schema, refusal),
        fc.boolean(),
        (sent, body, streamed) =>
          bench.succeeds(sent, status, body, streamed ? asStreams(schema, body) : body),
      );
      await fc.assert(property, parameters);
    }
    // most endpoints share the shapes of their refusals: the runs are divided among them, a few for each
    const refusals = byStatus(errorsOf(contract, one));
    const numRuns = Math.max(few_runs, Math.ceil(parameters.numRuns / Math.max(1, refusals.length)));
    for (const [status, schema] of refusals) {
      const property = fc.asyncProperty(input, arbitraryOf(schema, 'json', context), (sent, body) =>
        bench.refuses(sent, status, body),
      );
      await fc.assert(property, { ...parameters, numRuns });
    }
  } finally {
    await bench.close();
  }
}

async function openBench(contract: Contract, name: string) {
  let given: Given<Endpoint>;
  let seen: Parts | undefined;
  const handler: Handler<Endpoint, undefined> = ({
    auth: _auth,
    request: _request,
    incoming: _incoming,
    ...parts
  }) => {
    seen = parts;
    if (given instanceof Refusal) throw given;
    return given;
  };
  const app = Fastify(serverOptions({ dialects: [] }));
  prepareServer(app);
  mount(
    app,
    contract,
    { [name]: handler },
    {
      authenticate: () => undefined,
      context: () => context,
      checking: true,
      fault: (fault) => ({ status: 599, body: `${fault.code} ${JSON.stringify(fault.details)}` }),
    },
  );
  let failure: unknown;
  app.addHook('onError', (_request, _reply, error, done) => {
    failure = error;
    done();
  });
  await app.ready();
  const client = createClient(contract, {
    transport: injectTransport(app),
    baseUrl: `http://localhost/${contract.name}`,
    context,
  });
  const call = client[name] as unknown as Call;
  const sending = async (sent: Parts, answer: Given<Endpoint>) => {
    given = answer;
    seen = undefined;
    failure = undefined;
    return call(sent);
  };
  return {
    close: () => app.close(),
    async succeeds(sent: Parts, status: number, body: unknown, answered: unknown) {
      try {
        const received = await sending(sent, new Answer(status, answered, {}));
        assert.deepStrictEqual(seen, sent, `${name}: the server read something else`);
        assert.deepStrictEqual(received, body, `${name}: the client read something else`);
      } catch (error) {
        throw failure ?? error;
      }
    },
    async refuses(sent: Parts, status: number, body: unknown) {
      await assert.rejects(sending(sent, new Refusal(status, body)), (error) => {
        assert.ok(error instanceof AnswerError, `${name}: ${String(error)}`);
        assert.deepStrictEqual(error.told, { status, body });
        return true;
      });
    },
  };
}

function inputOf(one: Endpoint): Arbitrary<Parts> {
  const bodyWay: Way = one.sends === 'form' || one.sends === 'multipart' ? one.sends : 'json';
  const inputWay: Way = one.sends === 'json' || one.sends === 'multipart' ? one.sends : 'form';
  const parts: Record<string, Arbitrary<unknown>> = {};
  const add = (part: string, schema: TSchema | undefined, way: Way) => {
    if (schema !== undefined) parts[part] = arbitraryOf(schema, way, context);
  };
  add('params', one.params, 'path');
  add('query', one.query, 'form');
  add('headers', one.headers, 'header');
  add('body', one.body, bodyWay);
  add('input', one.input, inputWay);
  return fc.record(parts, { noNullPrototype: true });
}

/** A success that also looks like a declared failure of the same status would be taken for one. */
function answerOf(schema: TSchema, refusal: TSchema | undefined): Arbitrary<unknown> {
  if (mediaOf(schema) !== undefined) {
    return isText(schema) ? fc.string() : fc.uint8Array({ maxLength: 50 }).map((some) => Buffer.from(some));
  }
  const made = arbitraryOf(schema, 'json', context);
  if (refusal === undefined) return made;
  const check = compileCheck(refusal);
  return made.filter((value) => !check.fits(value));
}

/** The same answer with its lists as streams, wherever the schema itself shows a list. */
function asStreams(schema: TSchema, value: unknown): unknown {
  if (conversionOf(schema) !== undefined || mediaOf(schema) !== undefined) return value;
  const shape = shapeOf(schema);
  if (shape.kind === 'array' && Array.isArray(value)) return stream(value as unknown[]);
  if (shape.kind !== 'object' || typeof value !== 'object' || value === null) return value;
  const out: Record<string, unknown> = { ...value };
  for (const property of shape.properties) {
    if (out[property.name] !== undefined) out[property.name] = asStreams(property.schema, out[property.name]);
  }
  return out;
}
