import { Fault } from '../../domain/faults.ts';
import { safeAmount } from '../../domain/money.ts';
import type { DiscountScope } from '../../domain/pricing.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { assertFields } from '../catalogue/fields.ts';
import { createPool, updatePool } from '../catalogue/pool.ts';
import {
  abridged,
  changeRow,
  deleteRow,
  insertRow,
  nextUpdate,
  ownRow,
  ownRowOrNone,
  type Creation,
  type Patch,
} from '../catalogue/rows.ts';
import { recordChange } from '../ledger/record.ts';

const scopes_max = 200;
const bulk_max = 10_000;

/**
 * Terms that codes can share; until the first code of it is made it applies by itself, to whatever its scopes cover
 * (none: to everything). One that is meant for codes alone is made switched off, or in one step with them.
 */
export async function createDiscount(
  tx: Tx,
  input: Creation<'discount'> & { readonly scopes?: readonly DiscountScope[] | undefined },
): Promise<number> {
  const { scopes = [], ...fields } = input;
  assertTerms(fields);
  await assertScopes(tx, fields.organizer_id, scopes);
  const discount_id = await insertRow(tx, 'discount', fields);
  if (scopes.length > 0) await setDiscountScopes(tx, fields.organizer_id, discount_id, scopes);
  return discount_id;
}

/** Switching it off, or moving its window, switches off its codes; their amounts are their own. `scopes` replaces all of them. */
export async function updateDiscount(
  tx: Tx,
  input: {
    organizer_id: number;
    discount_id: number;
    scopes?: readonly DiscountScope[] | undefined;
  } & Patch<'discount'>,
): Promise<Row<'discount'>> {
  const { organizer_id, discount_id, scopes, ...patch } = input;
  const discount = await ownRow(tx, 'discount', organizer_id, discount_id);
  assertTerms({ ...discount, ...definedOf(patch) });
  if (scopes !== undefined) {
    await assertScopes(tx, organizer_id, scopes);
    await setDiscountScopes(tx, organizer_id, discount_id, scopes);
  }
  return changeRow(tx, 'discount', discount, patch);
}

async function setDiscountScopes(
  tx: Tx,
  organizer_id: number,
  discount_id: number,
  scopes: readonly DiscountScope[],
): Promise<void> {
  await tx.db.deleteFrom('discount_scope').where('discount_id', '=', discount_id).execute();
  const rows = uniqueScopes(scopes).map((scope) => ({ discount_id, ...scope }));
  if (rows.length > 0) await tx.db.insertInto('discount_scope').values(rows).execute();
  await recordChange(tx, {
    organizer_id,
    action: 'discount.scopes_changed',
    subject_kind: 'discount',
    subject_id: discount_id,
    after: { scopes },
  });
}

export async function deleteDiscount(
  tx: Tx,
  input: { organizer_id: number; discount_id: number },
): Promise<void> {
  await deleteRow(tx, 'discount', input.organizer_id, input.discount_id);
}

interface Terms {
  readonly kind: string;
  readonly value?: number | undefined;
  readonly percent_bp?: number | undefined;
}

/** A percentage has no value, a value no percentage, a reveal neither. */
function assertTerms(terms: Terms): void {
  const { kind, value = 0, percent_bp = 0 } = terms;
  safeAmount(value);
  const wrong = (kind !== 'value' && value !== 0) || (kind !== 'percent' && percent_bp !== 0);
  if (wrong) throw new Fault('invalid_input', { field: 'kind', kind, value, percent_bp });
}

function definedOf<T extends object>(patch: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const defined = Object.entries(patch).filter(([, value]) => value !== undefined);
  return Object.fromEntries(defined) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

export type NewPromoCode = Omit<Creation<'promo_code', 'kind'>, 'pool_id' | 'label_normal'> & {
  /** how many tickets may be bought with it; null: any number */
  readonly uses: number | null;
  /** what it applies to; none: everything. Of one kind any will do, several kinds must all be met. */
  readonly scopes?: readonly DiscountScope[] | undefined;
};

/**
 * Terms not given are those of its discount. A label is unique at its organizer, whatever its capitals: throws
 * `already_exists`.
 */
export async function createPromoCode(tx: Tx, input: NewPromoCode): Promise<number> {
  const { organizer_id, scopes = [] } = input;
  await assertScopes(tx, organizer_id, scopes);
  const discount = await ownRowOrNone(tx, 'discount', organizer_id, input.discount_id);
  return insertCode(tx, input, discount);
}

/** Many codes with the same terms, each with its own uses. All are made, or none. */
export async function createPromoCodes(
  tx: Tx,
  input: Omit<NewPromoCode, 'label'> & { readonly labels: readonly string[] },
): Promise<number[]> {
  const { labels, ...terms } = input;
  if (labels.length > bulk_max) throw new Fault('too_large', { bulk_max });
  await assertScopes(tx, terms.organizer_id, terms.scopes ?? []);
  const discount = await ownRowOrNone(tx, 'discount', terms.organizer_id, terms.discount_id);
  const ids: number[] = [];
  for (const label of labels) ids.push(await insertCode(tx, { ...terms, label }, discount));
  return ids;
}

async function insertCode(tx: Tx, input: NewPromoCode, discount: Row<'discount'> | null): Promise<number> {
  const { uses, scopes = [], ...given } = input;
  const { organizer_id } = given;
  const label = given.label.trim();
  const terms =
    given.kind === undefined && discount !== null
      ? { kind: discount.kind, value: discount.value, percent_bp: discount.percent_bp }
      : { kind: given.kind ?? '', value: given.value ?? 0, percent_bp: given.percent_bp ?? 0 };
  assertFields('promo_code', { label, ...terms });
  assertTerms(terms);
  const pool_id = await createPool(tx, { organizer_id, kind: 'code', name: label, capacity: uses });
  const id = await tx.id();
  const row = { ...definedOf(given), ...terms, label, label_normal: normalLabel(label), pool_id };
  assertFields('promo_code', row);
  const made = await tx.db
    .insertInto('promo_code')
    .values({ ...row, id, organizer_id, created_at: tx.now, updated_at: tx.now })
    .onConflict((conflict) => conflict.columns(['organizer_id', 'label_normal']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made === undefined) throw new Fault('already_exists', { kind: 'promo_code', label });
  await writeScopes(tx, id, scopes);
  await recordChange(tx, {
    organizer_id,
    action: 'promo_code.created',
    subject_kind: 'promo_code',
    subject_id: id,
    after: { ...abridged(row), uses, scopes },
  });
  return id;
}

/** How a label is looked up: as people type it, in capitals or not. */
export function normalLabel(label: string): string {
  return label.normalize('NFC').trim().toUpperCase();
}

const scopeTables = {
  event: 'event',
  session: 'session',
  zone: 'zone',
  price_group: 'price_group',
  price: 'price',
} as const;

async function assertScopes(rx: Rx, organizer_id: number, scopes: readonly DiscountScope[]): Promise<void> {
  if (scopes.length > scopes_max) throw new Fault('too_large', { scopes_max });
  for (const { kind, target_id } of scopes) {
    if (!Object.hasOwn(scopeTables, kind)) throw new Fault('invalid_input', { field: 'scopes', kind });
    await ownRow(rx, scopeTables[kind], organizer_id, target_id);
  }
}

async function writeScopes(tx: Tx, promo_code_id: number, scopes: readonly DiscountScope[]): Promise<void> {
  const rows = uniqueScopes(scopes).map((scope) => ({ promo_code_id, ...scope }));
  if (rows.length > 0) await tx.db.insertInto('promo_code_scope').values(rows).execute();
}

function uniqueScopes(scopes: readonly DiscountScope[]): DiscountScope[] {
  const unique = new Map(scopes.map((scope) => [`${scope.kind} ${scope.target_id}`, scope]));
  return [...unique.values()].map(({ kind, target_id }) => ({ kind, target_id }));
}

/** `uses` below what was used is refused with `capacity_below_sold`; `scopes` replaces all of them. */
export async function updatePromoCode(
  tx: Tx,
  input: {
    organizer_id: number;
    promo_code_id: number;
    uses?: number | null | undefined;
    scopes?: readonly DiscountScope[] | undefined;
  } & Patch<'promo_code', 'label' | 'label_normal' | 'pool_id'>,
): Promise<Row<'promo_code'>> {
  const { organizer_id, promo_code_id, uses, scopes, ...patch } = input;
  const code = await ownRow(tx, 'promo_code', organizer_id, promo_code_id);
  await ownRowOrNone(tx, 'discount', organizer_id, patch.discount_id);
  assertTerms({ ...code, ...definedOf(patch) });
  const { pool_id } = code;
  const touched =
    scopes !== undefined ||
    (uses !== undefined && uses !== (await ownRow(tx, 'pool', organizer_id, pool_id)).capacity);
  if (uses !== undefined) await updatePool(tx, { organizer_id, pool_id, capacity: uses });
  if (scopes !== undefined) await replaceScopes(tx, code, scopes);
  const after = await changeRow(tx, 'promo_code', code, patch);
  return touched && after === code ? touch(tx, code) : after;
}

/** Who reads what changed has to find it, too, where nothing of the row itself did. */
async function touch(tx: Tx, code: Row<'promo_code'>): Promise<Row<'promo_code'>> {
  const updated_at = nextUpdate(tx, code);
  await tx.db.updateTable('promo_code').set({ updated_at }).where('id', '=', code.id).execute();
  return { ...code, updated_at };
}

async function replaceScopes(
  tx: Tx,
  code: Row<'promo_code'>,
  scopes: readonly DiscountScope[],
): Promise<void> {
  await assertScopes(tx, code.organizer_id, scopes);
  await tx.db.deleteFrom('promo_code_scope').where('promo_code_id', '=', code.id).execute();
  await writeScopes(tx, code.id, scopes);
  await recordChange(tx, {
    organizer_id: code.organizer_id,
    action: 'promo_code.scopes_changed',
    subject_kind: 'promo_code',
    subject_id: code.id,
    after: { scopes },
  });
}

/** Another label; those who know the old one know it in vain. Throws `already_exists`, whatever the capitals. */
export async function renamePromoCode(
  tx: Tx,
  input: { organizer_id: number; promo_code_id: number; label: string },
): Promise<void> {
  const { organizer_id, promo_code_id, label } = input;
  const code = await ownRow(tx, 'promo_code', organizer_id, promo_code_id);
  const label_normal = normalLabel(label);
  const other = await tx.db
    .selectFrom('promo_code')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('label_normal', '=', label_normal)
    .where('id', '!=', promo_code_id)
    .executeTakeFirst();
  if (other !== undefined) throw new Fault('already_exists', { kind: 'promo_code', label });
  await changeRow(tx, 'promo_code', code, { label, label_normal });
}

/** Nobody can use it any more; its label stays taken. */
export async function deletePromoCode(
  tx: Tx,
  input: { organizer_id: number; promo_code_id: number },
): Promise<void> {
  await deleteRow(tx, 'promo_code', input.organizer_id, input.promo_code_id);
}
