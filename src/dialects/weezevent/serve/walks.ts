import { hash } from 'node:crypto';
import type { Office } from '../../../office/office.ts';
import {
  findPageStart,
  keepPageStarts,
  page_start_life_ms,
  type PageStart,
} from '../../../office/filters/page-starts.ts';
import { systemActor } from '../../../store/transaction.ts';

/** Where in the list of participants a page begins: the event, and the ticket that is behind. */
export interface Position {
  readonly event_id: number;
  readonly after: number;
}

export type Start = PageStart<Position>;

/**
 * Clients ask for pages by number. Counting to the nth page anew each time would make a walk over a long list cost its
 * square, and let who is deleted meanwhile push another one out of it, so that where the next page begins is kept behind the
 * number: by who asks for what, for a quarter of an hour. From the nearest page that is known the others are counted out.
 */
export interface Walks {
  find(key: string, page: number): Promise<Start | undefined>;
  keep(key: string, starts: readonly Start[]): Promise<void>;
}

/** The key of who asks for what: filters may be long, the key is not. */
export function walkKey(credential_id: number, wish: unknown): string {
  return hash('sha256', JSON.stringify([credential_id, wish]));
}

/** Of one process what it remembers; on PostgreSQL, where several may answer in turn, what the database does. */
export function walksOf({ store, surroundings }: Pick<Office, 'store' | 'surroundings'>): Walks {
  if (store.engine === 'sqlite') return new RememberedWalks(() => surroundings.now());
  return {
    find: (key, page) => store.read((rx) => findPageStart(rx, { key, page, now: surroundings.now() })),
    keep: (key, starts) => store.write(systemActor, (tx) => keepPageStarts(tx, { key, starts })),
  };
}

interface Walk {
  /** the last pages that were asked for, by page: asked again, the same rows come */
  readonly starts: Map<number, Position>;
  touched_at: number;
}

const walks_max = 500;
const starts_kept = 8;

export class RememberedWalks implements Walks {
  readonly #walks = new Map<string, Walk>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  find(key: string, page: number): Promise<Start | undefined> {
    return Promise.resolve(this.#nearest(key, page));
  }

  #nearest(key: string, page: number): Start | undefined {
    const now = this.#now();
    const walk = this.#walks.get(key);
    if (walk === undefined || now - walk.touched_at > page_start_life_ms || now < walk.touched_at)
      return undefined;
    const nearest = Math.max(...[...walk.starts.keys()].filter((known) => known <= page));
    const position = walk.starts.get(nearest);
    return position && { page: nearest, position };
  }

  keep(key: string, starts: readonly Start[]): Promise<void> {
    const walk = this.#walks.get(key) ?? { starts: new Map<number, Position>(), touched_at: 0 };
    walk.touched_at = this.#now();
    for (const { page, position } of starts) {
      walk.starts.delete(page);
      walk.starts.set(page, position);
      dropOldest(walk.starts, starts_kept);
    }
    // put back at the end: the map's order is the order of use
    this.#walks.delete(key);
    this.#walks.set(key, walk);
    dropOldest(this.#walks, walks_max);
    return Promise.resolve();
  }

  get size(): number {
    return this.#walks.size;
  }
}

function dropOldest(map: Map<unknown, unknown>, most: number): void {
  if (map.size <= most) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
