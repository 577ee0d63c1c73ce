import type { Problem } from '../../src/api/problem.ts';
import type { FaultCode } from '../../src/domain/faults.ts';

/** An answer of `/api` that is a problem document. */
export class ApiProblem extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiProblem';
    this.problem = problem;
  }

  get code(): FaultCode {
    // a server that is newer than the page may send a code that the page does not know: it has no words for it then
    return this.problem.code as FaultCode;
  }

  get status(): number {
    return this.problem.status;
  }
}

/** No answer that the page can read: no network, too late, or a proxy's own page. It may have been carried out. */
export class ApiUnreachable extends Error {
  constructor(cause: unknown) {
    super('The office does not answer', { cause });
    this.name = 'ApiUnreachable';
  }
}

export function isProblem(error: unknown, code?: FaultCode): error is ApiProblem {
  return error instanceof ApiProblem && (code === undefined || error.code === code);
}

/** The problem document in an answer; undefined when there is none. */
export function problemIn(body: unknown): Problem | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  return 'code' in body && typeof body.code === 'string' && 'status' in body ? (body as Problem) : undefined;
}
