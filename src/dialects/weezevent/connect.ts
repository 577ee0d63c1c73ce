import { Type, type Static } from 'typebox';
import { undiciTransport, type Transport } from '../../contract/transport.ts';
import type { Connector, OpenConnection, Peer } from '../../hub/port.ts';
import { listEvents, pull } from './connect/pull.ts';
import { openSession, Tokens } from './connect/session.ts';

const Settings = Type.Object({
  events: Type.Array(Type.String({ pattern: '^\\d{1,15}$' }), {
    title: 'Events',
    description: 'ids of the events that are pulled; none: all that the login reaches',
    default: [],
    maxItems: 1_000,
  }),
  include_unpaid: Type.Boolean({
    title: 'Unpaid participants',
    description: 'pull those too who have not paid',
    default: false,
  }),
  page_rows: Type.Integer({
    title: 'Participants of one page',
    default: 500,
    minimum: 1,
    maximum: 1_000,
  }),
  zone: Type.String({
    title: 'Time zone',
    description: 'of the times that Weezevent writes',
    default: 'Europe/Paris',
    format: 'time-zone',
    minLength: 1,
    maxLength: 60,
  }),
  currency: Type.String({ title: 'Currency', default: 'EUR', pattern: '^[A-Z]{3}$' }),
});

const Secrets = Type.Object({
  username: Type.String({ title: 'Username', minLength: 1, maxLength: 200 }),
  password: Type.String({ title: 'Password', minLength: 1, maxLength: 500 }),
  api_key: Type.String({ title: 'API key', minLength: 1, maxLength: 500 }),
});

/**
 * Weezevent as a source of sales. It takes no scans back: what is scanned here stays here; what is scanned there is marked
 * here by the next pull.
 */
export function connectWeezevent({
  transport = undiciTransport(),
}: { readonly transport?: Transport } = {}): Connector {
  const tokens = new Tokens();
  return {
    dialect: 'weezevent',
    title: 'Weezevent',
    default_base_url: 'https://api.weezevent.com',
    settings: Settings,
    secrets: Secrets,
    abilities: {
      pulls: ['event', 'session', 'price', 'ticket'],
      pushes: [],
      cannot: [
        {
          what: 'push_scan',
          en: 'Weezevent takes no scans back: what is scanned here is not shown there.',
          fr: "Weezevent n'accepte pas de contrôle venu d'ailleurs : ce qui est contrôlé ici ne s'y voit pas.",
        },
        {
          what: 'push_order',
          en: 'Sales made elsewhere are not entered at Weezevent.',
          fr: 'Les ventes faites ailleurs ne sont pas saisies chez Weezevent.',
        },
      ],
    },
    // 600 calls a minute get an account banned for half an hour (wire-notes.md, "Weezevent"): half of that is plenty
    pace: { gap_ms: 100, calls_per_minute: 300, timeout_ms: 60_000 },
    open: (connection) => openPeer(connection, transport, tokens),
  };
}

function openPeer(connection: OpenConnection, transport: Transport, tokens: Tokens): Peer {
  const settings = connection.settings as Static<typeof Settings>;
  const session = openSession(connection, transport, tokens);
  const { now } = connection;
  return {
    probe: async () => {
      const { length } = await listEvents(session);
      return `${length} event${length === 1 ? '' : 's'} of Weezevent`;
    },
    pull: (wish) => pull({ ...settings, session, now, event_ids: settings.events }, wish),
  };
}
