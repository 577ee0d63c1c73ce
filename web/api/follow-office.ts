import type { EndpointName } from './call.ts';
import { follow } from './live.ts';
import { setLive } from './live-state.ts';
import { isDeep, queryClient } from './queries.ts';

/** Follows an office with what the browser has. Gives what ends it. */
export function followOffice(organizer_id: number): () => void {
  return follow(organizer_id, {
    open: (url) => new EventSource(url),
    page: document,
    stale: markStale,
    live: setLive,
  });
}

/** Who is signed in is asked by other ways; a report looks at every sale, and says itself when it was made. */
const left_alone: ReadonlySet<unknown> = new Set(['me', 'read_report']);

/** What is looked at is read again at once, all else when it is come back to. */
function markStale(names: ReadonlySet<EndpointName> | 'all'): void {
  void queryClient.invalidateQueries(
    {
      predicate: ({ queryKey: [name], state }) =>
        (names === 'all' ? !left_alone.has(name) : names.has(name as EndpointName)) && !isDeep(state.data),
    },
    { cancelRefetch: false },
  );
}
