import { Skeleton, Table } from '@mantine/core';
import { lazy, Suspense, type ReactNode } from 'react';
import { useWords } from '../../words/use-words.ts';
import type { ChartProps } from './chart.tsx';
import { words } from './words.ts';

const Chart = lazy(() => import('./chart.tsx'));

/** A chart, loaded when it is looked at, and its figures as a table below it. */
export function ChartWithTable({
  names,
  ...chart
}: ChartProps & { /** what the bars are */ readonly names: string }): ReactNode {
  const say = useWords(words);
  const { label, data, series, text = String } = chart;
  return (
    <>
      <Suspense fallback={<Skeleton height={260} />}>
        <Chart {...chart} />
      </Suspense>
      <details>
        <summary>{say('asTable')}</summary>
        <Table.ScrollContainer
          minWidth={320}
          scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}
        >
          <Table aria-label={label} verticalSpacing={4}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{names}</Table.Th>
                {series.map((one) => (
                  <Table.Th key={one.name} scope="col" ta="right">
                    {one.label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.map((one) => (
                <Table.Tr key={String(one['name'])}>
                  <Table.Th scope="row">{one['name']}</Table.Th>
                  {series.map(({ name }) => (
                    <Table.Td key={name} ta="right">
                      {text(Number(one[name] ?? 0))}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
    </>
  );
}
