import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Discount, DiscountKind, ScopeKind } from '../../domain/pricing.ts';
import type { Rx } from '../../store/transaction.ts';
import { normalLabel } from './promo-code.ts';

/** A code as domain/pricing.ts takes it, with the pool that its uses are taken from. */
export interface ApplicableCode extends Discount {
  readonly label: string;
  readonly description: string;
  readonly pool_id: number;
}

function latest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.max(a, b);
}

function earliest(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

/** The codes by label or by id, each with what is left of its uses; its window is the narrower of its own and its discount's. */
function selectCodes(rx: Rx, organizer_id: number) {
  return rx.db
    .selectFrom('promo_code')
    .innerJoin('pool', 'pool.id', 'promo_code.pool_id')
    .leftJoin('discount', 'discount.id', 'promo_code.discount_id')
    .select([
      'promo_code.id',
      'promo_code.label',
      'promo_code.description',
      'promo_code.kind',
      'promo_code.value',
      'promo_code.percent_bp',
      'promo_code.starts_at',
      'promo_code.ends_at',
      'promo_code.enabled',
      'promo_code.pool_id',
      'pool.capacity',
      'pool.taken',
      'discount.starts_at as discount_starts_at',
      'discount.ends_at as discount_ends_at',
      'discount.enabled as discount_enabled',
      'discount.deleted_at as discount_deleted_at',
    ])
    .where('promo_code.organizer_id', '=', organizer_id)
    .where('promo_code.deleted_at', 'is', null)
    .orderBy('promo_code.id')
    .limit(limits.request_promo_codes_max);
}

/**
 * The codes that a buyer names, by label (in any capitals) or by id, as domain/pricing.ts takes them: `applicable` and
 * `assertCode` decide there whether they are in force, cover an offer, and are not used up. One that is unknown or deleted is
 * missing from the answer. Throws `invalid_input` for more than `limits.request_promo_codes_max` names.
 */
export async function findApplicableCodes(
  rx: Rx,
  input: { organizer_id: number; labels?: readonly string[]; ids?: readonly number[] },
): Promise<ApplicableCode[]> {
  const { organizer_id } = input;
  const labels = [...new Set((input.labels ?? []).map(normalLabel))];
  const ids = [...new Set(input.ids ?? [])];
  if (labels.length + ids.length === 0) return [];
  if (labels.length + ids.length > limits.request_promo_codes_max) {
    throw new Fault('invalid_input', { field: 'promo_codes', most: limits.request_promo_codes_max });
  }
  const rows = await selectCodes(rx, organizer_id)
    .where((eb) =>
      eb.or([
        ...(labels.length > 0 ? [eb('promo_code.label_normal', 'in', labels)] : []),
        ...(ids.length > 0 ? [eb('promo_code.id', 'in', ids)] : []),
      ]),
    )
    .execute();
  const scopes = await scopesOf(
    rx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    id: row.id,
    label: row.label,
    description: row.description,
    kind: row.kind as DiscountKind,
    value: row.value,
    percent_bp: row.percent_bp,
    starts_at: latest(row.starts_at, row.discount_starts_at),
    ends_at: earliest(row.ends_at, row.discount_ends_at),
    enabled: row.enabled === 1 && row.discount_enabled !== 0 && row.discount_deleted_at === null,
    uses_left: row.capacity === null ? null : Math.max(0, row.capacity - row.taken),
    scopes: scopes.get(row.id) ?? [],
    pool_id: row.pool_id,
  }));
}

async function scopesOf(
  rx: Rx,
  code_ids: readonly number[],
): Promise<Map<number, { kind: ScopeKind; target_id: number }[]>> {
  const scopes = new Map<number, { kind: ScopeKind; target_id: number }[]>();
  if (code_ids.length === 0) return scopes;
  const rows = await rx.db
    .selectFrom('promo_code_scope')
    .selectAll()
    .where('promo_code_id', 'in', code_ids)
    .orderBy('kind')
    .orderBy('target_id')
    .execute();
  for (const { promo_code_id, kind, target_id } of rows) {
    const known = scopes.get(promo_code_id) ?? [];
    known.push({ kind: kind as ScopeKind, target_id });
    scopes.set(promo_code_id, known);
  }
  return scopes;
}
