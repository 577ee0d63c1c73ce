import type { ReactNode } from 'react';
import { tagOf } from '../../kit/money-text.ts';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { ChartWithTable } from '../charts/chart-with-table.tsx';
import { meaning } from '../charts/colors.ts';
import type { Home } from './home.ts';
import { words } from './parts-words.ts';

/** Who came in and went out, by the hour. */
export function ArrivalsChart({ arrivals }: { readonly arrivals: NonNullable<Home['arrivals']> }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const hour = new Intl.DateTimeFormat(tagOf(language), { hour: '2-digit', minute: '2-digit', timeZone });
  const entries = arrivals.reduce((sum, one) => sum + one.entries, 0);
  return (
    <ChartWithTable
      label={`${say('arrivals')} : ${entries}`}
      names={say('hour')}
      data={arrivals.map(({ hour_at, ...passed }) => ({ name: hour.format(new Date(hour_at)), ...passed }))}
      series={[
        { name: 'entries', label: say('entries'), color: meaning.good },
        { name: 'exits', label: say('exits'), color: meaning.quiet },
        { name: 'refused', label: say('refused'), color: meaning.bad },
      ]}
    />
  );
}
