import { Skeleton, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { moneyText } from '../../kit/money-text.ts';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { useAsked, type Report } from './asked.ts';
import { Downloads } from './downloads.tsx';
import { ReportChart } from './report-chart.tsx';
import { ReportFilters } from './report-filters.tsx';
import { ReportTable } from './report-table.tsx';
import { words } from './words.ts';

/** What accounts are made from: chosen, looked at, taken away. */
export default function ReportsPage(): ReactNode {
  const say = useWords(words);
  const wanted = useAsked();
  const asked = useAsk('read_report', wanted, { keep: true });
  const { data: report } = asked;
  return (
    <Page title={say('title')} actions={<Downloads asked={wanted} />}>
      <ReportFilters asked={wanted} shown={report} />
      {asked.isError && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Skeleton height={200} />}
      {report !== undefined && !asked.isError && <Shown report={report} />}
    </Page>
  );
}

function Shown({ report }: { readonly report: Report }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { rows, more, balance, at } = report;
  if (rows.length === 0) return <Empty title={say('none')} next={say('noneNext')} />;
  return (
    <>
      <ReportChart report={report} />
      <ReportTable report={report} />
      {more && <Text size="sm">{say('more', { count: rows.length })}</Text>}
      {(balance ?? []).map(({ currency, payments, refunds, due }) => {
        const text = (amount: number): string => moneyText(amount, currency, language);
        return (
          <Text key={currency} size="sm">
            {say('balance', { payments: text(payments), refunds: text(refunds), due: text(due) })}
          </Text>
        );
      })}
      <Text size="sm" c="dimmed">
        {say(`about_${report.report}`)} {say('readAt')} <When at={at} />.
      </Text>
    </>
  );
}
