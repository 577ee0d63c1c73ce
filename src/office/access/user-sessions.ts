/** Browsers in which users are signed in. Of a session's token only the hash is kept. */
import { hashKey, formatKey } from '../../domain/secrets.ts';
import type { RoleHeld } from '../../domain/roles.ts';
import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';

const token_random_bytes = 20;
const user_agent_chars_max = 300;
/** the oldest sessions of a user make room */
const sessions_per_user_max = 50;
/** how long the code of the second step may take */
const second_step_ms = 10 * 60_000;

export interface SessionLife {
  /** after so long without a call it ends */
  readonly session_idle_ms: number;
  /** after so long it ends, however much it is used */
  readonly session_life_ms: number;
}

/** Opens a session; its token is in this answer and nowhere else afterwards. */
export async function openUserSession(
  tx: Tx,
  input: {
    readonly user_id: number;
    readonly user_agent: string;
    readonly life: SessionLife;
    /** the code of the second step is still to come: such a session is for that alone, and short */
    readonly second_step_due: boolean;
  },
): Promise<{ session_id: number; token: string }> {
  const { user_id, user_agent, life, second_step_due } = input;
  const token = formatKey('session', tx.random(token_random_bytes));
  const session_id = await tx.id();
  await tx.db
    .insertInto('user_session')
    .values({
      id: session_id,
      user_id,
      token_hash: hashKey(undefined, token),
      second_step_due: second_step_due ? 1 : 0,
      user_agent: user_agent.slice(0, user_agent_chars_max),
      created_at: tx.now,
      seen_at: tx.now,
      expires_at: tx.now + (second_step_due ? second_step_ms : life.session_life_ms),
    })
    .execute();
  await tx.db
    .deleteFrom('user_session')
    .where('user_id', '=', user_id)
    .where('id', 'not in', (newest) =>
      newest
        .selectFrom('user_session')
        .select('id')
        .where('user_id', '=', user_id)
        .orderBy('created_at', 'desc')
        .orderBy('id', 'desc')
        .limit(sessions_per_user_max),
    )
    .execute();
  return { session_id, token };
}

/** An organizer that the user is with, and in which role. */
export interface RoleIn extends RoleHeld {
  readonly slug: string;
  readonly organizer_name: string;
  readonly zone: string;
  readonly currency: string;
}

export interface FoundSession {
  readonly session_id: number;
  readonly user_id: number;
  readonly seen_at: number;
  readonly second_step_due: boolean;
  readonly held: readonly RoleIn[];
}

type SessionRow = {
  session_id: number;
  user_id: number;
  seen_at: number;
  second_step_due: number;
  organizer_id: number | null;
  role: string | null;
  event_id: number | null;
  slug: string | null;
  organizer_name: string | null;
  zone: string | null;
  currency: string | null;
};

const liveSession = statement<{ token_hash: string; now: number; seen_from: number }, SessionRow>(
  (db, slot) =>
    db
      .selectFrom('user_session as s')
      .innerJoin('user', 'user.id', 's.user_id')
      .leftJoin('membership as m', 'm.user_id', 's.user_id')
      .leftJoin('organizer as o', 'o.id', 'm.organizer_id')
      .select([
        's.id as session_id',
        's.user_id',
        's.seen_at',
        's.second_step_due',
        'm.organizer_id',
        'm.role',
        'm.event_id',
        'o.slug',
        'o.name as organizer_name',
        'o.zone',
        'o.currency',
      ])
      .where('s.token_hash', '=', slot('token_hash'))
      .where('s.revoked_at', 'is', null)
      .where('s.expires_at', '>', slot('now'))
      .where('s.seen_at', '>', slot('seen_from'))
      .where('user.disabled_at', 'is', null)
      .orderBy('m.id'),
);

/** The live session of a token, with the roles that its user has now; undefined when there is none. */
export async function findUserSession(
  rx: Rx,
  input: { readonly token: string; readonly now: number; readonly life: SessionLife },
): Promise<FoundSession | undefined> {
  const rows = await rx.run(liveSession, {
    token_hash: hashKey(undefined, input.token),
    now: input.now,
    seen_from: input.now - input.life.session_idle_ms,
  });
  const [first] = rows;
  if (first === undefined) return undefined;
  const { session_id, user_id, seen_at, second_step_due } = first;
  return { session_id, user_id, seen_at, second_step_due: second_step_due === 1, held: rows.flatMap(roleOf) };
}

function roleOf(row: SessionRow): RoleIn[] {
  const { organizer_id, role, event_id, slug, organizer_name, zone, currency } = row;
  if (organizer_id === null || role === null || slug === null || organizer_name === null) return [];
  return [
    { organizer_id, role, event_id, slug, organizer_name, zone: zone ?? 'UTC', currency: currency ?? 'EUR' },
  ];
}

const noteSeen = statement<{ session_id: number; now: number }, never>((db, slot) =>
  db
    .updateTable('user_session')
    .set({ seen_at: slot('now') })
    .where('id', '=', slot('session_id')),
);

/** Notes that a session was used. */
export async function touchUserSession(tx: Tx, input: { readonly session_id: number }): Promise<void> {
  await tx.change(noteSeen, { session_id: input.session_id, now: tx.now });
}

/** Ends one session of a user; whether there was one to end. */
export async function endUserSession(
  tx: Tx,
  input: { readonly user_id: number; readonly session_id: number },
): Promise<boolean> {
  const ended = await tx.db
    .updateTable('user_session')
    .set({ revoked_at: tx.now })
    .where('id', '=', input.session_id)
    .where('user_id', '=', input.user_id)
    .where('revoked_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return ended !== undefined;
}

/** Ends the sessions of a user, all but one where it is named; gives how many. */
export async function endUserSessions(
  tx: Tx,
  input: { readonly user_id: number; readonly but?: number | undefined },
): Promise<number> {
  let query = tx.db
    .updateTable('user_session')
    .set({ revoked_at: tx.now })
    .where('user_id', '=', input.user_id)
    .where('revoked_at', 'is', null);
  if (input.but !== undefined) query = query.where('id', '<>', input.but);
  return (await query.returning('id').execute()).length;
}

export interface UserSessionView {
  readonly id: number;
  readonly user_agent: string;
  readonly created_at: number;
  readonly seen_at: number;
  readonly expires_at: number;
}

/** The live sessions of a user, the latest first. */
export async function listUserSessions(
  rx: Rx,
  input: { readonly user_id: number; readonly now: number; readonly life: SessionLife },
): Promise<UserSessionView[]> {
  return rx.db
    .selectFrom('user_session')
    .select(['id', 'user_agent', 'created_at', 'seen_at', 'expires_at'])
    .where('user_id', '=', input.user_id)
    .where('revoked_at', 'is', null)
    .where('second_step_due', '=', 0)
    .where('expires_at', '>', input.now)
    .where('seen_at', '>', input.now - input.life.session_idle_ms)
    .orderBy('seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute();
}

/** Forgets sessions that are over, at most `limit` of them; gives how many. For the housekeeping. */
export async function forgetUserSessions(tx: Tx, input: { readonly limit: number }): Promise<number> {
  const old = await tx.db
    .selectFrom('user_session')
    .select('id')
    .where('expires_at', '<=', tx.now)
    .orderBy('expires_at')
    .limit(input.limit)
    .execute();
  const ids = old.map((row) => row.id);
  if (ids.length > 0) await tx.db.deleteFrom('user_session').where('id', 'in', ids).execute();
  return ids.length;
}
