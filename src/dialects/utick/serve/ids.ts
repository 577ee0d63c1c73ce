import { Fault } from '../../../domain/faults.ts';
import { servedIdOf } from '../../../domain/served-id.ts';
import { fixesIds, localId, servedIds } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';

/** What this dialect shows by id. A price is a pack's id as well; a category is a zone, a price group or an event. */
export type Kind =
  | 'event'
  | 'session'
  | 'price'
  | 'zone'
  | 'price_group'
  | 'order'
  | 'ticket'
  | 'customer'
  | 'promo_code'
  | 'hall'
  | 'place'
  | 'counter'
  | 'counter_session'
  | 'payment'
  | 'payment_mode';

/** The local id behind one that a client sent. Throws `not_found` for one that is none; nothing says that the thing exists. */
export async function local(rx: Rx, organizer_id: number, kind: Kind, served_id: string): Promise<number> {
  const id = await localId(rx, { organizer_id, dialect: 'utick', kind, served_id: served_id.toLowerCase() });
  const found = id ?? (await localId(rx, { organizer_id, dialect: 'utick', kind, served_id }));
  if (found === undefined) throw new Fault('not_found', { kind });
  return found;
}

export async function localOrNone(
  rx: Rx,
  organizer_id: number,
  kind: Kind,
  served_id: string | undefined,
): Promise<number | undefined> {
  return served_id === undefined ? undefined : local(rx, organizer_id, kind, served_id);
}

/** The ids under which things are shown, a few queries for a whole answer. */
export class Shown {
  readonly #rx: Rx;
  readonly #organizer_id: number;
  readonly #known = new Map<Kind, Map<number, string>>();
  /** whether anything has an id that is not made of ours: asked once */
  #fixed: boolean | undefined;

  constructor(rx: Rx, organizer_id: number) {
    this.#rx = rx;
    this.#organizer_id = organizer_id;
  }

  /** To be called for every kind before `of`. */
  async load(kind: Kind, ids: Iterable<number | null | undefined>): Promise<this> {
    const known = this.#known.get(kind) ?? new Map<number, string>();
    this.#known.set(kind, known);
    const local_ids = [...new Set(ids)].filter(
      (id): id is number => id !== null && id !== undefined && !known.has(id),
    );
    if (local_ids.length === 0) return this;
    this.#fixed ??= await fixesIds(this.#rx, { organizer_id: this.#organizer_id, dialect: 'utick' });
    if (!this.#fixed) {
      for (const id of local_ids) known.set(id, servedIdOf('uuid', id));
      return this;
    }
    const of = {
      organizer_id: this.#organizer_id,
      dialect: 'utick',
      kind,
      local_ids,
      shape: 'uuid',
    } as const;
    for (const [id, text] of await servedIds(this.#rx, of)) known.set(id, text);
    return this;
  }

  of(kind: Kind, id: number): string {
    const text = this.#known.get(kind)?.get(id);
    if (text === undefined) throw new Error(`The ${kind} ${id} was not loaded`);
    return text;
  }

  orNull(kind: Kind, id: number | null): string | null {
    return id === null ? null : this.of(kind, id);
  }
}
