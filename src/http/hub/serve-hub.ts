import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problemAnswer } from '../../api/problem.ts';
import type { Incoming } from '../../contract/incoming.ts';
import { serveReference } from '../../contract/reference.ts';
import { mount, type Handlers } from '../../contract/route.ts';
import { Fault } from '../../domain/faults.ts';
import { parseInstant } from '../../domain/local-time.ts';
import { lastResults } from '../../hub/results.ts';
import { takeNotice, tellersOf } from '../../hub/notices.ts';
import type { Runner } from '../../hub/runner.ts';
import { syncAll, type SyncResult, type SyncWish } from '../../hub/sync.ts';
import { createAuthenticator } from '../../office/access/authenticator.ts';
import { actorOf } from '../../office/access/principal.ts';
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

function callers({ office, at_home }: HubFace) {
  const known = createAuthenticator(office.store);
  return async (incoming: Incoming): Promise<Caller> => {
    const key = keyOf(incoming);
    if (key !== undefined) {
      const principal = await known({ dialect: 'hub', key, now: office.surroundings.now() });
      return { actor: actorOf(principal), organizer_ids: principal.organizer_ids };
    }
    if (!at_home || !isHomeCaller(incoming.request)) throw new Fault('unauthenticated');
    return { actor: systemActor, organizer_ids: undefined };
  };
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
      const organizer_ids = await office.store.read((rx) => reached(rx, auth, input.organizer));
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
