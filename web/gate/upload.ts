import { call, type Answer } from '../api/call.ts';
import { ApiProblem } from '../api/problem.ts';
import type { Attempt } from './held.ts';
import type { GateStore } from './store.ts';

const scans_at_once = 100;

/** Sends the scans that wait. What the office would not have let in, and what it does not take, is kept for a person. */
export async function sendWaiting(store: GateStore): Promise<void> {
  const waiting = await store.attempts('waiting');
  for (let from = 0; from < waiting.length; from += scans_at_once) {
    const part = waiting.slice(from, from + scans_at_once);
    try {
      await send(store, part);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      // one of them is not taken: each by itself says which
      for (const attempt of part) await sendAlone(store, attempt);
    }
  }
}

async function sendAlone(store: GateStore, attempt: Attempt): Promise<void> {
  try {
    await send(store, [attempt]);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    await store.keepAttempt({ ...attempt, reason: error.code }, 'rejected');
  }
}

async function send(store: GateStore, part: readonly Attempt[]): Promise<void> {
  const scans = part.map(({ nonce, at, ticket_id, event_id, direction, operator, force }) => ({
    ...{ nonce, ticket_id, event_id, direction, operator },
    scanned_at: new Date(at).toISOString(),
    let_in_offline: true,
    ...(force === undefined ? {} : { force: { reason: force } }),
  }));
  const { results } = await call('scan_batch', { body: { scans } });
  for (const [index, attempt] of part.entries()) {
    const result = results[index];
    if (result === undefined) continue;
    if (result.outcome === 'admitted') await store.forgetAttempt(attempt.nonce);
    else
      await store.keepAttempt(
        { ...attempt, reason: result.refusal ?? '', other: otherOf(result) },
        'differs',
      );
  }
}

function otherOf({ last_use, last_used_at }: Answer<'scan'>): NonNullable<Attempt['other']> {
  const where = [last_use?.control_point, last_use?.device, last_use?.operator];
  return {
    at: last_used_at,
    where: where.filter((part) => typeof part === 'string' && part !== '').join(' · '),
  };
}

/** The office has read it and will say the same again. */
function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && [400, 403, 404, 409, 413, 422].includes(error.status);
}
