import { undiciTransport, type Transport } from '../../contract/transport.ts';
import type { Connector, Delivery, DeliveryOutcome, OpenConnection, Peer } from '../../hub/port.ts';
import { isSoldBefore, not_told } from '../../hub/sold-from.ts';
import { callRegister, type Register } from './connect/register.ts';
import { deliverOrder } from './connect/deliver.ts';
import { readSettings, Secrets, Settings } from './connect/settings.ts';

/**
 * A shop of caisse.enregistreuse.fr as a destination of sales. The vendor gives an order no name of ours, so our number
 * travels in `privateComment`, and the shop is asked for it before anything is sent: whatever crashed, a sale is there once.
 */
export function connectCaisse({
  transport = undiciTransport(),
}: { readonly transport?: Transport } = {}): Connector {
  return {
    dialect: 'caisse',
    title: 'caisse.enregistreuse.fr',
    default_base_url: 'https://caisse.enregistreuse.fr',
    settings: Settings,
    secrets: Secrets,
    abilities: {
      pulls: [],
      pushes: ['order'],
      cannot: [
        {
          what: 'pull',
          en: 'The register sells no tickets, so there is nothing to pull from it',
          fr: 'La caisse ne vend pas de billets : il n’y a rien à y lire',
        },
        {
          what: 'push_scan',
          en: 'The register knows nothing of entries',
          fr: 'La caisse ne connaît pas les entrées',
        },
      ],
    },
    pace: { gap_ms: 200, calls_per_minute: 120, timeout_ms: 30_000 },
    open: (connection) => openPeer(connection, transport),
  };
}

function openPeer(connection: OpenConnection, transport: Transport): Peer {
  const settings = readSettings(connection.settings);
  const register: Register = callRegister(connection, transport);
  return {
    probe: async () => {
      await register.test();
      return 'The shop answers to these credentials';
    },
    push: async (deliveries: readonly Delivery[]): Promise<DeliveryOutcome[]> => {
      const outcomes: DeliveryOutcome[] = [];
      for (const delivery of deliveries) {
        if (delivery.topic !== 'order') outcomes.push({ refused: 'the register takes sales alone' });
        else if (isSoldBefore(delivery.order, connection)) outcomes.push(not_told);
        else outcomes.push(await deliverOrder(register, settings, delivery));
      }
      return outcomes;
    },
  };
}
