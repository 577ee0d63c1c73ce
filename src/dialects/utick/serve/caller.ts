import type { FastifyRequest } from 'fastify';
import type { Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { limits } from '../../../domain/limits.ts';
import { parseInstant } from '../../../domain/local-time.ts';
import { equalDigests } from '../../../domain/secrets.ts';
import { createCallGuard } from '../../../office/access/call-guard.ts';
import { requireScope, type Principal } from '../../../office/access/principal.ts';
import { createSignedAuthenticator } from '../../../office/access/signed-authenticator.ts';
import { rememberedOrganizers } from '../../../office/catalogue/remembered-organizers.ts';
import type { Office } from '../../../office/office.ts';
import type { Row } from '../../../store/tables.ts';
import { signatureOf } from '../wire.ts';
import { environmentOf, type Environment } from './envelope.ts';
import { scopeOf } from './scopes.ts';

type Organizer = Row<'organizer'>;

/** Who calls, for which organizer, in which language. */
export interface Caller extends Principal {
  readonly organizer: Organizer;
  /** of messages and labels */
  readonly language: Language;
  /** what the request itself asked for: the language of an order that it makes */
  readonly order_language: string | undefined;
  /** the person on whose behalf the application acts, when it says so */
  readonly username: string;
  readonly environment: Environment;
}

export type Language = 'fr' | 'en';

/** What a failure's envelope says beside it; known once the request was read, whether or not it was signed. */
export interface Manner {
  readonly language: Language;
  zone: string;
  environment: Environment;
}

const manners = new WeakMap<FastifyRequest, Manner>();

export function mannerOf(request: FastifyRequest): Readonly<Manner> | undefined {
  return manners.get(request);
}

export function languageOf(incoming: Incoming): Language {
  return incoming.text('language')?.toLowerCase().startsWith('en') === true ? 'en' : 'fr';
}

/** 600 calls a minute unless the credential says otherwise: uTick states no limit of its own. */
const calls_per_minute = 600;
const language_chars_max = 10;
const clients_kept = 100;

/**
 * `publickey`, `timestamp` and `signature`, from the body or the query. The same signature may come again: clients send it
 * twice within a second (wire-notes.md, "uTick"), so only the age of its timestamp is looked at.
 */
export function callerOf(office: Office): (incoming: Incoming) => Caller | Promise<Caller> {
  const { surroundings } = office;
  const letIn = createCallGuard({
    office,
    authenticate: createSignedAuthenticator(office),
    calls_per_minute,
  });
  const organizers = rememberedOrganizers(office.store);
  const signed = lastOfEach((publickey: string, timestamp: string, privatekey: string) =>
    signatureOf({ publickey, timestamp, privatekey }),
  );
  const instantOf = lastOfEach((_publickey: string, timestamp: string) => instantOrNone(timestamp));
  const anybodys = environmentOf(office);

  return (incoming) => {
    const language = languageOf(incoming);
    const manner: Manner = { language, zone: 'UTC', environment: anybodys };
    manners.set(incoming.request, manner);
    const publickey = wanted(incoming, 'publickey');
    const timestamp = wanted(incoming, 'timestamp');
    const signature = wanted(incoming, 'signature').toLowerCase();
    const now = surroundings.now();
    const claim = {
      dialect: 'utick',
      public_name: publickey,
      now,
      signedWith: (privatekey: string) => equalDigests(signed(publickey, timestamp, privatekey), signature),
    };
    const known = (principal: Principal): Caller | Promise<Caller> => {
      assertFresh(instantOf(publickey, timestamp), now, principal);
      const scope = scopeOf(incoming.endpoint);
      if (scope !== null) requireScope(principal, scope);
      const username = (incoming.text('username') ?? '').slice(0, limits.person_name_chars_max);
      const order_language = incoming.text('language')?.slice(0, language_chars_max);
      const environment = principal.settings['environment'] === 'test' ? 'test' : anybodys;
      const completed = (organizer: Organizer): Caller => {
        manner.zone = organizer.zone;
        manner.environment = environment;
        return { ...principal, organizer, language, order_language, username, environment };
      };
      const organizer = organizers(organizerIdOf(principal));
      return organizer instanceof Promise ? organizer.then(completed) : completed(organizer);
    };
    const asked = letIn(claim, incoming.request.ip);
    return asked instanceof Promise ? asked.then(known) : known(asked);
  };
}

function wanted(incoming: Incoming, name: string): string {
  const text = incoming.text(name);
  if (text === undefined || text === '' || text.length > 500)
    throw new Fault('unauthenticated', { missing: name });
  return text;
}

function instantOrNone(timestamp: string): number | undefined {
  try {
    return parseInstant(timestamp);
  } catch {
    return undefined;
  }
}

/** Throws `unauthenticated` with `reason: 'timestamp'`; how far clocks may differ is the credential's setting. */
function assertFresh(instant: number | undefined, now: number, principal: Principal): void {
  const set = principal.settings['signature_clock_minutes'];
  const minutes = typeof set === 'number' && set > 0 ? set : limits.signature_clock_minutes_default;
  if (instant === undefined || Math.abs(now - instant) > minutes * 60_000)
    throw new Fault('unauthenticated', { reason: 'timestamp' });
}

/** An application belongs to one client at the vendor: of several organizers, the one its credential names, else the first. */
function organizerIdOf(principal: Principal): number {
  const chosen = principal.settings['organizer_id'];
  const id = principal.organizer_ids.find((one) => one === chosen) ?? principal.organizer_ids[0];
  if (id === undefined) throw new Fault('unauthenticated');
  return id;
}

/**
 * What a client sends with its requests does not change within the second that its timestamp names, and a busy one sends many in it: the
 * answer to the last question of each of a few clients is kept. `of` must ask nothing but what it is given.
 */
function lastOfEach<T extends readonly string[], R>(of: (...asked: T) => R): (...asked: T) => R {
  const kept = new Map<string, { asked: T; answer: R }>();
  return (...asked) => {
    const [client = ''] = asked;
    const known = kept.get(client);
    if (known?.asked.every((part, index) => part === asked[index]) === true) return known.answer;
    const answer = of(...asked);
    if (kept.size >= clients_kept) kept.clear();
    kept.set(client, { asked, answer });
    return answer;
  };
}
