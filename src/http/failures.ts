import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problemAnswer, problemOf, problem_type } from '../api/problem.ts';
import { Fault } from '../domain/faults.ts';

/** A problem document, for `/api` and for whatever is outside every face. `error` is what was thrown. */
export function sendProblem(
  fault: Fault,
  request: FastifyRequest,
  reply: FastifyReply,
  error?: unknown,
): FastifyReply {
  if (fault.code === 'internal') request.log.error({ err: error }, 'a request failed unexpectedly');
  const { status, headers = {}, body } = problemAnswer(fault, request);
  return reply.code(status).headers(headers).serializer(JSON.stringify).send(body);
}

const clientFaults: Record<string, { status: string; fault: Fault }> = {
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: '408 Request Timeout',
    fault: new Fault('invalid_input', { reason: 'too slow' }),
  },
  HPE_HEADER_OVERFLOW: {
    status: '431 Request Header Fields Too Large',
    fault: new Fault('too_large', { in: 'headers' }),
  },
};
const malformed = {
  status: '400 Bad Request',
  fault: new Fault('invalid_input', { reason: 'this is not HTTP' }),
};

/** For what never became a request: no route, no face, only the connection. */
export function refuseConnection(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const { status, fault } = clientFaults[error.code ?? ''] ?? malformed;
  const id = randomBytes(9).toString('hex');
  const body = JSON.stringify({ ...problemOf(fault, id), status: Number(status.slice(0, 3)) });
  const head = [
    `HTTP/1.1 ${status}`,
    `content-type: ${problem_type}`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'connection: close',
  ];
  if (socket.writable) socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  socket.destroySoon();
}
