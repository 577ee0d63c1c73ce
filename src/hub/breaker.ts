import { formatUtc } from '../domain/local-time.ts';
import { breakerPause, heededWait, unsaid_wait_ms } from '../domain/retry.ts';
import { statement } from '../store/statement.ts';
import type { Rx, Tx } from '../store/transaction.ts';
import { untroubled, type Connection } from './connections.ts';
import { keptReason } from './kept-reason.ts';
import { PeerTrouble } from './port.ts';

/** Why a connection's system is not called now; undefined when it may be. */
export function closedFor(connection: Connection, now: number): string | undefined {
  const { enabled, halted_at, asked_until, paused_until, trouble } = connection;
  if (enabled === 0) return 'the connection is disabled';
  if (halted_at !== null) return `halted until somebody has looked: ${trouble}`;
  if (asked_until !== null && asked_until > now) return askedWords(asked_until);
  if (paused_until !== null && paused_until > now)
    return `left alone until ${secondOf(paused_until)}: ${trouble}`;
  return undefined;
}

const askedWords = (until: number): string => `it asks not to be called before ${secondOf(until)}`;

/** to the second, and not before it */
const secondOf = (at: number): string => formatUtc(Math.ceil(at / 1_000) * 1_000);

/** Until when nobody is called, as the system asks itself or the breaker has it; undefined where that is no matter of time. */
export function leftAloneUntil(
  { asked_until, paused_until }: Pick<Connection, 'asked_until' | 'paused_until'>,
  now: number,
): number | undefined {
  const until = Math.max(asked_until ?? 0, paused_until ?? 0);
  return until > now ? until : undefined;
}

const askedUntilOf = statement<{ connection_id: number }, { asked_until: number | null }>((db, slot) =>
  db.selectFrom('connection').select('asked_until').where('id', '=', slot('connection_id')),
);

/** How long it asks yet not to be called, and in words; undefined when it may be. */
export async function waitOf(
  rx: Rx,
  connection_id: number,
  now: number,
): Promise<{ readonly wait_ms: number; readonly words: string } | undefined> {
  const { asked_until = null } = (await rx.first(askedUntilOf, { connection_id })) ?? {};
  if (asked_until === null || asked_until <= now) return undefined;
  return { wait_ms: asked_until - now, words: askedWords(asked_until) };
}

/** The system asks not to be called for so long: nobody calls it, whatever else goes well meanwhile. */
export async function noteAsked(tx: Tx, connection_id: number, wait_ms: number): Promise<void> {
  const until = tx.now + heededWait(wait_ms);
  await tx.db
    .updateTable('connection')
    .set({ asked_until: until })
    .where('id', '=', connection_id)
    .where((eb) => eb.or([eb('asked_until', 'is', null), eb('asked_until', '<', until)]))
    .execute();
}

const trouble_chars_max = 500;

/**
 * Keeps what went wrong, and leaves the system alone for as long as it asks for, or the breaker says. Who asks for time has not
 * failed.
 */
export async function noteTrouble(tx: Tx, connection_id: number, trouble: PeerTrouble): Promise<void> {
  const { kind, after_ms } = trouble;
  if (kind === 'limited') await noteAsked(tx, connection_id, after_ms ?? unsaid_wait_ms);
  const row = await tx.db
    .selectFrom('connection')
    .select(['failures', 'paused_until', 'halted_at', 'asked_until'])
    .where('id', '=', connection_id)
    .executeTakeFirst();
  if (row === undefined) return;
  const asked = row.asked_until !== null && row.asked_until > tx.now;
  const failed = !asked && (kind === 'unavailable' || kind === 'nonsense');
  const failures = failed ? row.failures + 1 : row.failures;
  const pause = asked ? 0 : (after_ms ?? breakerPause(failures, chanceOf(tx)));
  await tx.db
    .updateTable('connection')
    .set({
      failures,
      paused_until: pause > 0 ? tx.now + pause : row.paused_until,
      halted_at: kind === 'credentials' ? (row.halted_at ?? tx.now) : row.halted_at,
      trouble: trouble.message.slice(0, trouble_chars_max),
      trouble_why: keptReason(trouble.why),
    })
    .where('id', '=', connection_id)
    .execute();
}

/** A call went well: whatever was wrong is over. A wait that was asked for is not. */
export async function noteSuccess(tx: Tx, connection_id: number): Promise<void> {
  await tx.db
    .updateTable('connection')
    .set(untroubled)
    .where('id', '=', connection_id)
    .where((eb) =>
      eb.or([
        eb('trouble', '!=', ''),
        eb('failures', '>', 0),
        eb('halted_at', 'is not', null),
        eb('paused_until', 'is not', null),
      ]),
    )
    .execute();
}

/** From 0 to 1. */
export const chanceOf = (tx: Tx): number => (tx.random(1)[0] ?? 0) / 255;

/** Whatever a peer throws, as trouble: what it did not foresee may well have been carried out. */
export function troubleOf(error: unknown): PeerTrouble {
  if (error instanceof PeerTrouble) return error;
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new PeerTrouble('nonsense', message.slice(0, trouble_chars_max), { cause: error });
}
