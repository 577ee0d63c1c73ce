import { useAll } from '../../api/queries.ts';
import { tagOf } from '../../kit/money-text.ts';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage } from '../../words/use-words.ts';
import type { Option } from '../records/fields.ts';

/** What can be bought of an event, to be chosen from: price, session, zone. Packs are no parts of packs. */
export function useOfferOptions(event_id: number): readonly Option[] {
  const language = useLanguage();
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const where = [{ column: 'event_id', value: event_id }];
  const query = { where };
  const offers = useAll('list_offers', { query: { ...query, order: 'session_id' } });
  const sessions = useAll('list_sessions', { query });
  const packs = useAll('list_prices', {
    query: {
      where: [...where, { column: 'product_type', operator: 'in', value: ['pack', 'subscription'] }],
    },
  });
  const at = new Intl.DateTimeFormat(tagOf(language), { dateStyle: 'medium', timeStyle: 'short', timeZone });
  const bySession = new Map(sessions.data?.items.map((session) => [session.id, session]));
  const pack_ids = new Set(packs.data?.items.map(({ id }) => id));
  return (offers.data?.items ?? []).flatMap((offer): Option[] => {
    if (pack_ids.has(offer.price_id)) return [];
    const session = bySession.get(offer.session_id ?? 0);
    const when = session === undefined ? '' : at.format(new Date(session.starts_at));
    return [{ value: String(offer.id), label: [offer.name, when].filter((part) => part !== '').join(' · ') }];
  });
}
