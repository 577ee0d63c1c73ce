import { tagOf } from '../../kit/money-text.ts';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage } from '../../words/use-words.ts';

/** "jeu. 3 déc. 2026, 20:00 · Avant-première", in the organizer's time zone. */
export function useSessionName(): (session: { readonly starts_at: string; readonly name: string }) => string {
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const format = new Intl.DateTimeFormat(tagOf(useLanguage()), {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', timeZone },
  });
  return ({ starts_at, name }) =>
    [format.format(new Date(starts_at)), name].filter((part) => part !== '').join(' · ');
}
