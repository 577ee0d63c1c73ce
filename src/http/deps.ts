import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import type { ServedDialect } from '../dialects/served-dialect.ts';
import type { Runner } from '../hub/runner.ts';
import type { Office } from '../office/office.ts';
import type { LogDestination } from './log.ts';
import type { DemoNotice } from './pages/home.ts';

/** What the composition root hands over. */
export interface AppDeps {
  readonly office: Office;
  readonly dialects: readonly ServedDialect[];
  readonly config: Config;
  /** what pulls from and tells other systems; without it `/sync` and the webhook are not served */
  readonly hub?: Runner;
  /** what the root page says of the demo */
  readonly demo?: DemoNotice;
  /** further routes of the composition root, such as the sandbox's */
  readonly extend?: (app: FastifyInstance) => void | Promise<void>;
  /** where the log goes; standard output unless given */
  readonly log?: LogDestination;
}
