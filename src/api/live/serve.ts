import { answer } from '../../contract/endpoint.ts';
import type { GroupHandlers } from '../group.ts';
import type { live } from './contract.ts';
import type { LiveFeed } from './feed.ts';
import { readPosition } from './subscriber.ts';

export function liveHandlers(feed: LiveFeed): GroupHandlers<typeof live> {
  return {
    live: async ({ auth, headers }) => {
      const { stream } = await feed.open(auth, readPosition(headers['last-event-id']));
      // a proxy that gathers what it passes on would hold events back
      return answer(200, stream, { 'cache-control': 'no-store', 'x-accel-buffering': 'no' });
    },
  };
}
