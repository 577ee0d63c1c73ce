import { undiciTransport, type Transport } from '../../contract/transport.ts';
import type {
  Connector,
  Delivery,
  OpenConnection,
  OrderDelivery,
  Peer,
  ScanDelivery,
} from '../../hub/port.ts';
import { PeerTrouble } from '../../hub/port.ts';
import { heeding } from '../heeding.ts';
import type { CallOdoo } from './connect/call.ts';
import { deliverOrders, type OdooParts } from './connect/deliver.ts';
import { callByJson2 } from './connect/json-2.ts';
import { callByJsonRpc, type UserNumbers } from './connect/json-rpc.ts';
import { pullScans, readHoldings } from './connect/pull.ts';
import { repairOdoo } from './connect/repair.ts';
import { deliverScans } from './connect/scans.ts';
import { Mapping, readSettings, Secrets, Settings, type OdooSettings } from './connect/settings.ts';

/** orders of one push: a dozen calls, whatever their number */
const push_batch_max = 200;

/**
 * Odoo 18 and 19 as a destination of sales and scans, and a source of scans. Nothing that Guichet remembers is needed to find what
 * it made there: orders are known by their reference, registrations by their barcode, contacts by their address.
 */
export function connectOdoo({
  transport = undiciTransport(),
}: { readonly transport?: Transport } = {}): Connector {
  const users: UserNumbers = new Map();
  return {
    dialect: 'odoo',
    title: 'Odoo',
    default_base_url: 'https://example.odoo.com',
    settings: Settings,
    secrets: Secrets,
    mappings: { events: { from: 'from', to: 'to' }, products: { from: 'name', to: 'barcode' } },
    abilities: {
      pulls: ['scan'],
      pushes: ['order', 'scan'],
      cannot: [
        {
          what: 'see_deletions',
          en: 'Odoo does not tell which registrations were deleted; the doctor finds them missing',
          fr: "Odoo ne dit pas quelles inscriptions ont été supprimées ; l'examen les trouve manquantes",
        },
      ],
    },
    // Odoo Online takes about a call a second, one after the other
    pace: { gap_ms: 1_000, calls_per_minute: 60, timeout_ms: 60_000 },
    origin_event: (settings, event_ref) => new Mapping(readSettings(settings)).originOf(Number(event_ref)),
    open: (connection) => openPeer(connection, transport, users),
  };
}

function openPeer(connection: OpenConnection, transport: Transport, users: UserNumbers): Peer {
  const settings = readSettings(connection.settings);
  const call = callerOf(connection, settings, { transport, users });
  const parts: OdooParts = { call, settings, mapping: new Mapping(settings) };
  return {
    push_batch_max,
    probe: () => probe(parts),
    pull: (wish) => pullScans(parts, wish),
    push: async (deliveries) => {
      if (deliveries.every(isOrder)) return deliverOrders(parts, deliveries);
      if (deliveries.every(isScan)) return deliverScans(parts, deliveries);
      throw new Error('a push is of one topic');
    },
    holdings: () => readHoldings(parts),
    repair: (wish) => repairOdoo(parts, wish),
  };
}

const isOrder = (delivery: Delivery): delivery is OrderDelivery => delivery.topic === 'order';
const isScan = (delivery: Delivery): delivery is ScanDelivery => delivery.topic === 'scan';

function callerOf(
  connection: OpenConnection,
  settings: OdooSettings,
  { transport, users }: { readonly transport: Transport; readonly users: UserNumbers },
): CallOdoo {
  const { base_url, secrets, timeout_ms, turn } = connection;
  const { database, login, protocol } = settings;
  const parts = {
    transport: heeding(transport, connection),
    base_url,
    database,
    login,
    key: secrets['key'] ?? '',
    timeout_ms,
    turn,
  };
  if (protocol === 'json-2') return callByJson2(parts);
  if (database === '' || login === '') {
    const words = 'JSON-RPC needs the name of the database and a login: set them';
    return () => Promise.reject(new PeerTrouble('credentials', words));
  }
  return callByJsonRpc(parts, users);
}

/** One call on JSON-2, two on JSON-RPC. */
async function probe({ call, mapping }: OdooParts): Promise<string> {
  const domain = [['event_id', 'in', mapping.event_ids]];
  const count = await call({ model: 'event.registration', method: 'search_count', named: { domain } });
  if (typeof count !== 'number') throw new PeerTrouble('nonsense', 'Odoo gave no number of registrations');
  return `Odoo holds ${count} registrations of the mapped events`;
}
