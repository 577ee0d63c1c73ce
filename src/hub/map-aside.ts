import { Fault } from '../domain/faults.ts';
import type { Tx } from '../store/transaction.ts';
import { changeConnection, connectionById, connectorOf, type ConnectionKey } from './connections.ts';
import type { HubParts } from './parts.ts';
import type { Lacking } from './port.ts';
import { listAside } from './quarantine.ts';

export interface MapWish extends ConnectionKey {
  readonly aside_id: number;
  /** what the other system calls it, as the connector's schema has that field */
  readonly to: string | number;
}

/**
 * Adds to the connection's mapping what a thing in quarantine is called there, or corrects it; gives the mapping and the
 * name, of which everything that lacked it is to be retried. Throws `not_found` for what is not aside, `not_supported` where
 * no mapping would mend it, `invalid_input` for what cannot be its name there.
 */
export async function mapAside(
  tx: Tx,
  parts: HubParts,
  { organizer_id, connection_id, aside_id, to }: MapWish,
): Promise<Lacking> {
  const key = { organizer_id, connection_id };
  const connection = await connectionById(tx, key);
  const [aside] = await listAside(tx, { ids: [aside_id], connection_id, limit: 1 });
  if (aside === undefined) throw new Fault('not_found', { kind: 'quarantine', id: aside_id });
  const { setting, named } = aside;
  const mapping = connectorOf(parts, connection.dialect).mappings?.[setting];
  if (mapping === undefined)
    throw new Fault('not_supported', { reason: 'no mapping of this connection would mend it' });
  const settings = JSON.parse(connection.settings) as Record<string, Record<string, unknown>[]>;
  const others = (settings[setting] ?? []).filter((pair) => pair[mapping.from] !== named);
  const pairs = [...others, { [mapping.from]: named, [mapping.to]: to }];
  await changeConnection(tx, parts, { ...key, settings: { [setting]: pairs } });
  return { setting, named };
}
