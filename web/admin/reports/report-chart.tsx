import { lazy, Suspense, type ReactNode } from 'react';
import { Skeleton } from '@mantine/core';
import { moneyText, tagOf } from '../../kit/money-text.ts';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { ChartProps, Series } from '../charts/chart.tsx';
import { meaning, platformColor } from '../charts/colors.ts';
import { usePlatformName } from '../charts/platform-name.ts';
import type { Report } from './asked.ts';
import { words } from './words.ts';

const Chart = lazy(() => import('../charts/chart.tsx'));

type Row = Report['rows'][number];

/** more bars than these tell nothing; the table has them all */
const bars_max = 120;
const lying_max = 12;

/** A report as bars, where bars say something; a chart for each currency. The table below has the same figures. */
export function ReportChart({ report }: { readonly report: Report }): ReactNode {
  const charts = useCharts(report);
  return charts.map((chart) => (
    <Suspense key={chart.label} fallback={<Skeleton height={260} />}>
      <Chart {...chart} />
    </Suspense>
  ));
}

function useCharts(report: Report): readonly ChartProps[] {
  const say = useWords(words);
  const language = useLanguage();
  const nameOf = usePlatformName();
  const dayText = useInstantText({ day: 'numeric', month: 'short', timeZone: 'UTC' });
  const hourText = useInstantText({ day: 'numeric', month: 'short', hour: '2-digit' });
  const { by, columns, rows } = report;
  const title = say(report.report);
  const seriesOf = (key: string, color: Series['color']): Series => ({
    name: key,
    label: columns.find((column) => column.key === key)?.title ?? key,
    color,
  });
  if (report.report === 'attendance') {
    const hours = by === 'hour';
    const keys = hours ? (['entries', 'exits', 'refused'] as const) : (['came', 'no_show'] as const);
    const colors = hours ? [meaning.good, meaning.quiet, meaning.bad] : [meaning.good, meaning.quiet];
    const nameFor = (row: Row): string => (hours ? hourText(String(row['hour'])) : sessionName(row));
    return [
      {
        label: title,
        stacked: !hours,
        lying: !hours,
        data: rows.slice(0, hours ? bars_max : lying_max).map((row) => ({
          name: nameFor(row),
          ...Object.fromEntries(keys.map((key) => [key, Number(row[key] ?? 0)])),
        })),
        series: keys.map((key, index) => seriesOf(key, colors[index] ?? meaning.plain)),
      },
    ];
  }
  if (report.report !== 'sales' && report.report !== 'platforms') return [];
  return [...Map.groupBy(rows, (row) => String(row['currency']))].map(([currency, own]) => {
    const text = (amount: number): string => moneyText(amount, currency, language);
    const total = own.reduce((sum, row) => sum + Number(row['amount']), 0);
    const label = `${title} : ${text(total)}`;
    if (by === 'platform' || report.report === 'platforms')
      return { label, text, ...byPlatform(own, nameOf) };
    const days = by === 'day';
    const nameFor = (row: Row): string =>
      days ? dayText(`${row['day']}T12:00:00Z`) : String(row[by ?? 'event'] ?? '');
    return {
      ...{ label, text, lying: !days, series: [seriesOf('amount', meaning.plain)] },
      data: own.slice(0, days ? bars_max : lying_max).map((row) => ({
        name: nameFor(row),
        amount: Number(row['amount']),
      })),
    };
  });
}

/** Each platform is a series of its own, so that it has its colour. */
function byPlatform(
  rows: readonly Row[],
  nameOf: (channel: string) => string,
): Pick<ChartProps, 'data' | 'series' | 'stacked' | 'lying' | 'legend'> {
  const channels = rows.map((row) => String(row['platform']));
  return {
    ...{ stacked: true, lying: true, legend: false },
    data: rows.map((row) => ({
      name: nameOf(String(row['platform'])),
      [String(row['platform'])]: Number(row['amount']),
    })),
    series: channels.map((name) => ({ name, label: nameOf(name), color: platformColor(name) })),
  };
}

function sessionName({ event, session }: Row): string {
  return [event, session].filter((part) => part !== null && part !== '').join(' · ');
}

function useInstantText(style: Intl.DateTimeFormatOptions): (at: string) => string {
  const language = useLanguage();
  const timeZone = useOrganizer()?.zone ?? 'UTC';
  const format = new Intl.DateTimeFormat(tagOf(language), { timeZone, ...style });
  return (at) => format.format(new Date(at));
}
