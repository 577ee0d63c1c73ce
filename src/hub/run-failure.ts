import { isFault } from '../domain/faults.ts';
import { troubleOf } from './breaker.ts';
import type { RunResult } from './run-counts.ts';

export type RunFailure = Pick<RunResult, 'message' | 'why'>;

/** What a run failed by: in words, and by its code. */
export function runFailure(error: unknown): RunFailure {
  if (!isFault(error)) {
    const { message, why } = troubleOf(error);
    return { message, why };
  }
  const { code, details } = error;
  const { gone, known } = details;
  const many = code === 'in_use' && typeof gone === 'number' && typeof known === 'number';
  return {
    message: `${error.message} (${code}) ${JSON.stringify(details)}`,
    why: many
      ? { code: 'too_many_gone', params: { gone, known } }
      : { code: 'fault', params: { fault: code } },
  };
}
