import { Type, type Static } from 'typebox';
import { isFault } from '../../domain/faults.ts';
import type { ForeignRecord } from '../../domain/foreign-records.ts';
import type { Connector, OpenConnection, Peer } from '../../hub/port.ts';
import { readAttendee } from './attendee-reading.ts';
import type { Reading } from './connect/catalogue.ts';
import { listEvents, pull } from './connect/pull.ts';
import { pushScan } from './connect/push.ts';
import { openService, overHttp, type Carried } from './connect/service.ts';

const Settings = Type.Object({
  events: Type.Array(Type.String({ pattern: '^\\d{1,15}$' }), {
    title: 'Events',
    description: 'ids of the events that are pulled; none: all of the account',
    default: [],
    maxItems: 1_000,
  }),
  scan: Type.Enum(['check', 'update_product'], {
    title: 'Scans',
    description: 'how BilletWeb is told of a scan; update_product also tells who went out',
    default: 'check',
  }),
  zone: Type.String({
    title: 'Time zone',
    description: 'of the times that BilletWeb writes',
    default: 'Europe/Paris',
    format: 'time-zone',
    minLength: 1,
    maxLength: 60,
  }),
  currency: Type.String({ title: 'Currency', default: 'EUR', pattern: '^[A-Z]{3}$' }),
  version: Type.Integer({ title: 'Version of the API', default: 1, minimum: 1, maximum: 99 }),
});

const Secrets = Type.Object({
  user: Type.String({ title: 'User', minLength: 1, maxLength: 100 }),
  key: Type.String({
    title: 'Key',
    description: 'Réglages → Outils → API',
    minLength: 1,
    maxLength: 500,
  }),
});

/** BilletWeb as the hub's client: sales come from it, scans go to it. Over real HTTP unless carried otherwise. */
export function connectBilletweb(carried: Carried = overHttp()): Connector {
  return {
    dialect: 'billetweb',
    title: 'BilletWeb',
    default_base_url: 'https://www.billetweb.fr',
    settings: Settings,
    secrets: Secrets,
    abilities: {
      pulls: ['event', 'session', 'price', 'ticket'],
      pushes: ['scan'],
      cannot: [
        {
          what: 'push_order',
          en: 'Sales made elsewhere are not entered at BilletWeb: it would sell and mail them again.',
          fr: 'Les ventes faites ailleurs ne sont pas saisies chez BilletWeb : il les revendrait et les enverrait.',
        },
        {
          what: 'see_deletions',
          en: 'Deleted tickets vanish without a word: a full pull finds them.',
          fr: 'Les billets supprimés disparaissent sans un mot : une récupération complète les trouve.',
        },
      ],
    },
    // the document asks for a second between calls, the vendor for 100 a minute
    pace: { gap_ms: 1_000, calls_per_minute: 100, timeout_ms: 30_000 },
    open: (connection) => openPeer(connection, carried),
  };
}

function openPeer(connection: OpenConnection, carried: Carried): Peer {
  const { now } = connection;
  const { events: event_ids, scan, zone, currency } = connection.settings as Static<typeof Settings>;
  const service = openService(connection, carried);
  return {
    probe: async () => {
      const events = await listEvents(service);
      return `${events.length} event${events.length === 1 ? '' : 's'} of BilletWeb`;
    },
    pull: (wish) => pull({ service, event_ids, now, zone, currency }, wish),
    push: async (deliveries) => {
      const outcomes = [];
      for (const delivery of deliveries) outcomes.push(await pushScan(service, scan, delivery));
      return outcomes;
    },
    understand: ({ kind, payload }) =>
      kind === 'ticket' ? understood(payload, { zone, currency }) : undefined,
  };
}

/** An attendee that was put aside, read anew: a newer Guichet may know what the older did not. */
function understood(payload: unknown, context: Reading): ForeignRecord | undefined {
  try {
    return { kind: 'ticket', ...readAttendee(payload, context) };
  } catch (error) {
    if (isFault(error)) return undefined;
    throw error;
  }
}
