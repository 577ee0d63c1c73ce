import { Readable } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { compileCheck } from './check.ts';
import type { Check } from './check.ts';
import type { CodecContext } from './codec.ts';
import { compileEncode } from './convert.ts';
import type { Convert } from './convert.ts';
import { Answer, byStatus, Refusal } from './endpoint.ts';
import type { Endpoint, HeaderValues } from './endpoint.ts';
import { mediaOf } from './media.ts';
import { RowStream, writeJson } from './stream.ts';

export type WriteAnswer = (reply: FastifyReply, given: unknown, context: CodecContext) => FastifyReply;

export const json_type = 'application/json; charset=utf-8';

interface Writer {
  readonly type: string;
  readonly media: boolean;
  readonly encode: Convert | undefined;
  readonly check: Check;
}

/** Compiles the sending of what a handler gives. With `checking`, answers that break the contract throw. */
export function compileWrite(one: Endpoint, checking: boolean): WriteAnswer {
  const writers = new Map<number, Writer>();
  let usual = 200;
  for (const [status, schema] of byStatus(one.answers)) {
    const media = mediaOf(schema);
    const type = one.content_type ?? media ?? json_type;
    const encode = media === undefined ? compileEncode(schema) : undefined;
    if (writers.size === 0) usual = status;
    writers.set(status, { type, media: media !== undefined, encode, check: compileCheck(schema) });
  }
  return (reply, given, context) => {
    if (given instanceof Refusal) return sendRaw(reply, given.status, given.body, given.headers);
    const explicit = given instanceof Answer;
    const status: number = explicit ? (given.status as number) : usual;
    const body: unknown = explicit ? given.body : given;
    const writer = writers.get(status);
    if (writer === undefined) throw new Error(`The contract declares no answer with status ${status}`);
    reply.code(status).header('content-type', writer.type);
    if (explicit) reply.headers(given.headers);
    if (writer.media) return reply.send(body);
    const wire = writer.encode === undefined ? body : writer.encode(body, context);
    if (checking) assertFits(writer.check, wire);
    return sendJson(reply, wire);
  };
}

/** Sends without any schema: faults and refusals, whatever their status. Text and bytes go as they are. */
export function sendRaw(
  reply: FastifyReply,
  status: number,
  body: unknown,
  headers: HeaderValues = {},
): FastifyReply {
  reply.code(status).headers(headers);
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    if (!reply.hasHeader('content-type')) reply.header('content-type', 'text/plain; charset=utf-8');
    return reply.send(body);
  }
  if (!reply.hasHeader('content-type')) reply.header('content-type', json_type);
  return sendJson(reply, body);
}

function sendJson(reply: FastifyReply, wire: unknown): FastifyReply {
  const text = writeJson(wire);
  return reply.send(typeof text === 'string' ? text : Readable.from(text));
}

function assertFits(check: Check, wire: unknown): void {
  const whole = withoutStreams(wire);
  if (check.fits(whole)) return;
  const { path, message } = check.explain(whole);
  throw new Error(`The answer breaks the contract: ${path === '' ? 'it' : path} ${message}`);
}

/** Streams stand for empty lists here: their rows are not looked at. */
function withoutStreams(wire: unknown): unknown {
  if (wire instanceof RowStream) return [];
  if (Array.isArray(wire)) return wire.map(withoutStreams);
  if (typeof wire !== 'object' || wire === null) return wire;
  return Object.fromEntries(Object.entries(wire).map(([key, value]) => [key, withoutStreams(value)]));
}
