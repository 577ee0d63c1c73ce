import { breakerPause } from '../domain/retry.ts';
import type { Tx } from '../store/transaction.ts';
import { untroubled, type Connection } from './connections.ts';
import { PeerTrouble } from './port.ts';

/** Why a connection's system is not called now; undefined when it may be. */
export function closedFor(
  { enabled, halted_at, paused_until, trouble }: Connection,
  now: number,
): string | undefined {
  if (enabled === 0) return 'the connection is disabled';
  if (halted_at !== null) return `halted until somebody has looked: ${trouble}`;
  if (paused_until !== null && paused_until > now) return `left alone for a while: ${trouble}`;
  return undefined;
}

const limited_pause_ms = 60_000;
const trouble_chars_max = 500;

/** Keeps what went wrong, and leaves the system alone for as long as it asks for, or the breaker says. */
export async function noteTrouble(tx: Tx, connection_id: number, trouble: PeerTrouble): Promise<void> {
  const row = await tx.db
    .selectFrom('connection')
    .select(['failures', 'paused_until', 'halted_at'])
    .where('id', '=', connection_id)
    .executeTakeFirst();
  if (row === undefined) return;
  const { kind, after_ms } = trouble;
  const failures = kind === 'unavailable' || kind === 'nonsense' ? row.failures + 1 : row.failures;
  const pause =
    kind === 'limited' ? (after_ms ?? limited_pause_ms) : (after_ms ?? breakerPause(failures, chanceOf(tx)));
  await tx.db
    .updateTable('connection')
    .set({
      failures,
      paused_until: pause > 0 ? tx.now + pause : row.paused_until,
      halted_at: kind === 'credentials' ? (row.halted_at ?? tx.now) : row.halted_at,
      trouble: trouble.message.slice(0, trouble_chars_max),
    })
    .where('id', '=', connection_id)
    .execute();
}

/** A call went well: whatever was wrong is over. */
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
