import { hash } from 'node:crypto';

/** Where in the list of participants a page begins: the event, and the ticket that is behind. */
export interface Position {
  readonly event_id: number;
  readonly after: number;
}

interface Walk {
  /** the last pages that were asked for, by page: asked again, the same rows come */
  readonly starts: Map<number, Position>;
  touched_at: number;
}

const walks_max = 500;
const starts_kept = 8;
const kept_ms = 15 * 60_000;

/**
 * Clients ask for pages by number. Counting to the nth page anew each time would make a walk over a long list cost its
 * square, so that where the next page begins is kept behind the number: by who asks for what, in this process, for a
 * quarter of an hour. A page that is not known is counted out, and is the same.
 */
export class Walks {
  readonly #walks = new Map<string, Walk>();

  /** The key of who asks for what: filters may be long, the key is not. */
  static keyOf(credential_id: number, wish: unknown): string {
    return hash('sha256', JSON.stringify([credential_id, wish]));
  }

  find(key: string, page: number, now: number): Position | undefined {
    const walk = this.#walks.get(key);
    if (walk === undefined || now - walk.touched_at > kept_ms || now < walk.touched_at) return undefined;
    return walk.starts.get(page);
  }

  keep(key: string, page: number, start: Position, now: number): void {
    const walk = this.#walks.get(key) ?? { starts: new Map<number, Position>(), touched_at: now };
    walk.touched_at = now;
    walk.starts.delete(page);
    walk.starts.set(page, start);
    dropOldest(walk.starts, starts_kept);
    // put back at the end: the map's order is the order of use
    this.#walks.delete(key);
    this.#walks.set(key, walk);
    dropOldest(this.#walks, walks_max);
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
