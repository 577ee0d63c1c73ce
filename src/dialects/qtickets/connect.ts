import { Type } from 'typebox';
import { createClient, type Client } from '../../contract/client.ts';
import { undiciTransport, type Transport } from '../../contract/transport.ts';
import type { Connector, OpenConnection, Peer } from '../../hub/port.ts';
import { heeding } from '../heeding.ts';
import { heard } from './connect/heard.ts';
import { pullSales } from './connect/pull.ts';
import { pushScans } from './connect/push.ts';
import { troubleOf } from './connect/trouble.ts';

const Settings = Type.Object({
  scans_at_once: Type.Integer({
    title: 'Scans reported at once',
    description: 'With 1 each scan is a call of its own',
    default: 500,
    minimum: 1,
    maximum: 5_000,
  }),
  capacities: Type.Boolean({
    title: 'Read how many seats shows have',
    description: 'Full pulls ask for the seats of shows to come: one long answer for each',
    default: true,
  }),
});

const Secrets = Type.Object({
  token: Type.String({ title: 'API token', description: 'Настройки – Основное', minLength: 1 }),
});

/** Qtickets as a source of sales, and as a place that scans are reported to. */
export function connectQtickets({
  transport = undiciTransport(),
}: { readonly transport?: Transport } = {}): Connector {
  return {
    dialect: 'qtickets',
    title: 'Qtickets',
    default_base_url: 'https://qtickets.ru',
    settings: Settings,
    secrets: Secrets,
    abilities: {
      pulls: ['event', 'session', 'price', 'ticket'],
      pushes: ['scan'],
      cannot: [
        {
          what: 'push_order',
          en: 'Sales made here are not written to Qtickets',
          fr: 'Les ventes faites ici ne sont pas écrites chez Qtickets',
        },
      ],
    },
    pace: { gap_ms: 100, calls_per_minute: 300, timeout_ms: 60_000 },
    open: (connection) => openPeer(connection, transport),
  };
}

export type QticketsClient = Client<typeof heard>;

/** One call of the vendor's API, with what went wrong out there as `PeerTrouble`. */
export type Ask = <T>(call: (client: QticketsClient) => Promise<T>) => Promise<T>;

function openPeer(connection: OpenConnection, transport: Transport): Peer {
  const ask = askingOf(connection, transport);
  const push_batch_max = Number(connection.settings['scans_at_once']);
  return {
    async probe() {
      const { paging } = await ask((api) => api.events({ input: {} }));
      return `Qtickets shows ${paging.total} events`;
    },
    pull: (wish) =>
      pullSales(ask, wish, {
        zone: connection.zone,
        now: connection.now(),
        capacities: connection.settings['capacities'] === true,
      }),
    push: (deliveries) => pushScans(ask, deliveries, connection.zone),
    push_batch_max,
  };
}

function askingOf(connection: OpenConnection, transport: Transport): Ask {
  const client = createClient(heard, {
    transport: heeding(transport, connection),
    baseUrl: connection.base_url,
    timeout_ms: connection.timeout_ms,
    defaults: { headers: { authorization: `Bearer ${connection.secrets['token'] ?? ''}` } },
  });
  return async (call) => {
    await connection.turn();
    try {
      return await call(client);
    } catch (error) {
      throw troubleOf(error);
    }
  };
}
