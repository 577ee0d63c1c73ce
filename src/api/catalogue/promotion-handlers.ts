import type { Static } from 'typebox';
import { drawCodes, signs_default } from '../../domain/code-draw.ts';
import { Fault } from '../../domain/faults.ts';
import type { DiscountScope } from '../../domain/pricing.ts';
import { ownRow } from '../../office/catalogue/rows.ts';
import { plain } from '../../office/filters/columns.ts';
import { tableList } from '../../office/filters/list-after.ts';
import { findPromoCode, promoCodesOfIds, type PromoCodeView } from '../../office/promotions/list-codes.ts';
import {
  createPromoCodes,
  deleteDiscount,
  deletePromoCode,
  renamePromoCode,
  updateDiscount,
  updatePromoCode,
} from '../../office/promotions/promo-code.ts';
import { lockRow } from '../../store/lock-row.ts';
import { assertAsSeen } from '../as-seen.ts';
import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { instantColumn, listPageOf } from '../list.ts';
import { once } from '../once.ts';
import { fromInstant, toInstantOrNull } from '../shapes.ts';
import type { PromoCode, promotionEndpoints } from './promotion-endpoints.ts';

/** The codes of an organizer, by what they are filtered and ordered by. */
export const promoCodeList = tableList(
  'promo_code',
  {
    label: plain('text', 'promo_code.label'),
    kind: plain('text', 'promo_code.kind'),
    discount_id: plain('number', 'promo_code.discount_id'),
    enabled: plain('flag', 'promo_code.enabled'),
    starts_at: instantColumn('promo_code.starts_at'),
    ends_at: instantColumn('promo_code.ends_at'),
    created_at: instantColumn('promo_code.created_at'),
  },
  { living: true },
);

interface GivenTerms {
  readonly description?: string;
  readonly discount_id?: number | null;
  readonly value?: number;
  readonly percent_bp?: number;
  readonly starts_at?: string | null;
  readonly ends_at?: string | null;
  readonly enabled?: boolean;
  readonly scopes?: readonly { readonly kind: string; readonly target_id: number }[];
}

function termsOf(given: GivenTerms) {
  const { description, discount_id, value, percent_bp, starts_at, ends_at, enabled, scopes } = given;
  return {
    ...{ description, discount_id, value, percent_bp },
    starts_at:
      starts_at === undefined || starts_at === null ? starts_at : fromInstant(starts_at, 'starts_at'),
    ends_at: ends_at === undefined || ends_at === null ? ends_at : fromInstant(ends_at, 'ends_at'),
    enabled: enabled === undefined ? undefined : Number(enabled),
    // of the vocabulary by the contract
    scopes: scopes as readonly DiscountScope[] | undefined,
  };
}

/** Throws `invalid_input` where both were given. */
function patternOf(given: { readonly prefix?: string; readonly pattern?: string }): string {
  const { prefix, pattern } = given;
  if (pattern === undefined) return `${prefix ?? ''}${'#'.repeat(signs_default)}`;
  if (prefix === undefined) return pattern;
  throw new Fault('invalid_input', { in: 'body', path: 'pattern', message: 'cannot stand beside a prefix' });
}

function codeItem(code: PromoCodeView): Static<typeof PromoCode> {
  const { id, label, description, discount_id, value, percent_bp, capacity, taken, scopes } = code;
  return {
    ...{ id, label, description, discount_id, value, percent_bp },
    kind: code.kind as Static<typeof PromoCode>['kind'],
    starts_at: toInstantOrNull(code.starts_at),
    ends_at: toInstantOrNull(code.ends_at),
    enabled: code.enabled === 1,
    uses: capacity,
    used: taken,
    scopes: [...scopes],
  };
}

/** Codes and discounts are the whole organizer's, whatever they apply to. */
export function promotionHandlers(face: ApiFace): GroupHandlers<typeof promotionEndpoints> {
  const { store } = face.office;
  return {
    list_promo_codes: ({ auth, query }) =>
      store.read((rx) =>
        listPageOf(rx, auth, query, {
          ...{ source: promoCodeList, event_column: undefined, item: codeItem },
          rows: (rx, ids) => promoCodesOfIds(rx, { organizer_id: auth.organizer_id, ids }),
        }),
      ),
    find_promo_code: ({ auth, params }) =>
      store.read(async (rx) => {
        auth.requireEverywhere();
        return codeItem(
          await findPromoCode(rx, { organizer_id: auth.organizer_id, promo_code_id: params.id }),
        );
      }),
    create_promo_codes: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        auth.requireEverywhere();
        const { labels, uses, kind } = body;
        const { organizer_id } = auth;
        return { ids: await createPromoCodes(tx, { ...termsOf(body), organizer_id, labels, uses, kind }) };
      }),
    draw_promo_codes: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, body } = handed;
        auth.requireEverywhere();
        const { count, uses, kind } = body;
        const labels = drawCodes({ count, pattern: patternOf(body), random: (bytes) => tx.random(bytes) });
        await createPromoCodes(tx, {
          ...{ ...termsOf(body), organizer_id: auth.organizer_id, labels, uses, kind },
        });
        return { labels };
      }),
    change_promo_code: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        const { was, ...body } = handed.body;
        auth.requireEverywhere();
        const of = { organizer_id: auth.organizer_id, promo_code_id: params.id };
        if (was !== undefined) {
          await lockRow(tx, 'promo_code', params.id);
          assertAsSeen(codeItem(await findPromoCode(tx, of)), was);
        }
        if (body.label !== undefined) await renamePromoCode(tx, { ...of, label: body.label });
        await updatePromoCode(tx, { ...of, uses: body.uses, ...termsOf(body) });
        return codeItem(await findPromoCode(tx, of));
      }),
    delete_promo_code: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        auth.requireEverywhere();
        await deletePromoCode(tx, { organizer_id: auth.organizer_id, promo_code_id: params.id });
        return { deleted: true as const };
      }),
    delete_discount: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params } = handed;
        auth.requireEverywhere();
        await deleteDiscount(tx, { organizer_id: auth.organizer_id, discount_id: params.id });
        return { deleted: true as const };
      }),
    set_discount_scopes: (handed) =>
      once(face, handed, async (tx) => {
        const { auth, params, body } = handed;
        auth.requireEverywhere();
        const of = { organizer_id: auth.organizer_id, discount_id: params.id };
        await ownRow(tx, 'discount', of.organizer_id, of.discount_id);
        const { scopes } = body;
        await updateDiscount(tx, { ...of, scopes });
        return { scopes };
      }),
  };
}
