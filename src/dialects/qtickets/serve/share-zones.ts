import { linkPool, unlinkPool } from '../../../office/catalogue/offer.ts';
import { createPool, updatePool } from '../../../office/catalogue/pool.ts';
import type { Row } from '../../../store/tables.ts';
import type { Tx } from '../../../store/transaction.ts';
import { entriesOf, type ShowInput } from '../event-inputs.ts';
import { zoneOf } from './put-zones.ts';
import type { KeptOfShow } from './show-wire.ts';
import { offersOf } from './zone-prices.ts';

interface Sharing {
  readonly input: ShowInput;
  readonly known: KeptOfShow;
  readonly kept: KeptOfShow;
}

/**
 * Zones of the event with the same `shared` draw from one quota; its size is the largest `shared_max_quantity` of theirs. A zone
 * that says another word, or none, draws no more from the old one.
 */
export async function shareZones(
  tx: Tx,
  session: Row<'session'>,
  { input, known, kept }: Sharing,
): Promise<void> {
  const { zones, seats } = input.scheme_properties ?? {};
  const said = new Set(entriesOf(zones).map(([code]) => code));
  const sized = entriesOf(seats).map(([id]) => id);
  for (const [code, word] of Object.entries(kept.shared ?? {})) {
    const before = known.shared?.[code] ?? '';
    if (before !== '' && before !== word) await unshare(tx, session, code, before);
    const concerned = said.has(code) || sized.some((id) => id.startsWith(`${code}-`));
    if (word !== '' && concerned) await share(tx, session, code, { word, kept });
  }
}

async function share(
  tx: Tx,
  session: Row<'session'>,
  code: string,
  { word, kept }: { readonly word: string; readonly kept: KeptOfShow },
): Promise<void> {
  const { organizer_id, event_id } = session;
  const zones = Object.entries(kept.shared ?? {}).flatMap(([zone, shared]) =>
    shared === word ? [zone] : [],
  );
  const sizes = Object.entries(kept.seats ?? {}).flatMap(([id, seat]) =>
    zones.some((zone) => id.startsWith(`${zone}-`)) ? (seat.shared_max_quantity ?? []) : [],
  );
  const capacity = sizes.length === 0 ? null : Math.max(...sizes);
  const known = await quotaNamed(tx, session, word);
  const pool_id =
    known ?? (await createPool(tx, { organizer_id, event_id, kind: 'quota', name: nameOf(word), capacity }));
  if (known !== undefined && capacity !== null) await updatePool(tx, { organizer_id, pool_id, capacity });
  for (const { id: offer_id } of await offersIn(tx, session, code))
    await linkPool(tx, { organizer_id, offer_id, pool_id });
}

async function unshare(tx: Tx, session: Row<'session'>, code: string, word: string): Promise<void> {
  const pool_id = await quotaNamed(tx, session, word);
  if (pool_id === undefined) return;
  for (const { id: offer_id } of await offersIn(tx, session, code))
    await unlinkPool(tx, { organizer_id: session.organizer_id, offer_id, pool_id });
}

async function offersIn(tx: Tx, session: Row<'session'>, code: string) {
  const { id: zone_id } = await zoneOf(tx, session, code);
  return offersOf(tx, session.id, zone_id);
}

const nameOf = (word: string): string => `shared: ${word}`;

async function quotaNamed(tx: Tx, { event_id }: Row<'session'>, word: string): Promise<number | undefined> {
  const pool = await tx.db
    .selectFrom('pool')
    .select('id')
    .where('event_id', '=', event_id)
    .where('kind', '=', 'quota')
    .where('name', '=', nameOf(word))
    .executeTakeFirst();
  return pool?.id;
}
