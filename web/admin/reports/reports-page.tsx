import { Group, NativeSelect, Skeleton, Table, Text, TextInput } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Answer, Input } from '../../api/call.ts';
import { useAsk } from '../../api/queries.ts';
import { Empty } from '../../kit/empty.tsx';
import { moneyText } from '../../kit/money-text.ts';
import { Money } from '../../kit/money.tsx';
import { Page } from '../../kit/page.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { When } from '../../kit/when.tsx';
import type { PlainKey } from '../../words/define.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { DownloadCsv } from './download-csv.tsx';
import { words } from './words.ts';

type Report = Answer<'read_report'>;
type Name = Report['report'];
type Column = Report['columns'][number];
export type Asked = Input<'read_report'>;

const names: readonly Name[] = ['sales', 'vat', 'attendance'];
const dimensions = ['day', 'event', 'price', 'platform'] as const;

/** What the address asks for. */
function useAsked(): Asked {
  const search = useSearch({ strict: false });
  const report = names.find((name) => name === search['report']) ?? 'sales';
  const by = dimensions.find((one) => one === search['by']) ?? 'day';
  const [from, until] = [search['from'], search['until']];
  return {
    params: { report },
    query: {
      ...(report === 'sales' ? { by } : {}),
      ...(from === undefined || from === '' ? {} : { from }),
      ...(until === undefined || until === '' ? {} : { until }),
    },
  };
}

/** What accounts are made from: chosen, looked at, taken away. */
export default function ReportsPage(): ReactNode {
  const say = useWords(words);
  const navigate = useNavigate();
  const wanted = useAsked();
  const asked = useAsk('read_report', wanted, { keep: true });
  const { data: report } = asked;
  const put = (change: Readonly<Record<string, string>>): void =>
    void navigate({ to: '.', search: (old) => ({ ...old, ...change }), replace: true });
  return (
    <Page title={say('title')} actions={<DownloadCsv asked={wanted} />}>
      <Group gap="xs" align="flex-end">
        <NativeSelect
          label={say('report')}
          value={wanted.params.report}
          data={names.map((value) => ({ value, label: say(value) }))}
          onChange={(event) => put({ report: event.currentTarget.value })}
        />
        {wanted.params.report === 'sales' && (
          <NativeSelect
            label={say('by')}
            value={wanted.query?.by ?? 'day'}
            data={dimensions.map((value) => ({ value, label: say(`by_${value}`) }))}
            onChange={(event) => put({ by: event.currentTarget.value })}
          />
        )}
        {(['from', 'until'] as const).map((name) => (
          <TextInput
            key={name}
            type="date"
            label={say(name)}
            value={wanted.query?.[name] ?? report?.[name] ?? ''}
            onChange={(event) => put({ [name]: event.currentTarget.value })}
          />
        ))}
      </Group>
      {asked.isError && <Trouble error={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Skeleton height={200} />}
      {report !== undefined && !asked.isError && <Shown report={report} />}
    </Page>
  );
}

function Shown({ report }: { readonly report: Report }): ReactNode {
  const say = useWords(words);
  const language = useLanguage();
  const { columns, rows, balance } = report;
  if (rows.length === 0) return <Empty title={say('none')} next={say('noneNext')} />;
  return (
    <>
      <Table.ScrollContainer
        minWidth={480}
        // what scrolls sideways is scrolled by the keyboard as well
        scrollAreaProps={{
          viewportProps: { tabIndex: 0, role: 'region', 'aria-label': say(report.report) },
        }}
      >
        <Table aria-label={say(report.report)} verticalSpacing="xs" striped>
          <Table.Thead>
            <Table.Tr>
              {columns.map((column) => (
                <Table.Th key={column.key} scope="col" ta={alignOf(column)}>
                  {say(wordOf(column, report.report))}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((row, index) => (
              <Table.Tr key={index}>
                {columns.map((column) => (
                  <Table.Td key={column.key} ta={alignOf(column)}>
                    <Cell column={column} row={row} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {(balance ?? []).map(({ currency, payments, refunds, due }) => {
        const text = (amount: number): string => moneyText(amount, currency, language);
        return (
          <Text key={currency} size="sm">
            {say('balance', { payments: text(payments), refunds: text(refunds), due: text(due) })}
          </Text>
        );
      })}
    </>
  );
}

const alignOf = ({ type }: Column): 'left' | 'right' => (type === 'text' || type === 'at' ? 'left' : 'right');

function wordOf({ key }: Column, report: Name): PlainKey<typeof words.fr> {
  if (key === 'vat') return 'vat_amount';
  if (key === 'sold' && report === 'attendance') return 'sold_count';
  return key as PlainKey<typeof words.fr>;
}

function Cell({ column, row }: { readonly column: Column; readonly row: Report['rows'][number] }): ReactNode {
  const language = useLanguage();
  const cell = row[column.key] ?? null;
  if (cell === null) return '–';
  if (typeof cell === 'string') return column.type === 'at' ? <When at={cell} /> : cell;
  if (column.type === 'amount') return <Money amount={cell} currency={String(row['currency'])} />;
  const figures = new Intl.NumberFormat(language);
  return column.type === 'rate' ? `${figures.format(cell / 100)} %` : figures.format(cell);
}
