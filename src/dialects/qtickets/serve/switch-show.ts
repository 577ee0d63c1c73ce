import { updateOffer } from '../../../office/catalogue/offer.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import { entriesOf, type ShowInput } from '../event-inputs.ts';
import { isOn } from '../wire.ts';
import type { KeptOfShow } from './show-wire.ts';

/** What of a show that is off was off before, and what was said of its zones since. */
export interface OffBefore {
  /** local ids of offers */
  readonly offers: readonly number[];
  /** by their codes; a zone that is named here decides for all its offers */
  readonly zones: Readonly<Record<string, boolean>>;
}

/** What is not on sale as it is. */
async function offNow(rx: Rx, session_id: number): Promise<OffBefore> {
  const offers = await offersOf(rx, session_id);
  const byZone = Map.groupBy(
    offers.filter(({ code }) => code !== null),
    ({ code }) => code ?? '',
  );
  const dark = [...byZone].filter(([, zone]) => zone.every(({ enabled }) => enabled === 0));
  return {
    offers: offers.flatMap(({ id, enabled }) => (enabled === 0 ? [id] : [])),
    zones: Object.fromEntries(dark.map(([code]) => [code, true])),
  };
}

/** Kept while the show is off, and what this request says of its zones; undefined: the show is on. */
export async function keptOff(
  rx: Rx,
  session_id: number | undefined,
  { input, known, is_active }: { input: ShowInput; known: KeptOfShow; is_active: boolean | undefined },
): Promise<OffBefore | undefined> {
  if (is_active !== false) return undefined;
  const before =
    known.is_active === false || session_id === undefined ? known.off : await offNow(rx, session_id);
  const said = entriesOf(input.scheme_properties?.zones).flatMap(([code, { disabled }]) =>
    disabled === undefined ? [] : [[code, isOn(disabled)] as const],
  );
  return { offers: before?.offers ?? [], zones: { ...before?.zones, ...Object.fromEntries(said) } };
}

/** Whether it was off, or is to be, apart from the show that is off. */
export function isOffItself(off: OffBefore | undefined, offer: { id: number; code: string | null }): boolean {
  return off?.zones[offer.code ?? ''] ?? off?.offers.includes(offer.id) ?? false;
}

/** A show that is not active sells nothing; active again, what was off before it stays so. */
export async function switchOffers(
  tx: Tx,
  session: Row<'session'>,
  { input, known, kept }: { input: ShowInput; known: KeptOfShow; kept: KeptOfShow },
): Promise<void> {
  const { organizer_id, id: session_id } = session;
  const isActive = kept.is_active !== false;
  if (isActive && known.is_active !== false) return;
  // zones of this same request have said it for themselves
  const said = new Set(
    entriesOf(input.scheme_properties?.zones).flatMap(([code, zone]) =>
      zone.disabled === undefined ? [] : [code],
    ),
  );
  for (const offer of await offersOf(tx, session_id)) {
    if (isActive && offer.code !== null && said.has(offer.code)) continue;
    const enabled = isActive && !isOffItself(known.off, offer) ? 1 : 0;
    await updateOffer(tx, { organizer_id, offer_id: offer.id, enabled });
  }
}

function offersOf(rx: Rx, session_id: number) {
  return rx.db
    .selectFrom('offer')
    .leftJoin('zone', 'zone.id', 'offer.zone_id')
    .select(['offer.id', 'offer.enabled', 'zone.code'])
    .where('offer.session_id', '=', session_id)
    .where('offer.deleted_at', 'is', null)
    .execute();
}
