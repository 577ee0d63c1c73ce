import type { Tx } from '../../store/transaction.ts';
import { ownRow } from '../catalogue/rows.ts';
import { createArticle, createDepartment, updateArticle } from '../counter/article.ts';
import { codeOfLabel } from '../promotions/list-codes.ts';
import { createPromoCode } from '../promotions/promo-code.ts';
import { differs, number, text, wrong, type TakeRow } from './row-values.ts';

/** A code of its own terms; one of this label stays as it is. */
export const takePromoCode: TakeRow = async (tx, { organizer_id }, values) => {
  const label = text(values, 'label');
  const [percent, value] = [number(values, 'percent'), number(values, 'value')];
  if (percent !== undefined && value !== undefined) throw wrong('value', 'percent_and_value');
  const kind =
    values['kind'] ?? (percent !== undefined ? 'percent' : value !== undefined ? 'value' : 'missing');
  if (kind === 'missing') throw wrong('percent', 'missing');
  if (kind === 'percent' && percent === undefined) throw wrong('percent', 'missing');
  if (kind === 'value' && value === undefined) throw wrong('value', 'missing');
  const [starts_at, ends_at] = [number(values, 'starts_at') ?? null, number(values, 'ends_at') ?? null];
  if (starts_at !== null && ends_at !== null && ends_at <= starts_at) throw wrong('ends_at', 'ends_before');
  if ((await codeOfLabel(tx, { organizer_id, label })) !== undefined) return 'unchanged';
  await createPromoCode(tx, {
    ...{ organizer_id, label, kind: String(kind), starts_at, ends_at },
    ...{ percent_bp: kind === 'percent' ? percent : 0, value: kind === 'value' ? value : 0 },
    enabled: values['enabled'] === undefined ? undefined : Number(values['enabled']),
    ...{ uses: number(values, 'uses') ?? null, description: text(values, 'description') },
  });
  return 'made';
};

/** An article known by its number, else by its name: made, or brought to what the row says. Its department is made with it. */
export const takeArticle: TakeRow = async (tx, { organizer_id }, values) => {
  const [name, plu] = [text(values, 'name'), text(values, 'plu')];
  const department = text(values, 'department');
  const vat_bp = number(values, 'vat');
  const known = await tx.db
    .selectFrom('article')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('deleted_at', 'is', null)
    .where((eb) => (plu === '' ? eb('name', '=', name) : eb('plu', '=', plu)))
    .orderBy('id')
    .executeTakeFirst();
  const department_id =
    department === '' ? undefined : await departmentOf(tx, organizer_id, department, vat_bp ?? 0);
  const fields = {
    ...{ name, department_id, vat_bp, amount: number(values, 'amount') ?? 0 },
    plu: plu === '' ? undefined : plu,
    enabled: values['enabled'] === undefined ? undefined : Number(values['enabled']),
  };
  if (known === undefined) {
    await createArticle(tx, { organizer_id, ...fields });
    return 'made';
  }
  const before = await ownRow(tx, 'article', organizer_id, known.id);
  const after = await updateArticle(tx, { organizer_id, article_id: known.id, ...fields });
  return differs(before, after) ? 'changed' : 'unchanged';
};

async function departmentOf(tx: Tx, organizer_id: number, name: string, vat_bp: number): Promise<number> {
  const known = await tx.db
    .selectFrom('department')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('name', '=', name)
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
  return known?.id ?? createDepartment(tx, { organizer_id, name, vat_bp });
}
