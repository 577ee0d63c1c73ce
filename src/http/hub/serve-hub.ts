import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problemAnswer } from '../../api/problem.ts';
import type { Incoming } from '../../contract/incoming.ts';
import { serveReference } from '../../contract/reference.ts';
import { mount, type Handlers } from '../../contract/route.ts';
import { Fault, isFault } from '../../domain/faults.ts';
import { parseInstant } from '../../domain/local-time.ts';
import { lastResults } from '../../hub/results.ts';
import { takeNotice, tellersOf } from '../../hub/notices.ts';
import type { Runner } from '../../hub/runner.ts';
import { syncAll, type SyncResult, type SyncWish } from '../../hub/sync.ts';
import { createAuthenticator } from '../../office/access/authenticator.ts';
import { createCallLimiter, createWrongKeyLimiter } from '../../office/access/call-limits.ts';
import { actorOf, type Principal } from '../../office/access/principal.ts';
import type { Office } from '../../office/office.ts';
import { systemActor, type Actor, type Rx } from '../../store/transaction.ts';
import { syncContract, webhookContract } from '../contract.ts';
import { isHomeCaller } from './home-caller.ts';

export interface HubFace {
  readonly office: Office;
  readonly runner: Runner;
  /** whether the office listens on a loopback address alone */
  readonly at_home: boolean;
}

interface Caller {
  readonly actor: Actor;
  /** undefined: every organizer */
  readonly organizer_ids: readonly number[] | undefined;
}

/** how long a sync waits for another process that is at it: less than n8n waits for an answer */
const wait_ms = 240_000;

/** Serves `/sync` and `/webhook/billetweb-compost`. */
export function serveHub(app: FastifyInstance, face: HubFace): void {
  const authenticate = callers(face);
  const options = { authenticate, fault: problemAnswer, checking: true };
  mount(app, syncContract, syncHandlers(face), options);
  mount(app, webhookContract, webhookHandlers(face), options);
  serveReference(app, syncContract);
  serveReference(app, webhookContract);
}

/** A webhook comes for each scan; more than ten a second is nobody's gate. Settable by credential. */
const calls_per_minute = 600;

function callers({ office, at_home }: HubFace) {
  const { store, surroundings, settings } = office;
  const known = createAuthenticator(store);
  const countCall = createCallLimiter({ calls_per_minute_default: calls_per_minute });
  const wrongKeys = createWrongKeyLimiter();
  const limited = async (claim: Claim, address: string): Promise<Principal> => {
    const from = { ...claim, address };
    wrongKeys.check(from, claim.now);
    try {
      const principal = await known(claim);
      countCall(principal, claim.now);
      return principal;
    } catch (error) {
      if (isFault(error, 'unauthenticated')) wrongKeys.wrong(from, claim.now);
      throw error;
    }
  };
  return async (incoming: Incoming): Promise<Caller> => {
    const { request } = incoming;
    const key = keyOf(incoming);
    if (key !== undefined) {
      const claim = { dialect: 'hub', key, now: surroundings.now() };
      const principal = await (settings.credential_limits ? limited(claim, request.ip) : known(claim));
      return { actor: actorOf(principal), organizer_ids: principal.organizer_ids };
    }
    if (!at_home || !isHomeCaller(request)) throw new Fault('unauthenticated');
    return { actor: systemActor, organizer_ids: undefined };
  };
}

interface Claim {
  readonly dialect: string;
  readonly key: string;
  readonly now: number;
}

function keyOf(incoming: Incoming): string | undefined {
  const { headers } = incoming.request;
  const bearer = /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];
  const own = headers['x-guichet-key'];
  return bearer ?? (typeof own === 'string' ? own : undefined) ?? incoming.text('key');
}

function syncHandlers({ office, runner }: HubFace): Handlers<typeof syncContract, Caller> {
  /** the same asked while it runs is the same work */
  const running = new Map<string, Promise<SyncResult>>();
  const shared = (wish: SyncWish): Promise<SyncResult> => {
    const name = JSON.stringify(wish);
    let work = running.get(name);
    if (work === undefined) {
      work = syncAll(runner, wish).finally(() => running.delete(name));
      running.set(name, work);
    }
    return work;
  };
  return {
    sync: async ({ auth, input }) => {
      const organizer_ids = await office.store.read(async (rx) => {
        const all = await reached(rx, auth, input.organizer);
        if (input.connection !== undefined) await assertConnection(rx, all, input.connection);
        return all;
      });
      return shared({ organizer_ids, connection_id: input.connection, full: input.full === true, wait_ms });
    },
    results: ({ auth }) => office.store.read((rx) => lastResults(rx, auth.organizer_ids)),
  };
}

/** The organizers that are meant: of those that the caller reaches. */
async function reached(
  rx: Rx,
  { organizer_ids }: Caller,
  slug: string | undefined,
): Promise<readonly number[] | undefined> {
  if (slug === undefined) return organizer_ids;
  const row = await rx.db.selectFrom('organizer').select('id').where('slug', '=', slug).executeTakeFirst();
  if (row === undefined || organizer_ids?.includes(row.id) === false)
    throw new Fault('not_found', { organizer: slug });
  return [row.id];
}

async function assertConnection(
  rx: Rx,
  organizer_ids: readonly number[] | undefined,
  connection: number,
): Promise<void> {
  const row = await rx.db
    .selectFrom('connection')
    .select('organizer_id')
    .where('id', '=', connection)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  if (row === undefined || organizer_ids?.includes(row.organizer_id) === false)
    throw new Fault('not_found', { connection });
}

const started = { message: 'Workflow was started' } as const;

function webhookHandlers({ office, runner }: HubFace): Handlers<typeof webhookContract, Caller> {
  const { parts } = runner;
  return {
    compost: async ({ auth, query, body, request }) => {
      if (body.state !== 'done') return started;
      const barcode = body.barcode === false ? '' : String(body.barcode).trim();
      // a registration that has no barcode came from no ticket of ours
      if (barcode === '') return started;
      const notice = {
        barcode,
        event_ref: refOf(body.event_id),
        told_at: toldAt(body.write_date, request),
        payload: body,
        // Odoo names itself; the document's payload was made by hand, or by somebody between
        on_behalf: !Object.hasOwn(body, '_model'),
      };
      await office.store.write(auth.actor, async (tx) => {
        const organizer_ids = await reached(tx, auth, query.organizer);
        const { connection: connection_id } = query;
        const tellers = await tellersOf(tx, parts, { organizer_ids, connection_id, barcode });
        if (tellers.length === 0) throw new Fault('not_found', { reason: 'nobody here is connected' });
        for (const teller of tellers) await takeNotice(tx, parts, teller, notice);
      });
      return started;
    },
  };
}

function refOf(event_id: number | string | false | null | undefined): string | undefined {
  return event_id === false || event_id === null || event_id === undefined ? undefined : String(event_id);
}

/** Odoo writes UTC without saying so. A date that cannot be read is none: the use is what counts. */
function toldAt(write_date: string | false | undefined, request: FastifyRequest): number | undefined {
  if (write_date === undefined || write_date === false) return undefined;
  try {
    return parseInstant(write_date, 'UTC');
  } catch {
    request.log.info('the webhook tells a date that cannot be read');
    return undefined;
  }
}
