import type { Row } from '../../store/tables.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import {
  changeRow,
  deleteRow,
  insertRow,
  ownRow,
  ownRowOrNone,
  type Creation,
  type Patch,
} from '../catalogue/rows.ts';

/** A part of the shop, with the VAT that its articles have unless they say otherwise. */
export function createDepartment(tx: Tx, input: Creation<'department'>): Promise<number> {
  return insertRow(tx, 'department', input);
}

export async function updateDepartment(
  tx: Tx,
  input: { organizer_id: number; department_id: number } & Patch<'department'>,
): Promise<Row<'department'>> {
  const { organizer_id, department_id, ...patch } = input;
  return changeRow(tx, 'department', await ownRow(tx, 'department', organizer_id, department_id), patch);
}

export async function deleteDepartment(
  tx: Tx,
  input: { organizer_id: number; department_id: number },
): Promise<void> {
  await deleteRow(tx, 'department', input.organizer_id, input.department_id);
}

interface ArticleReferences {
  readonly department_id?: number | null | undefined;
  readonly offer_id?: number | null | undefined;
  readonly pool_id?: number | null | undefined;
}

async function assertReferences(
  rx: Rx,
  organizer_id: number,
  article: ArticleReferences,
): Promise<Row<'department'> | null> {
  await ownRowOrNone(rx, 'offer', organizer_id, article.offer_id);
  await ownRowOrNone(rx, 'pool', organizer_id, article.pool_id);
  return ownRowOrNone(rx, 'department', organizer_id, article.department_id);
}

/** Something sold over the counter. With `offer_id`, selling it sells a ticket. Its VAT is the department's unless set. */
export async function createArticle(tx: Tx, input: Creation<'article', 'vat_bp'>): Promise<number> {
  const department = await assertReferences(tx, input.organizer_id, input);
  return insertRow(tx, 'article', { ...input, vat_bp: input.vat_bp ?? department?.vat_bp ?? 0 });
}

export async function updateArticle(
  tx: Tx,
  input: { organizer_id: number; article_id: number } & Patch<'article'>,
): Promise<Row<'article'>> {
  const { organizer_id, article_id, ...patch } = input;
  await assertReferences(tx, organizer_id, patch);
  return changeRow(tx, 'article', await ownRow(tx, 'article', organizer_id, article_id), patch);
}

export async function deleteArticle(
  tx: Tx,
  input: { organizer_id: number; article_id: number },
): Promise<void> {
  await deleteRow(tx, 'article', input.organizer_id, input.article_id);
}

/** A choice that changes an article (with milk, large, …) and what it costs on top; without an article, for any. */
export async function createVariation(tx: Tx, input: Creation<'variation'>): Promise<number> {
  await ownRowOrNone(tx, 'article', input.organizer_id, input.article_id);
  return insertRow(tx, 'variation', input);
}

export async function updateVariation(
  tx: Tx,
  input: { organizer_id: number; variation_id: number } & Patch<'variation', 'article_id'>,
): Promise<Row<'variation'>> {
  const { organizer_id, variation_id, ...patch } = input;
  return changeRow(tx, 'variation', await ownRow(tx, 'variation', organizer_id, variation_id), patch);
}

export async function deleteVariation(
  tx: Tx,
  input: { organizer_id: number; variation_id: number },
): Promise<void> {
  await deleteRow(tx, 'variation', input.organizer_id, input.variation_id);
}
