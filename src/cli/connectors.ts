import type { Connector } from '../hub/port.ts';
import type { Office } from '../office/office.ts';

/** Makes a connector; one that is only looked at is given no office. */
type Loader = (office: Office | undefined) => Promise<Connector>;

/** Every system that Guichet is a client of, loaded when connections are worked on. */
const loaders: readonly Loader[] = [
  async () => (await import('../dialects/billetweb/connect.ts')).connectBilletweb(),
  async () => (await import('../dialects/caisse/connect.ts')).connectCaisse(),
  async () => (await import('../dialects/caisse/connect-webhook.ts')).connectCaisseWebhook(),
  async () => (await import('../dialects/odoo/connect.ts')).connectOdoo(),
  async () => (await import('../dialects/qtickets/connect.ts')).connectQtickets(),
  async (office) => {
    const { connectQticketsWebhook } = await import('../dialects/qtickets/connect/webhook.ts');
    return connectQticketsWebhook({ orderText: (order_id) => qticketsOrder(office, order_id) });
  },
  async () => (await import('../dialects/utick/connect.ts')).connectUtick(),
  async () => (await import('../dialects/weezevent/connect.ts')).connectWeezevent(),
];

/** What serves Qtickets is loaded with the first webhook. */
async function qticketsOrder(office: Office | undefined, order_id: number): Promise<string | undefined> {
  if (office === undefined) return undefined;
  const { orderTextOf } = await import('../dialects/qtickets/serve/order-text.ts');
  return orderTextOf(office)(order_id);
}

/** The connectors by their dialect. */
export async function loadConnectors(office?: Office): Promise<ReadonlyMap<string, Connector>> {
  const connectors = await Promise.all(loaders.map((load) => load(office)));
  return new Map(connectors.map((connector) => [connector.dialect, connector]));
}
