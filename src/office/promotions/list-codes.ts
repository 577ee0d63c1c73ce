import { Fault } from '../../domain/faults.ts';
import type { DiscountScope, ScopeKind } from '../../domain/pricing.ts';
import { statement } from '../../store/statement.ts';
import type { Row } from '../../store/tables.ts';
import type { Rx } from '../../store/transaction.ts';
import { normalLabel } from './promo-code.ts';

/** A code with what is left of its uses (null: any number) and what it applies to. */
export interface PromoCodeView extends Row<'promo_code'> {
  readonly capacity: number | null;
  readonly taken: number;
  readonly scopes: readonly DiscountScope[];
}

/** The living codes of these ids that are the organizer's, in no order. */
export async function promoCodesOfIds(
  rx: Rx,
  { organizer_id, ids }: { readonly organizer_id: number; readonly ids: readonly number[] },
): Promise<PromoCodeView[]> {
  if (ids.length === 0) return [];
  const rows = await rx.db
    .selectFrom('promo_code')
    .innerJoin('pool', 'pool.id', 'promo_code.pool_id')
    .selectAll('promo_code')
    .select(['pool.capacity', 'pool.taken'])
    .where('promo_code.id', 'in', ids)
    .where('promo_code.organizer_id', '=', organizer_id)
    .where('promo_code.deleted_at', 'is', null)
    .execute();
  const scopes = await rx.db
    .selectFrom('promo_code_scope')
    .select(['promo_code_id', 'kind', 'target_id'])
    .where('promo_code_id', 'in', ids)
    .orderBy('kind')
    .orderBy('target_id')
    .execute();
  const byCode = Map.groupBy(scopes, ({ promo_code_id }) => promo_code_id);
  return rows.map((row) => ({
    ...row,
    scopes: (byCode.get(row.id) ?? []).map(({ kind, target_id }) => ({ kind: kind as ScopeKind, target_id })),
  }));
}

/** Throws `not_found` for another organizer's code as for none. */
export async function findPromoCode(
  rx: Rx,
  input: { readonly organizer_id: number; readonly promo_code_id: number },
): Promise<PromoCodeView> {
  const { organizer_id, promo_code_id } = input;
  const [code] = await promoCodesOfIds(rx, { organizer_id, ids: [promo_code_id] });
  if (code === undefined) throw new Fault('not_found', { kind: 'promo_code', id: promo_code_id });
  return code;
}

/** The living code of a label, whatever its capitals; undefined: there is none. */
export function codeOfLabel(
  rx: Rx,
  { organizer_id, label }: { readonly organizer_id: number; readonly label: string },
): Promise<{ id: number; discount_id: number | null } | undefined> {
  return rx.db
    .selectFrom('promo_code')
    .select(['id', 'discount_id'])
    .where('organizer_id', '=', organizer_id)
    .where('label_normal', '=', normalLabel(label))
    .where('deleted_at', 'is', null)
    .executeTakeFirst();
}

interface SoldThere {
  readonly organizer_id: number;
  readonly event_id: number;
  readonly session_id: number | null;
  readonly now: number;
}

const selectAnyCode = statement<Omit<SoldThere, 'session_id'> & { session_id: number }, { id: number }>(
  (db, slot) =>
    db
      .selectFrom('promo_code')
      .select('promo_code.id')
      .where('promo_code.organizer_id', '=', slot('organizer_id'))
      .where('promo_code.enabled', '=', 1)
      .where('promo_code.deleted_at', 'is', null)
      .where((eb) =>
        eb.and([
          eb.or([eb('promo_code.starts_at', 'is', null), eb('promo_code.starts_at', '<=', slot('now'))]),
          eb.or([eb('promo_code.ends_at', 'is', null), eb('promo_code.ends_at', '>', slot('now'))]),
        ]),
      )
      .where((eb) => {
        const scopes = eb
          .selectFrom('promo_code_scope as scope')
          .select('scope.target_id')
          .whereRef('scope.promo_code_id', '=', 'promo_code.id');
        const offers = eb
          .selectFrom('offer')
          .where('offer.event_id', '=', slot('event_id'))
          .where('offer.deleted_at', 'is', null);
        const groups = offers
          .innerJoin('price', 'price.id', 'offer.price_id')
          .select('price.price_group_id')
          .where('price.price_group_id', 'is not', null)
          .$castTo<{ price_group_id: number }>();
        const zones = offers
          .select('offer.zone_id')
          .where('offer.zone_id', 'is not', null)
          .$castTo<{ zone_id: number }>();
        const touching = scopes.where((one) =>
          one.or([
            one('scope.target_id', 'in', [slot('event_id'), slot('session_id')]),
            one('scope.target_id', 'in', zones),
            one('scope.target_id', 'in', offers.select('offer.price_id')),
            one('scope.target_id', 'in', groups),
          ]),
        );
        return eb.or([eb.not(eb.exists(scopes)), eb.exists(touching)]);
      })
      .limit(1),
);

/** Whether there is a code in force that may apply to something sold there. */
export async function codesExistFor(rx: Rx, there: SoldThere): Promise<boolean> {
  const { organizer_id, event_id, session_id, now } = there;
  const found = await rx.first(selectAnyCode, { organizer_id, event_id, session_id: session_id ?? 0, now });
  return found !== undefined;
}
