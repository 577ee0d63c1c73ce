import type { Runner } from '../hub/runner.ts';
import type { FeedTimes } from './live/feed.ts';
import type { SessionLife } from '../office/access/user-sessions.ts';
import type { Office } from '../office/office.ts';

/** What the handlers of every group are made with. */
export interface ApiFace {
  readonly office: Office;
  /** how long users stay signed in */
  readonly life: SessionLife;
  /** what pulls from and tells other systems; undefined where this process does neither */
  readonly hub?: Runner | undefined;
  /** of live events; the usual ones unless given */
  readonly feed_times?: FeedTimes;
}
