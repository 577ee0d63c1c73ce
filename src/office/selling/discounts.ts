import { limits } from '../../domain/limits.ts';
import { Fault } from '../../domain/faults.ts';
import type { Discount, DiscountKind, ScopeKind } from '../../domain/pricing.ts';
import { statement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';

/** A discount as the rules take it, with the pool that its uses are drawn from. */
export interface LoadedDiscount extends Discount {
  readonly promo_code_id: number;
  readonly pool_id: number;
}

interface CodeRow {
  id: number;
  label: string;
  kind: string;
  value: number;
  percent_bp: number;
  starts_at: number | null;
  ends_at: number | null;
  enabled: number;
  pool_id: number;
  capacity: number | null;
  taken: number;
  terms_start_at: number | null;
  terms_end_at: number | null;
  terms_enabled: number | null;
  terms_deleted_at: number | null;
}

const selectCode = statement<{ organizer_id: number; id: number }, CodeRow>((db, slot) =>
  db
    .selectFrom('promo_code')
    .innerJoin('pool', 'pool.id', 'promo_code.pool_id')
    .leftJoin('discount', 'discount.id', 'promo_code.discount_id')
    .select([
      'promo_code.id',
      'promo_code.label',
      'promo_code.kind',
      'promo_code.value',
      'promo_code.percent_bp',
      'promo_code.starts_at',
      'promo_code.ends_at',
      'promo_code.enabled',
      'promo_code.pool_id',
      'pool.capacity',
      'pool.taken',
      'discount.starts_at as terms_start_at',
      'discount.ends_at as terms_end_at',
      'discount.enabled as terms_enabled',
      'discount.deleted_at as terms_deleted_at',
    ])
    .where('promo_code.id', '=', slot('id'))
    .where('promo_code.organizer_id', '=', slot('organizer_id'))
    .where('promo_code.deleted_at', 'is', null),
);

const selectScopes = statement<{ id: number }, { kind: string; target_id: number }>((db, slot) =>
  db.selectFrom('promo_code_scope').select(['kind', 'target_id']).where('promo_code_id', '=', slot('id')),
);

/** The narrower of the code's own window and its discount's. */
function narrower(row: CodeRow): { starts_at: number | null; ends_at: number | null } {
  const starts = [row.starts_at, row.terms_start_at].filter((at) => at !== null);
  const ends = [row.ends_at, row.terms_end_at].filter((at) => at !== null);
  return {
    starts_at: starts.length === 0 ? null : Math.max(...starts),
    ends_at: ends.length === 0 ? null : Math.min(...ends),
  };
}

/** The promo codes that a request names; those that do not exist are left out, and the rules say so. */
export async function loadDiscounts(
  rx: Rx,
  organizer_id: number,
  promo_code_ids: readonly number[],
): Promise<LoadedDiscount[]> {
  if (promo_code_ids.length > limits.request_promo_codes_max) {
    throw new Fault('invalid_input', { field: 'promo_code_ids', limit: limits.request_promo_codes_max });
  }
  const discounts: LoadedDiscount[] = [];
  for (const id of new Set(promo_code_ids)) {
    const row = await rx.first(selectCode, { organizer_id, id });
    if (row === undefined) continue;
    const scopes = await rx.run(selectScopes, { id });
    discounts.push({
      id: row.id,
      promo_code_id: row.id,
      pool_id: row.pool_id,
      label: row.label,
      kind: row.kind as DiscountKind,
      value: row.value,
      percent_bp: row.percent_bp,
      // a code of a discount counts only while the discount does
      ...narrower(row),
      enabled: row.enabled === 1 && row.terms_enabled !== 0 && row.terms_deleted_at === null,
      uses_left: row.capacity === null ? null : Math.max(0, row.capacity - row.taken),
      scopes: scopes.map((scope) => ({ kind: scope.kind as ScopeKind, target_id: scope.target_id })),
    });
  }
  return discounts;
}
