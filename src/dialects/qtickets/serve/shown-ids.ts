import { servedIdOf } from '../../../domain/served-id.ts';
import { Fault } from '../../../domain/faults.ts';
import { hasFixedIds } from '../../../office/filters/shown-ids.ts';
import { localId, servedIds } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';
import type { Shown } from './order-wire.ts';

const dialect = 'qtickets';

/** Kinds that never come from elsewhere, so that nothing has to be looked up. */
const born: ReadonlySet<string> = new Set(['refund', 'any_date']);

/** The ids under which things are shown, by kind; `shown(kind, id)` of what was not asked for is a mistake here. */
export async function shownIds(
  rx: Rx,
  organizer_id: number,
  wanted: ReadonlyMap<string, ReadonlySet<number>>,
): Promise<Shown> {
  const found = new Map<string, Map<number, string>>();
  const allBorn = new Set(born);
  for (const [kind, ids] of wanted) {
    if (ids.size === 0) continue;
    // one look tells that nothing of the kind came from elsewhere: then ids are as they are computed
    const fixed = await hasFixedIds(rx, { dialect, organizer_ids: [organizer_id] }, kind);
    if (fixed) found.set(kind, await servedIds(rx, { organizer_id, dialect, kind, local_ids: [...ids] }));
    else allBorn.add(kind);
  }
  return (kind, id) => {
    const served = allBorn.has(kind) ? servedIdOf('integer', id) : found.get(kind)?.get(id);
    if (served === undefined) throw new Error(`The id of a ${kind} was not looked up`);
    return Number(served);
  };
}

/** Gathers ids by kind, leaving out what is missing. */
export class WantedIds {
  readonly byKind = new Map<string, Set<number>>();

  add(kind: string, id: number | null | undefined): void {
    if (id === null || id === undefined) return;
    const ids = this.byKind.get(kind);
    if (ids === undefined) this.byKind.set(kind, new Set([id]));
    else ids.add(id);
  }
}

export interface Reached {
  readonly organizer_id: number;
  readonly id: number;
}

/** The local id behind one that a client sent, at the organizers that the caller reaches; undefined: none of them has it. */
export async function reachedIds(
  rx: Rx,
  caller: Pick<Caller, 'organizer_ids'>,
  kind: string,
  served_id: number | string,
): Promise<Reached[]> {
  const found: Reached[] = [];
  for (const organizer_id of caller.organizer_ids) {
    const id = await localId(rx, { organizer_id, dialect, kind, served_id });
    if (id !== undefined) found.push({ organizer_id, id });
  }
  return found;
}

export const missing = (kind: string, id: number | string): Fault =>
  new Fault('not_found', { kind, id: String(id) });
