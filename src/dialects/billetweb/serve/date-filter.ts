import { Fault } from '../../../domain/faults.ts';
import { parseLocal } from '../../../domain/local-time.ts';
import type { SessionView } from '../../../office/catalogue/list-sessions.ts';
import { localId } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { EventFacts } from './event-facts.ts';

/** The parameters of `dates` as they come; without any, all dates are listed. Times are unix seconds. */
export interface DateWish {
  readonly past?: boolean | undefined;
  /** days */
  readonly past_by?: number | undefined;
  readonly last_update?: number | undefined;
  readonly start_from?: number | undefined;
  readonly start_to?: number | undefined;
  readonly disabled?: boolean | undefined;
}

const day_ms = 24 * 3_600_000;

type Dated = Pick<SessionView, 'starts_at' | 'ends_at' | 'updated_at'>;

/** All conditions but `disabled`, which is seen from what is on offer. */
export function isWantedDate(session: Dated, wish: DateWish, now: number): boolean {
  const { past, past_by, last_update = 0, start_from = 0, start_to } = wish;
  const { starts_at, updated_at } = session;
  const ended_at = session.ends_at ?? starts_at;
  // those that ended within so many days are wanted beside those to come
  const since = past_by === undefined ? (past === false ? now : undefined) : now - past_by * day_ms;
  if (past !== true && since !== undefined && ended_at < since) return false;
  if (updated_at < last_update * 1000 || starts_at < start_from * 1000) return false;
  return start_to === undefined || starts_at <= start_to * 1000 + 999;
}

/** Whether an offer is for a date that is named by its id or its start, or for any. Throws `invalid_input`. */
export async function sessionsNamed(
  rx: Rx,
  { organizer_id, event_id, zone }: EventFacts,
  name: string,
): Promise<(offer: { readonly session_id: number | null }) => boolean> {
  const ids = new Set<number>();
  if (/^\d+$/.test(name)) {
    const kind = { organizer_id, dialect: 'billetweb', kind: 'session' };
    const id = await localId(rx, { ...kind, served_id: name });
    const own = rx.db.selectFrom('session').select('id').where('event_id', '=', event_id);
    if ((await own.where('id', '=', id ?? 0).executeTakeFirst()) !== undefined) ids.add(id ?? 0);
  } else {
    const starting = rx.db.selectFrom('session').select('id').where('event_id', '=', event_id);
    const found = await starting.where('starts_at', '=', instantOf(name, zone)).execute();
    for (const { id } of found) ids.add(id);
  }
  return ({ session_id }) => ids.size > 0 && (session_id === null || ids.has(session_id));
}

function instantOf(text: string, zone: string): number {
  try {
    return parseLocal(text, zone);
  } catch {
    throw new Fault('invalid_input', { in: 'query', path: 'session', message: 'no such date' });
  }
}
