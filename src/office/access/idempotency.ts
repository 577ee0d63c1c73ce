/** `Idempotency-Key`: a write that is sent again, because its answer was lost, is done once and answered twice. */
import { Fault } from '../../domain/faults.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';

export const idempotency_key_life_ms = 24 * 3_600_000;
const key_chars_max = 255;

export interface Answer {
  /** HTTP status */
  readonly status: number;
  /** the body, as text */
  readonly answer: string;
}

type Insert = {
  caller_id: number;
  key: string;
  request_digest: string;
  now: number;
  expired_at: number;
};

/** Takes the key when it is free or past its life. On PostgreSQL who comes second waits here for the first's commit. */
const takeKey = statement<Insert, { key: string }>((db, slot) =>
  db
    .insertInto('idempotency_key')
    .values({
      caller_id: slot('caller_id'),
      key: slot('key'),
      request_digest: slot('request_digest'),
      status: null,
      answer: null,
      created_at: slot('now'),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['caller_id', 'key'])
        .doUpdateSet((set) => ({
          request_digest: set.ref('excluded.request_digest'),
          status: null,
          answer: null,
          created_at: set.ref('excluded.created_at'),
        }))
        .where('idempotency_key.created_at', '<=', slot('expired_at')),
    )
    .returning('key'),
);

type Stored = { request_digest: string; status: number | null; answer: string | null };

const storedAnswer = statement<{ caller_id: number; key: string }, Stored>((db, slot) =>
  db
    .selectFrom('idempotency_key')
    .select(['request_digest', 'status', 'answer'])
    .where('caller_id', '=', slot('caller_id'))
    .where('key', '=', slot('key')),
);

const keepAnswer = statement<Answer & { caller_id: number; key: string }, never>((db, slot) =>
  db
    .updateTable('idempotency_key')
    .set({ status: slot('status'), answer: slot('answer') })
    .where('caller_id', '=', slot('caller_id'))
    .where('key', '=', slot('key')),
);

/**
 * Runs the command unless the caller (an application, a user, a device) has sent this key within the last 24 hours; then gives the answer of that
 * time (`replayed`). A command that throws leaves no trace, so that it can be tried again with its key. `request_digest`
 * stands for method, address and body. Throws `idempotency_key_reused` when it is another than the first time's.
 */
export async function withIdempotency(
  tx: Tx,
  input: { readonly caller_id: number; readonly key: string; readonly request_digest: string },
  run: () => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> {
  const { caller_id, key, request_digest } = input;
  if (key === '' || key.length > key_chars_max) {
    throw new Fault('invalid_input', { field: 'idempotency-key', chars_max: key_chars_max });
  }
  const expired_at = tx.now - idempotency_key_life_ms;
  const taken = await tx.first(takeKey, { caller_id, key, request_digest, now: tx.now, expired_at });
  if (taken !== undefined) {
    const { status, answer } = await run();
    await tx.run(keepAnswer, { caller_id, key, status, answer });
    return { status, answer, replayed: false };
  }
  const stored = await tx.first(storedAnswer, { caller_id, key });
  if (stored?.request_digest !== request_digest) throw new Fault('idempotency_key_reused');
  // key and answer are committed together: only the same command, called within itself, could see one alone
  if (stored.status === null || stored.answer === null) throw new Fault('busy');
  return { status: stored.status, answer: stored.answer, replayed: true };
}

/** Whether the key has an answer that would be given again: so that nothing is prepared for it. */
export async function hasAnswer(
  rx: Rx,
  input: { readonly caller_id: number; readonly key: string; readonly now: number },
): Promise<boolean> {
  const row = await rx.db
    .selectFrom('idempotency_key')
    .select('status')
    .where('caller_id', '=', input.caller_id)
    .where('key', '=', input.key)
    .where('created_at', '>', input.now - idempotency_key_life_ms)
    .executeTakeFirst();
  return row !== undefined;
}

/** Forgets keys past their life, at most `limit` of them; gives how many. For the housekeeping. */
export async function forgetIdempotencyKeys(tx: Tx, input: { readonly limit: number }): Promise<number> {
  const old = await tx.db
    .selectFrom('idempotency_key')
    .select(['caller_id', 'key'])
    .where('created_at', '<=', tx.now - idempotency_key_life_ms)
    .orderBy('created_at')
    .limit(input.limit)
    .execute();
  for (const { caller_id, key } of old) {
    await tx.db
      .deleteFrom('idempotency_key')
      .where('caller_id', '=', caller_id)
      .where('key', '=', key)
      .where('created_at', '<=', tx.now - idempotency_key_life_ms)
      .execute();
  }
  return old.length;
}
