import { hash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { Incoming } from '../contract/incoming.ts';
import { hasAnswer, withIdempotency } from '../office/access/idempotency.ts';
import type { Office } from '../office/office.ts';
import type { Tx } from '../store/transaction.ts';
import type { Caller } from './caller.ts';
import type { ApiFace } from './face.ts';

/** The parts of what a handler is handed that a write needs. */
export interface Writing {
  readonly auth: Caller;
  readonly incoming: Incoming;
  readonly request: FastifyRequest;
}

/**
 * Runs a write as one command; with an `Idempotency-Key` once, however often it is sent within 24 hours: the answer of
 * the first time comes again. The key belongs to the caller (the user, the application, the device) and to this request:
 * with another address, organizer or body it is refused (`idempotency_key_reused`). What is kept is sealed: an answer may
 * hold a key that is shown once. The answer must be plain JSON.
 *
 * `before` is what takes time and cannot be in the command (a password to compare); left out when the answer is given again.
 */
export async function once<T>(
  { office }: ApiFace,
  { auth, incoming, request }: Writing,
  command: (tx: Tx) => Promise<T>,
  before?: () => Promise<void>,
): Promise<T> {
  const key = request.headers['idempotency-key'];
  if (before !== undefined && !(await answered(office, auth, key))) await before();
  return office.store.write(auth.actor, async (tx) => {
    if (typeof key !== 'string') return command(tx);
    const { caller_id } = auth.known;
    const context = `answer:${caller_id}:${key}`;
    const claim = { caller_id, key: keptAs(key), request_digest: digestOf(incoming) };
    const { answer } = await withIdempotency(tx, claim, async () => ({
      status: 200,
      answer: office.sealer.seal(JSON.stringify(await command(tx)), context),
    }));
    return JSON.parse(office.sealer.open(answer, context)) as T;
  });
}

/** Other keys of the same application are its vendor dialects'. */
const keptAs = (key: string): string => `api ${key}`;

async function answered(
  { store, surroundings }: Office,
  { known }: Caller,
  key: string | string[] | undefined,
): Promise<boolean> {
  if (typeof key !== 'string') return false;
  const asked = { caller_id: known.caller_id, key: keptAs(key), now: surroundings.now() };
  return store.read((rx) => hasAnswer(rx, asked));
}

/** Method, address, organizer and body: what makes a request the same. */
function digestOf({ request, bytes }: Incoming): string {
  const { method, headers, raw } = request;
  const head = JSON.stringify([method, raw.url, headers['guichet-organizer'] ?? '']);
  return hash('sha256', Buffer.concat([Buffer.from(`${head}\n`), bytes]), 'base64url');
}
