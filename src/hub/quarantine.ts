import type { AsideReason } from '../domain/hub-reasons.ts';
import { Fault } from '../domain/faults.ts';
import { limits } from '../domain/limits.ts';
import { recordChange } from '../office/ledger/record.ts';
import type { Rx, Tx } from '../store/transaction.ts';
import type { ConnectionKey } from './connections.ts';
import { keptReason } from './kept-reason.ts';
import type { Lacking } from './port.ts';

export interface SetAside {
  readonly connection_id: number;
  readonly kind: string;
  /** the other system's id; of a part of ours, `#order/part` */
  readonly foreign_id: string;
  readonly reason: string;
  readonly why?: AsideReason | undefined;
  readonly lacks?: Lacking | undefined;
  readonly payload: unknown;
}

/**
 * Keeps what cannot be understood, with the reason; met again, it counts one more try. What a person dropped stays dropped as
 * long as the reason is the same.
 */
export async function setAside(
  tx: Tx,
  { connection_id, kind, foreign_id, lacks, ...aside }: SetAside,
): Promise<void> {
  const reason = aside.reason.slice(0, limits.title_chars_max);
  const mending = {
    setting: lacks?.setting ?? '',
    named: (lacks?.named ?? '').slice(0, limits.title_chars_max),
  };
  const why = keptReason(aside.why);
  const payload = JSON.stringify(aside.payload ?? null);
  await tx.db
    .insertInto('quarantine')
    .values({
      id: await tx.id(),
      connection_id,
      kind,
      foreign_id,
      reason,
      why,
      ...mending,
      payload,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['connection_id', 'kind', 'foreign_id']).doUpdateSet((eb) => {
        const stays = eb.and([
          eb('quarantine.dropped_at', 'is not', null),
          eb('quarantine.reason', '=', reason),
        ]);
        return {
          reason,
          why,
          ...mending,
          payload,
          tries: eb('quarantine.tries', '+', 1),
          updated_at: tx.now,
          resolved_at: eb.case().when(stays).then(eb.ref('quarantine.resolved_at')).end(),
          dropped_at: eb.case().when(stays).then(eb.ref('quarantine.dropped_at')).end(),
        };
      }),
    )
    .execute();
}

/** What was set aside of a record went in after all. */
export async function resolveAside(
  tx: Tx,
  of: { readonly connection_id: number; readonly kind: string; readonly foreign_ids: readonly string[] },
): Promise<void> {
  if (of.foreign_ids.length === 0) return;
  await tx.db
    .updateTable('quarantine')
    .set({ resolved_at: tx.now })
    .where('connection_id', '=', of.connection_id)
    .where('kind', '=', of.kind)
    .where('foreign_id', 'in', of.foreign_ids)
    .where('resolved_at', 'is', null)
    .execute();
}

/** What was set aside of an order and is not any more. */
export async function resolveParts(
  tx: Tx,
  of: { readonly connection_id: number; readonly order_id: number; readonly still: readonly string[] },
): Promise<void> {
  let query = tx.db
    .updateTable('quarantine')
    .set({ resolved_at: tx.now })
    .where('connection_id', '=', of.connection_id)
    .where('foreign_id', 'like', `#${of.order_id}/%`)
    .where('resolved_at', 'is', null);
  if (of.still.length > 0) query = query.where('foreign_id', 'not in', of.still);
  await query.execute();
}

/** How a part of an order of ours is called in the quarantine. */
export const partName = (order_id: number, local_id: number): string => `#${order_id}/${local_id}`;

/** How a record stands in the set of what is aside. */
export const nameAside = (kind: string, foreign_id: string): string => `${kind}/${foreign_id}`;

const names_each = 500;

/**
 * What was set aside by these names and is not told any more by a source that was read whole, or not as something that is taken:
 * nobody has to settle it. Parts of our own orders stay: they are settled when they are told.
 */
export async function forgetAside(
  write: <T>(command: (tx: Tx) => Promise<T>) => Promise<T>,
  connection_id: number,
  names: ReadonlySet<string>,
): Promise<void> {
  const over = [...names].map((name) => {
    const end = name.indexOf('/');
    return { kind: name.slice(0, end), ref: name.slice(end + 1) };
  });
  for (const [kind, some] of Map.groupBy(over, (one) => one.kind)) {
    const refs = some.flatMap(({ ref }) => (ref.startsWith('#') ? [] : [ref]));
    for (let from = 0; from < refs.length; from += names_each) {
      const foreign_ids = refs.slice(from, from + names_each);
      await write((tx) => resolveAside(tx, { connection_id, kind, foreign_ids }));
    }
  }
}

/** What of a connection stands in quarantine. */
export async function namesAside(rx: Rx, connection_id: number): Promise<Set<string>> {
  const rows = await rx.db
    .selectFrom('quarantine')
    .select(['kind', 'foreign_id'])
    .where('connection_id', '=', connection_id)
    .where('resolved_at', 'is', null)
    .execute();
  return new Set(rows.map(({ kind, foreign_id }) => nameAside(kind, foreign_id)));
}

/** Leaves something out for good, or until it is refused for another reason. Throws `not_found` for what is not aside. */
export async function dropAside(
  tx: Tx,
  of: ConnectionKey & { readonly aside_id: number; readonly why: string },
): Promise<void> {
  const { organizer_id, connection_id, aside_id } = of;
  const [aside] = await listAside(tx, { ids: [aside_id], connection_id, limit: 1 });
  if (aside === undefined) throw new Fault('not_found', { kind: 'quarantine', id: aside_id });
  await tx.db
    .updateTable('quarantine')
    .set({ resolved_at: tx.now, dropped_at: tx.now })
    .where('id', '=', aside_id)
    .execute();
  const { kind, foreign_id, reason } = aside;
  await recordChange(tx, {
    organizer_id,
    action: 'quarantine.dropped',
    subject_kind: 'connection',
    subject_id: connection_id,
    before: { kind, foreign_id, reason },
    reason: of.why,
  });
}

export interface Aside {
  readonly id: number;
  readonly connection_id: number;
  readonly kind: string;
  readonly foreign_id: string;
  readonly reason: string;
  /** JSON; null: it has no code */
  readonly why: string | null;
  readonly setting: string;
  readonly named: string;
  readonly payload: string;
  readonly tries: number;
  readonly created_at: number;
  readonly updated_at: number;
}

export interface AsideFilter {
  readonly ids?: readonly number[] | undefined;
  readonly connection_id?: number | undefined;
  /** those that the same mapping would mend */
  readonly lacks?: Lacking | undefined;
  readonly limit: number;
}

/** What stands in quarantine, oldest first. */
export function listAside(rx: Rx, { ids, connection_id, lacks, limit }: AsideFilter): Promise<Aside[]> {
  let query = rx.db
    .selectFrom('quarantine')
    .select(['id', 'connection_id', 'kind', 'foreign_id', 'reason', 'why', 'setting', 'named', 'payload'])
    .select(['tries', 'created_at', 'updated_at'])
    .where('resolved_at', 'is', null)
    .orderBy('id')
    .limit(limit);
  if (ids !== undefined) query = query.where('id', 'in', ids);
  if (connection_id !== undefined) query = query.where('connection_id', '=', connection_id);
  if (lacks !== undefined)
    query = query.where('setting', '=', lacks.setting).where('named', '=', lacks.named);
  return query.execute();
}
