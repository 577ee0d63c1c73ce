import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { moneyText, tagOf } from '../../kit/money-text.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { ChartWithTable } from '../charts/chart-with-table.tsx';
import { platformColor } from '../charts/colors.ts';
import { usePlatformName } from '../charts/platform-name.ts';
import type { Home } from './home.ts';
import { words } from './parts-words.ts';

type Sales = NonNullable<Home['sales']>;

/** Sales by day, the platforms on top of one another; a chart for each currency. */
export function SalesChart({ sales }: { readonly sales: Sales }): ReactNode {
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
  const nameOf = usePlatformName();
  const own = sales.by_day.filter((one) => one.currency === currency);
  const channels = [...new Set(own.map(({ channel }) => channel))].sort();
  const text = (amount: number): string => moneyText(amount, currency, language);
  const dayText = new Intl.DateTimeFormat(tagOf(language), {
    day: 'numeric',
    month: 'short',
    timeZone: 'UTC',
  });
  const data = sales.days.map((date) => ({
    name: dayText.format(new Date(`${date}T12:00:00Z`)),
    ...Object.fromEntries(
      channels.map((channel) => [
        channel,
        own.find((one) => one.date === date && one.channel === channel)?.amount ?? 0,
      ]),
    ),
  }));
  const total = own.reduce((sum, { amount }) => sum + amount, 0);
  return (
    <ChartWithTable
      stacked
      label={`${say('overTime')} : ${text(total)}`}
      names={say('day')}
      data={data}
      series={channels.map((name) => ({ name, label: nameOf(name), color: platformColor(name) }))}
      text={text}
    />
  );
}
