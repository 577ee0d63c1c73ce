import type { Input } from '../../api/call.ts';
import { useAll } from '../../api/queries.ts';
import { tagOf } from '../../kit/money-text.ts';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage } from '../../words/use-words.ts';
import type { Option } from '../records/fields.ts';

/** How the offers of an event are asked for, by all who need them here. */
export function offersOf(event_id: number): Input<'list_offers'> {
  return { query: { where: [{ column: 'event_id', value: event_id }], order: 'session_id' } };
}

/** What can be bought of an event, to be chosen from: price, session, zone. Packs are no parts of packs. */
export function useOfferOptions(event_id: number): readonly Option[] {
  const language = useLanguage();
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const where = [{ column: 'event_id', value: event_id }];
  const offers = useAll('list_offers', offersOf(event_id));
  const sessions = useAll('list_sessions', { query: { where } });
  const packs = useAll('list_prices', {
    query: {
      where: [...where, { column: 'product_type', operator: 'in', value: ['pack', 'subscription'] }],
    },
  });
  const found = offers.data?.items ?? [];
  const zone_ids = [...new Set(found.flatMap(({ zone_id }) => zone_id ?? []))];
  const zones = useAll(
    'list_zones',
    { query: { where: [{ column: 'id', operator: 'in', value: zone_ids }] } },
    { enabled: zone_ids.length > 0 },
  );
  const at = new Intl.DateTimeFormat(tagOf(language), { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const bySession = new Map(sessions.data?.items.map((session) => [session.id, session]));
  const zoneOf = new Map(zones.data?.items.map(({ id, name }) => [id, name]));
  const pack_ids = new Set(packs.data?.items.map(({ id }) => id));
  return found.flatMap(({ id, price_id, name, session_id, zone_id }): Option[] => {
    if (pack_ids.has(price_id)) return [];
    const session = bySession.get(session_id ?? 0);
    const when = session === undefined ? '' : at.format(new Date(session.starts_at));
    const parts = [name, zoneOf.get(zone_id ?? 0) ?? '', when, session?.name ?? ''];
    return [{ value: String(id), label: parts.filter((part) => part !== '').join(' · ') }];
  });
}
