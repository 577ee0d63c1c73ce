import { Type } from 'typebox';
import { createClient, type Client } from '../../contract/client.ts';
import { undiciTransport, type Transport } from '../../contract/transport.ts';
import type { Connector, OpenConnection, Peer } from '../../hub/port.ts';
import { heeding } from '../heeding.ts';
import { pullSales } from './connect/pull.ts';
import { byOwnStatus, troubleOf } from './connect/trouble.ts';
import { utick } from './contract.ts';
import { isoTime, signatureOf } from './wire.ts';

const Settings = Type.Object({
  page_orders: Type.Integer({
    title: 'Orders of one page',
    description: 'The vendor gives 200 at most',
    default: 200,
    minimum: 20,
    maximum: 200,
  }),
  window_days: Type.Integer({
    title: 'Days read again by each pull',
    description:
      'The API has no filter for what has changed: orders of this many days are read anew each time',
    default: 3,
    minimum: 0,
    maximum: 400,
  }),
});

const Secrets = Type.Object({
  publickey: Type.String({ title: 'Public key', minLength: 1 }),
  privatekey: Type.String({ title: 'Private key', minLength: 1 }),
});

/**
 * uTick as a source of sales. It has no way to be told of a scan: what is scanned here stays here. Its API lists no change
 * and no deletion either; what is gone is found by the full pull.
 */
export function connectUtick({
  transport = undiciTransport(),
}: { readonly transport?: Transport } = {}): Connector {
  return {
    dialect: 'utick',
    title: 'uTick',
    default_base_url: 'https://api.utick.net',
    settings: Settings,
    secrets: Secrets,
    abilities: {
      pulls: ['event', 'session', 'price', 'ticket'],
      pushes: [],
      cannot: [
        {
          what: 'push_scan',
          en: 'uTick takes no scans from outside: what is scanned here is not shown there',
          fr: "uTick n'accepte pas de contrôle venu d'ailleurs : ce qui est contrôlé ici ne s'y voit pas",
        },
        {
          what: 'push_order',
          en: 'Sales made here are not written to uTick',
          fr: 'Les ventes faites ici ne sont pas écrites chez uTick',
        },
        {
          what: 'see_deletions',
          en: 'uTick does not tell what was cancelled or removed: it is found missing, of the orders that each pull reads again and, by the full pull, of all others',
          fr: 'uTick ne dit pas ce qui a été annulé ou retiré : chaque relève le constate pour les commandes qu’elle relit, la relève complète pour toutes les autres',
        },
      ],
    },
    pace: { gap_ms: 100, calls_per_minute: 300, timeout_ms: 30_000 },
    open: (connection) => openPeer(connection, transport),
  };
}

export type UtickClient = Client<typeof utick>;

/** One call of the vendor's API, with what went wrong out there as `PeerTrouble`. */
export type Ask = <T>(call: (client: UtickClient) => Promise<{ readonly response: T }>) => Promise<T>;

function openPeer(connection: OpenConnection, transport: Transport): Peer {
  const ask = askingOf(connection, transport);
  return {
    async probe() {
      const { label, client } = await ask((api) => api.signIn());
      return `uTick knows this application as ${label}, of ${client.label}`;
    },
    pull: (wish) =>
      pullSales(ask, wish, {
        page_orders: Number(connection.settings['page_orders']),
        window_ms: Number(connection.settings['window_days']) * 86_400_000,
      }),
  };
}

function askingOf(connection: OpenConnection, transport: Transport): Ask {
  const { publickey = '', privatekey = '' } = connection.secrets;
  const client = createClient(utick, {
    transport: heeding(byOwnStatus(transport), connection),
    baseUrl: connection.base_url,
    timeout_ms: connection.timeout_ms,
    context: { zone: connection.zone },
    defaults: () => {
      const timestamp = isoTime(connection.now(), connection.zone);
      return { body: { publickey, timestamp, signature: signatureOf({ publickey, timestamp, privatekey }) } };
    },
  });
  return async (call) => {
    await connection.turn();
    try {
      return (await call(client)).response;
    } catch (error) {
      throw troubleOf(error);
    }
  };
}
