import { Fault } from '../../domain/faults.ts';
import { limits } from '../../domain/limits.ts';
import type { Discount, DiscountKind, ScopeKind } from '../../domain/pricing.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';
import { normalLabel } from './promo-code.ts';

/** What takes something off a price, as domain/pricing.ts takes it: a code, or a discount that applies by itself. */
export interface ApplicableDiscount extends Discount {
  /** of a code: the pool that its uses are taken from */
  readonly pool_id: number | null;
  /** the discount itself, or that of the code */
  readonly discount_id: number | null;
}

export interface ApplicableCode extends ApplicableDiscount {
  readonly label: string;
  readonly description: string;
  readonly pool_id: number;
}

type Scope = Discount['scopes'][number];

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
      'promo_code.discount_id',
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
  const shared = await discountScopes(
    rx,
    rows.flatMap((row) => row.discount_id ?? []),
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
    scopes: narrowed(scopes.get(row.id) ?? [], shared.get(row.discount_id ?? 0) ?? []),
    pool_id: row.pool_id,
    discount_id: row.discount_id,
  }));
}

/** A code holds where its own scope and its discount's both do. */
function narrowed(own: readonly Scope[], shared: readonly Scope[]): Scope[] {
  const kinds = new Set([...own, ...shared].map((scope) => scope.kind));
  return [...kinds].flatMap((kind) => {
    const one = own.filter((scope) => scope.kind === kind);
    const other = shared.filter((scope) => scope.kind === kind);
    if (one.length === 0) return other;
    if (other.length === 0) return one;
    const both = one.filter((scope) => other.some(({ target_id }) => target_id === scope.target_id));
    // no target of the kind suits both: one that nothing has keeps the code from applying
    return both.length > 0 ? both : [{ kind, target_id: 0 }];
  });
}

interface StandingRow {
  readonly id: number;
  readonly kind: string;
  readonly value: number;
  readonly percent_bp: number;
  readonly starts_at: number | null;
  readonly ends_at: number | null;
}

const selectStanding = lastingStatement<{ organizer_id: number }, StandingRow>((db, slot) =>
  db
    .selectFrom('discount')
    .select(['id', 'kind', 'value', 'percent_bp', 'starts_at', 'ends_at'])
    .where('organizer_id', '=', slot('organizer_id'))
    .where('enabled', '=', 1)
    .where('deleted_at', 'is', null)
    .where('kind', '!=', 'reveal')
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('promo_code')
            .select('promo_code.id')
            .whereRef('promo_code.discount_id', '=', 'discount.id'),
        ),
      ),
    )
    .orderBy('id'),
);

/**
 * The discounts that apply by themselves: those that no code was ever made for (with the last code of a discount deleted,
 * it does not become everybody's). `applicable` decides whether they are in force and cover an offer.
 */
export async function findStandingDiscounts(rx: Rx, organizer_id: number): Promise<ApplicableDiscount[]> {
  const rows = await rx.run(selectStanding, { organizer_id });
  if (rows.length === 0) return [];
  const scopes = await discountScopes(
    rx,
    rows.map((row) => row.id),
  );
  return rows.map((row) => ({
    ...row,
    label: null,
    kind: row.kind as DiscountKind,
    enabled: true,
    uses_left: null,
    scopes: scopes.get(row.id) ?? [],
    pool_id: null,
    discount_id: row.id,
  }));
}

async function discountScopes(rx: Rx, discount_ids: readonly number[]): Promise<Map<number, Scope[]>> {
  const scopes = new Map<number, Scope[]>();
  if (discount_ids.length === 0) return scopes;
  const rows = await rx.db
    .selectFrom('discount_scope')
    .selectAll()
    .where('discount_id', 'in', discount_ids)
    .orderBy('kind')
    .orderBy('target_id')
    .execute();
  for (const { discount_id, kind, target_id } of rows) {
    const known = scopes.get(discount_id) ?? [];
    known.push({ kind: kind as ScopeKind, target_id });
    scopes.set(discount_id, known);
  }
  return scopes;
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
