import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import type { ReactNode } from 'react';
import { tagOf } from '../../kit/money-text.ts';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Home } from './home.ts';
import { words } from './parts-words.ts';

/** Who came in and went out, by the hour. */
export default function ArrivalsChart({
  arrivals,
}: {
  readonly arrivals: NonNullable<Home['arrivals']>;
}): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const hour = new Intl.DateTimeFormat(tagOf(language), { hour: '2-digit', minute: '2-digit', timeZone });
  const entries = arrivals.reduce((sum, one) => sum + one.entries, 0);
  return (
    <div role="img" aria-label={`${say('arrivals')}: ${entries}`}>
      <BarChart
        h={220}
        data={arrivals.map(({ hour_at, ...passed }) => ({ hour: hour.format(new Date(hour_at)), ...passed }))}
        dataKey="hour"
        withLegend
        series={[
          { name: 'entries', label: say('entries'), color: 'teal.7' },
          { name: 'exits', label: say('exits'), color: 'gray.6' },
          { name: 'refused', label: say('refused'), color: 'red.7' },
        ]}
        barProps={{ isAnimationActive: false }}
      />
    </div>
  );
}
