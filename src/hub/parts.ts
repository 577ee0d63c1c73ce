import type { Office } from '../office/office.ts';
import type { Waiting } from './pace.ts';
import type { Connector } from './port.ts';

/** What the hub is made of: the office, and every connector that the composition root knows, by its dialect. */
export interface HubParts {
  readonly office: Pick<Office, 'store' | 'surroundings' | 'sealer'>;
  readonly connectors: ReadonlyMap<string, Connector>;
  /** how work waits for its turn; as time goes by unless given */
  readonly waiting?: Waiting;
}
