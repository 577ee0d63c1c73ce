import type { FastifyInstance } from 'fastify';
import type { Contract } from '../contract/contract.ts';
import type { Office } from '../office/office.ts';

/**
 * A dialect as the server takes it from the composition root, so that `http` imports none. `serve` mounts the
 * contract below `/<name>`; the server itself adds `/<name>/openapi.json` and `/<name>/reference`, and leads the
 * dialect's own host and port to the prefix.
 */
export interface ServedDialect {
  readonly name: string;
  readonly contract: Contract;
  readonly serve: (app: FastifyInstance, office: Office) => void | Promise<void>;
}
