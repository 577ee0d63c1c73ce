import type { FastifyRequest } from 'fastify';
import type { FaultAnswer } from '../contract/route.ts';
import { faults, type Fault } from '../domain/faults.ts';

interface FieldError {
  readonly in?: string;
  readonly path: string;
  readonly message: string;
  readonly code?: string;
}

/** A problem document (RFC 9457) of `/api`. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  /** one of `docs/errors.md` */
  readonly code: string;
  /** the request that failed, also in the header x-request-id */
  readonly instance: string;
  readonly request_id: string;
  /** what was wrong with which field; with the code of its own, where several things were */
  readonly errors?: readonly FieldError[];
  readonly details?: Readonly<Record<string, unknown>>;
}

export const problem_type = 'application/problem+json';

/** The document of a fault, for `mount({ fault: problemAnswer })` and for what is outside every contract. */
export function problemAnswer(fault: Fault, request: FastifyRequest): FaultAnswer {
  return { status: fault.status, headers: headersOf(fault), body: problemOf(fault, request.id) };
}

export function problemOf(fault: Fault, request_id: string): Problem {
  const { title, status } = faults[fault.code];
  const { path, message, in: place, errors, ...rest } = fault.details;
  const complaint = typeof path === 'string' && typeof message === 'string';
  const several = fault.code === 'rows_refused' && Array.isArray(errors);
  const details = complaint || several ? rest : fault.details;
  return {
    type: `urn:guichet:error:${fault.code}`,
    title,
    status,
    detail: complaint ? `${path === '' ? 'The value' : path} ${message}` : title,
    code: fault.code,
    instance: `urn:guichet:request:${request_id}`,
    request_id,
    ...(complaint
      ? { errors: [{ ...(typeof place === 'string' ? { in: place } : {}), path, message }] }
      : {}),
    ...(several ? { errors: errors as readonly FieldError[] } : {}),
    ...(Object.keys(details).length > 0 ? { details } : {}),
  };
}

function headersOf(fault: Fault): Record<string, string> {
  const headers: Record<string, string> = { 'content-type': problem_type, 'cache-control': 'no-store' };
  const { allow, retry_after_ms } = fault.details;
  if (fault.code === 'method_not_allowed' && Array.isArray(allow)) headers.allow = allow.join(', ');
  if (fault.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer';
  if (fault.code === 'rate_limited' && typeof retry_after_ms === 'number') {
    headers['retry-after'] = String(Math.ceil(retry_after_ms / 1000));
  }
  return headers;
}
