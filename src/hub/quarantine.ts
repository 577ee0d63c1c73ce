import { limits } from '../domain/limits.ts';
import type { Rx, Tx } from '../store/transaction.ts';

export interface SetAside {
  readonly connection_id: number;
  readonly kind: string;
  /** the other system's id; of a part of ours, `#order/part` */
  readonly foreign_id: string;
  readonly reason: string;
  readonly payload: unknown;
}

/** Keeps what cannot be understood, with the reason; met again, it counts one more try. */
export async function setAside(
  tx: Tx,
  { connection_id, kind, foreign_id, ...aside }: SetAside,
): Promise<void> {
  const reason = aside.reason.slice(0, limits.title_chars_max);
  const payload = JSON.stringify(aside.payload ?? null);
  await tx.db
    .insertInto('quarantine')
    .values({
      id: await tx.id(),
      connection_id,
      kind,
      foreign_id,
      reason,
      payload,
      created_at: tx.now,
      updated_at: tx.now,
    })
    .onConflict((conflict) =>
      conflict.columns(['connection_id', 'kind', 'foreign_id']).doUpdateSet((eb) => ({
        reason,
        payload,
        tries: eb('quarantine.tries', '+', 1),
        updated_at: tx.now,
        resolved_at: null,
      })),
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

export interface Aside {
  readonly id: number;
  readonly connection_id: number;
  readonly kind: string;
  readonly foreign_id: string;
  readonly reason: string;
  readonly payload: string;
  readonly tries: number;
  readonly created_at: number;
}

export interface AsideFilter {
  readonly ids?: readonly number[] | undefined;
  readonly connection_id?: number | undefined;
  readonly limit: number;
}

/** What stands in quarantine, oldest first. */
export function listAside(rx: Rx, { ids, connection_id, limit }: AsideFilter): Promise<Aside[]> {
  let query = rx.db
    .selectFrom('quarantine')
    .select(['id', 'connection_id', 'kind', 'foreign_id', 'reason', 'payload', 'tries', 'created_at'])
    .where('resolved_at', 'is', null)
    .orderBy('id')
    .limit(limit);
  if (ids !== undefined) query = query.where('id', 'in', ids);
  if (connection_id !== undefined) query = query.where('connection_id', '=', connection_id);
  return query.execute();
}
