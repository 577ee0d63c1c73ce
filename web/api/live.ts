import type { EndpointName } from './call.ts';
import { newsEvents, staleAfter } from './news.ts';

/** as long as this after the first of them, news are gathered, so that one sale is one look */
const gather_ms = 250;
/** and no sooner after the last look, whatever happens */
const rest_ms = 1_500;
/** a stream that does not come back by itself is opened anew after this long */
const again_ms = 10_000;

/** What the following of an office works with. */
export interface Surroundings {
  readonly open: (url: string) => EventSource;
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>;
  readonly stale: (names: ReadonlySet<EndpointName> | 'all') => void;
  readonly live: (is: boolean) => void;
}

/**
 * Follows the live events of an office while the page is seen, and has what they tell of read again. One connection for all of
 * the page; closed while it is hidden, since a browser has few. Gives what ends it.
 */
export function follow(organizer_id: number, surroundings: Surroundings): () => void {
  const { page, open, live } = surroundings;
  const news = gathering(surroundings.stale);
  let stream: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function close(): void {
    clearTimeout(timer);
    stream?.close();
    stream = undefined;
    live(false);
  }

  function connect(): void {
    const opened = open(`/api/live?guichet-organizer=${organizer_id}`);
    stream = opened;
    opened.addEventListener('open', () => {
      live(true);
      // between what was read and the opening something may have happened
      news.add('all');
    });
    opened.addEventListener('error', () => {
      live(false);
      // a browser connects again by itself unless it was refused
      if (opened.readyState !== opened.CLOSED) return;
      clearTimeout(timer);
      timer = setTimeout(connect, again_ms);
    });
    for (const name of newsEvents)
      opened.addEventListener(name, ({ data }: MessageEvent<string>) =>
        news.add(staleAfter(name, JSON.parse(data) as object)),
      );
  }

  function look(): void {
    close();
    if (page.visibilityState === 'visible') connect();
  }

  page.addEventListener('visibilitychange', look);
  look();
  return () => {
    page.removeEventListener('visibilitychange', look);
    close();
    news.end();
  };
}

/** Gathers names and hands them on together, with a rest in between. */
function gathering(stale: Surroundings['stale']) {
  let waiting = new Set<EndpointName>();
  let all = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let handed_at = -Infinity;
  const hand = (): void => {
    timer = undefined;
    handed_at = performance.now();
    const names = all ? 'all' : waiting;
    [waiting, all] = [new Set(), false];
    stale(names);
  };
  return {
    add(names: readonly EndpointName[] | 'all'): void {
      if (names === 'all') all = true;
      else for (const name of names) waiting.add(name);
      timer ??= setTimeout(hand, Math.max(gather_ms, handed_at + rest_ms - performance.now()));
    },
    end: (): void => clearTimeout(timer),
  };
}
