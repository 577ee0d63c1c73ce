import { actorOf, requireScope } from '../../../office/access/principal.ts';
import type { SqlColumns } from '../../../office/filters/compile.ts';
import type { Office } from '../../../office/office.ts';
import { codeOfLabel } from '../../../office/promotions/list-codes.ts';
import {
  createPromoCode as create,
  renamePromoCode,
  updatePromoCode,
} from '../../../office/promotions/promo-code.ts';
import {
  discountColumns,
  discountList,
  discountRows,
  promoCodeColumns,
  promoCodeList,
  promoCodeRows,
} from '../../../office/promotions/promotion-lists.ts';
import type { Engine } from '../../../store/ddl.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { ListInput, NewPromoCode, PromoCodeChange } from '../inputs.ts';
import type { Discount, PromoCode } from '../shapes.ts';
import { instantOf, isOn, money, timesOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { dates, type Speech } from './list-columns.ts';
import { pageIds, speechOf, type Listing } from './lists.ts';
import { named } from './named-things.ts';
import { totalsOf, type Page } from './orders.ts';
import { missing, reachedIds, shownIds, WantedIds, type Reached } from './shown-ids.ts';

const per_page = 50;
const discounts: Listing = { kind: 'discount', per_page, columns: discountWhere, source: discountList };
const codes: Listing = { kind: 'promo_code', per_page, columns: promoCodeWhere, source: promoCodeList };

/** qtickets-api.txt, "Список скидок". */
export function listDiscounts(office: Office, caller: Caller, input: ListInput): Promise<Page<Discount>> {
  requireScope(caller, 'events.read');
  return office.store.read(async (rx) => {
    const speech = await speechOf(rx, caller);
    const { ids, paging } = await pageIds(rx, {
      input,
      speech,
      listing: discounts,
      totals: totalsOf(office),
    });
    return { data: await discountsWire(rx, ids, speech), paging };
  });
}

function discountWhere(_: Engine, speech: Speech, fixed: boolean): SqlColumns {
  const discount = discountColumns(speech.by, fixed);
  const date = dates(speech);
  return {
    id: discount.id,
    name: discount.name,
    type: discount.kind,
    is_active: discount.enabled,
    active_from: date(discount.starts_at),
    active_to: date(discount.ends_at),
    created_at: date(discount.created_at),
    updated_at: date(discount.updated_at),
    deleted_at: date(discount.deleted_at),
  };
}

async function discountsWire(
  rx: Rx,
  ids: readonly number[],
  { zone, currency }: Speech,
): Promise<Discount[]> {
  const rows = await discountRows(rx, ids);
  const time = timesOf(zone);
  const shown = await shownByOrganizer(rx, 'discount', rows);
  return rows.map((row) => ({
    id: shown(row.organizer_id, row.id),
    name: row.name,
    is_active: row.enabled,
    type: row.kind,
    value: row.kind === 'percent' ? row.percent_bp / 100 : money(row.value, currency),
    active_from: time(row.starts_at),
    active_to: time(row.ends_at),
    created_at: time(row.created_at) ?? '',
    updated_at: time(row.updated_at) ?? '',
    deleted_at: time(row.deleted_at),
  }));
}

/** How the ids of one kind are shown, each by its organizer. */
async function shownByOrganizer(
  rx: Rx,
  kind: string,
  rows: readonly { readonly organizer_id: number; readonly id: number }[],
): Promise<(organizer_id: number, id: number) => number> {
  const byOrganizer = new Map<number, Awaited<ReturnType<typeof shownIds>>>();
  for (const organizer_id of new Set(rows.map((row) => row.organizer_id))) {
    const wanted = new WantedIds();
    for (const row of rows) if (row.organizer_id === organizer_id) wanted.add(kind, row.id);
    byOrganizer.set(organizer_id, await shownIds(rx, organizer_id, wanted.byKind));
  }
  return (organizer_id, id) => byOrganizer.get(organizer_id)?.(kind, id) ?? 0;
}

/** qtickets-api.txt, "Список промокодов". */
export function listPromoCodes(office: Office, caller: Caller, input: ListInput): Promise<Page<PromoCode>> {
  requireScope(caller, 'events.read');
  return office.store.read(async (rx) => {
    const speech = await speechOf(rx, caller);
    const { ids, paging } = await pageIds(rx, { input, speech, listing: codes, totals: totalsOf(office) });
    return { data: await promoCodesWire(rx, ids, speech.zone), paging };
  });
}

function promoCodeWhere(_: Engine, speech: Speech, fixed: boolean): SqlColumns {
  const code = promoCodeColumns(speech.by, fixed);
  const date = dates(speech);
  return {
    id: code.id,
    discount_id: code.discount_id,
    code: code.label,
    is_active: code.enabled,
    max_uses_count: code.uses_max,
    uses_count: code.uses,
    active_from: date(code.starts_at),
    active_to: date(code.ends_at),
    created_at: date(code.created_at),
    updated_at: date(code.updated_at),
    deleted_at: date(code.deleted_at),
  };
}

async function promoCodesWire(rx: Rx, ids: readonly number[], zone: string): Promise<PromoCode[]> {
  const rows = await promoCodeRows(rx, ids);
  const time = timesOf(zone);
  const shown = await shownByOrganizer(rx, 'promo_code', rows);
  const lowered = rows.flatMap(({ organizer_id, discount_id }) =>
    discount_id === null ? [] : [{ organizer_id, id: discount_id }],
  );
  const shownDiscount = await shownByOrganizer(rx, 'discount', lowered);
  return rows.map((row) => ({
    id: shown(row.organizer_id, row.id),
    is_active: row.enabled,
    discount_id: row.discount_id === null ? null : shownDiscount(row.organizer_id, row.discount_id),
    code: row.label,
    max_uses_count: row.uses_max,
    uses_count: row.uses,
    active_from: time(row.starts_at),
    active_to: time(row.ends_at),
    created_at: time(row.created_at) ?? '',
    updated_at: time(row.updated_at) ?? '',
    deleted_at: time(row.deleted_at),
  }));
}

/**
 * A code with the terms of its discount; `max_uses_count` null or left out: any number of times. A code that the discount has
 * already is changed by what is sent: sent again, nothing is doubled.
 */
export async function createPromoCode(
  office: Office,
  caller: Caller,
  data: NewPromoCode,
): Promise<{ data: PromoCode }> {
  requireScope(caller, 'events.change');
  const zone = await office.store.read(async (rx) => (await speechOf(rx, caller)).zone);
  const id = await office.store.write(actorOf(caller), async (tx) => {
    const { organizer_id, id: discount_id } = await reachedDiscount(tx, caller, data.discount_id);
    const label = data.code.trim();
    const { uses = null, ...terms } = termsOf(data, zone);
    const known = await codeOfLabel(tx, { organizer_id, label });
    if (known?.discount_id === discount_id) {
      await updatePromoCode(tx, {
        organizer_id,
        promo_code_id: known.id,
        uses: data.max_uses_count,
        ...terms,
      });
      return known.id;
    }
    return create(tx, { organizer_id, discount_id, label, uses, ...terms });
  });
  return office.store.read((rx) => onePromoCode(rx, id, zone));
}

/** What is left out stays as it is. */
export async function changePromoCode(
  office: Office,
  caller: Caller,
  served_id: number,
  data: PromoCodeChange,
): Promise<{ data: PromoCode }> {
  requireScope(caller, 'events.change');
  const zone = await office.store.read(async (rx) => (await speechOf(rx, caller)).zone);
  const id = await office.store.write(actorOf(caller), async (tx) => {
    const { organizer_id, id: promo_code_id } = await reachedCode(tx, caller, served_id);
    const discount_id =
      data.discount_id === undefined
        ? undefined
        : await named(tx, organizer_id, 'discount', 'discount_id', data.discount_id);
    await updatePromoCode(tx, { organizer_id, promo_code_id, discount_id, ...termsOf(data, zone) });
    if (data.code !== undefined)
      await renamePromoCode(tx, { organizer_id, promo_code_id, label: data.code.trim() });
    return promo_code_id;
  });
  return office.store.read((rx) => onePromoCode(rx, id, zone));
}

function termsOf(data: PromoCodeChange, zone: string) {
  const instant = (field: 'active_from' | 'active_to'): number | null | undefined => {
    const text = data[field];
    return text === null || text === undefined ? text : instantOf(text, zone, field);
  };
  return {
    enabled: data.is_active === undefined ? undefined : isOn(data.is_active) ? 1 : 0,
    uses: data.max_uses_count,
    starts_at: instant('active_from'),
    ends_at: instant('active_to'),
  };
}

async function reachedDiscount(tx: Tx, caller: Caller, served_id: number | string): Promise<Reached> {
  for (const reached of await reachedIds(tx, caller, 'discount', served_id)) {
    const found = await discountRows(tx, [reached.id]);
    if (found.some((row) => row.organizer_id === reached.organizer_id && row.deleted_at === null))
      return reached;
  }
  throw missing('discount_id', served_id);
}

async function reachedCode(tx: Tx, caller: Caller, served_id: number): Promise<Reached> {
  for (const reached of await reachedIds(tx, caller, 'promo_code', served_id)) {
    const found = await promoCodeRows(tx, [reached.id]);
    if (found.some((row) => row.organizer_id === reached.organizer_id && row.deleted_at === null))
      return reached;
  }
  throw missing('promo_code', served_id);
}

async function onePromoCode(rx: Rx, id: number, zone: string): Promise<{ data: PromoCode }> {
  const [data] = await promoCodesWire(rx, [id], zone);
  if (data === undefined) throw missing('promo_code', id);
  return { data };
}
