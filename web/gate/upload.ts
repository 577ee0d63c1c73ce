import { call, type Answer, type Input } from '../api/call.ts';
import { ApiProblem } from '../api/problem.ts';
import { newKey } from '../api/request.ts';
import type { Attempt } from './held.ts';
import type { GateStore } from './store.ts';

const scans_at_once = 100;
/** of one turn: what is fetched does not wait for a whole day's scans, nor for an office that does not answer */
const calls_max = 5;
const answer_within_ms = 10_000;

/** Sends the first of the scans that wait. What the office would not have let in, and what it does not take, is kept for a person. */
export async function sendWaiting(store: GateStore): Promise<void> {
  const [passed, refused] = await Promise.all([store.attempts('waiting'), store.attempts('refused')]);
  const waiting = [...passed, ...refused].sort((a, b) => a.at - b.at).slice(0, calls_max * scans_at_once);
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
  const signal = AbortSignal.timeout(answer_within_ms);
  const { results } = await call('scan_batch', { body: { scans: part.map(scanOf) } }, { signal });
  for (const [index, attempt] of part.entries()) {
    const result = results[index];
    if (result === undefined) continue;
    if (attempt.refused !== undefined || result.outcome === 'admitted')
      await store.forgetAttempt(attempt.nonce);
    else if (result.repeated && result.outcome === 'refused') await sayAnew(store, attempt);
    else await differs(store, attempt, result);
  }
}

type Sent = Input<'scan_batch'>['body']['scans'][number];

function scanOf(attempt: Attempt): Sent {
  const { nonce, at, ticket_id, event_id, code, direction, operator, refused, force } = attempt;
  return {
    ...{ nonce, direction, operator, scanned_at: new Date(at).toISOString() },
    ...(ticket_id === null ? { code } : { ticket_id }),
    ...(event_id === null ? {} : { event_id }),
    ...(refused === undefined ? { let_in_offline: true } : { refused_offline: refused }),
    ...(force === undefined ? {} : { force: { reason: force } }),
  };
}

/** The office had refused it, and its answer did not get through: that somebody passed here is another attempt. */
async function sayAnew(store: GateStore, attempt: Attempt): Promise<void> {
  await store.keepAttempt({ ...attempt, nonce: newKey() }, 'waiting');
  await store.forgetAttempt(attempt.nonce);
}

async function differs(store: GateStore, attempt: Attempt, result: Answer<'scan'>): Promise<void> {
  await store.keepAttempt({ ...attempt, reason: result.refusal ?? '', other: otherOf(result) }, 'differs');
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
