import '@mantine/charts/styles.css';
import { BarChart } from '@mantine/charts';
import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { moneyText, tagOf } from '../../kit/money-text.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import type { Home } from './home.ts';
import { platformName } from './platform-name.ts';
import { words } from './parts-words.ts';

type Sales = NonNullable<Home['sales']>;

const colors = ['blue.7', 'teal.7', 'orange.7', 'grape.7', 'lime.8', 'red.7', 'cyan.8', 'gray.7'];

/** Sales by day, the platforms on top of one another; a chart for each currency. */
export default function SalesChart({ sales }: { readonly sales: Sales }): ReactNode {
  const currencies = [...new Set(sales.by_day.map(({ currency }) => currency))];
  return (
    <Stack gap="md">
      {currencies.map((currency) => (
        <OfCurrency key={currency} sales={sales} currency={currency} />
      ))}
    </Stack>
  );
}

function OfCurrency({ sales, currency }: { readonly sales: Sales; readonly currency: string }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const own = sales.by_day.filter((one) => one.currency === currency);
  const channels = [...new Set(own.map(({ channel }) => channel))].sort();
  const text = (amount: number): string => moneyText(amount, currency, language);
  const dayText = new Intl.DateTimeFormat(tagOf(language), {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const data = sales.days.map((date) => ({
    day: dayText.format(new Date(`${date}T12:00:00Z`)),
    ...Object.fromEntries(
      channels.map((channel) => [
        channel,
        own.find((one) => one.date === date && one.channel === channel)?.amount ?? 0,
      ]),
    ),
  }));
  const total = own.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <div role="img" aria-label={`${say('overTime')}: ${text(total)}`}>
      <BarChart
        h={260}
        type="stacked"
        data={data}
        dataKey="day"
        withLegend
        series={channels.map((name, index) => ({
          name,
          label: platformName(name, say),
          color: colors[index % colors.length] ?? 'blue.7',
        }))}
        valueFormatter={text}
        yAxisProps={{ width: 90 }}
        barProps={{ isAnimationActive: false }}
      />
    </div>
  );
}
