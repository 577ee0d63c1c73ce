import type { Connector } from '../hub/port.ts';

/** Every system that Guichet is a client of, loaded when connections are worked on. */
const loaders: readonly (() => Promise<Connector>)[] = [
  async () => (await import('../dialects/billetweb/connect.ts')).connectBilletweb(),
  async () => (await import('../dialects/caisse/connect.ts')).connectCaisse(),
  async () => (await import('../dialects/caisse/connect-webhook.ts')).connectCaisseWebhook(),
  async () => (await import('../dialects/odoo/connect.ts')).connectOdoo(),
  async () => (await import('../dialects/weezevent/connect.ts')).connectWeezevent(),
  async () => (await import('../dialects/utick/connect.ts')).connectUtick(),
];

/** The connectors by their dialect. */
export async function loadConnectors(): Promise<ReadonlyMap<string, Connector>> {
  const connectors = await Promise.all(loaders.map((load) => load()));
  return new Map(connectors.map((connector) => [connector.dialect, connector]));
}
