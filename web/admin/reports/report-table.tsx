import { Button, Table } from '@mantine/core';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { Money } from '../../kit/money.tsx';
import { tagOf } from '../../kit/money-text.ts';
import { When } from '../../kit/when.tsx';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { Platform } from '../charts/platform.tsx';
import type { Report } from './asked.ts';
import { words } from './words.ts';

const ClosingDialog = lazy(() => import('./closing-dialog.tsx'));

type Column = Report['columns'][number];
type Row = Report['rows'][number];

/** narrower, and the figures of a column no longer stand beside one another */
const column_px = 110;

/** The rows of a report, and what they come to. */
export function ReportTable({ report }: { readonly report: Report }): ReactNode {
  const say = useWords(words);
  const { columns, rows, totals } = report;
  const label = say(report.report);
  const several = new Set(rows.map((row) => row['currency'])).size > 1;
  // one currency stands beside each amount already
  const shown = columns.filter(({ key }) => key !== 'currency' || several);
  return (
    <Table.ScrollContainer
      minWidth={Math.min(1_200, shown.length * column_px)}
      // what scrolls sideways is scrolled by the keyboard as well
      scrollAreaProps={{ viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label } }}
    >
      <Table aria-label={label} verticalSpacing="xs" striped>
        <Table.Thead>
          <Table.Tr>
            {shown.map((column) => (
              <Table.Th key={column.key} scope="col" ta={alignOf(column)}>
                {column.title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row, index) => (
            <Table.Tr key={index}>
              {shown.map((column) => (
                <Table.Td key={column.key} ta={alignOf(column)}>
                  <Cell column={column} row={row} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        {totals !== null && rows.length > 1 && (
          <Table.Tfoot>
            {totals.map((total, index) => (
              <Table.Tr key={index}>
                {shown.map((column, place) =>
                  place === 0 ? (
                    <Table.Th key={column.key} scope="row">
                      {say('total')}
                    </Table.Th>
                  ) : (
                    <Table.Td key={column.key} ta={alignOf(column)} fw={700}>
                      {column.summed || column.key === 'currency' ? (
                        <Cell column={column} row={total} />
                      ) : null}
                    </Table.Td>
                  ),
                )}
              </Table.Tr>
            ))}
          </Table.Tfoot>
        )}
      </Table>
    </Table.ScrollContainer>
  );
}

const alignOf = ({ type }: Column): 'left' | 'right' =>
  type === 'count' || type === 'amount' || type === 'rate' ? 'right' : 'left';

function Cell({ column, row }: { readonly column: Column; readonly row: Row }): ReactNode {
  const language = useLanguage();
  const cell = row[column.key] ?? null;
  const session_id = row['counter_session_id'];
  if (column.key === 'sign' && typeof session_id === 'number')
    return <Closing sign={String(cell)} till={String(row['counter'])} session_id={session_id} />;
  if (cell === null || cell === '') return '–';
  if (column.type === 'platform') return <Platform channel={String(cell)} />;
  if (column.key === 'day') return <When at={`${cell}T12:00:00Z`} as="date" zone="UTC" />;
  if (typeof cell === 'string') return column.type === 'at' ? <When at={cell} /> : cell;
  if (column.type === 'amount') return <Money amount={cell} currency={String(row['currency'])} />;
  const figures = new Intl.NumberFormat(tagOf(language));
  return column.type === 'rate' ? `${figures.format(cell / 100)} %` : figures.format(cell);
}

interface ClosingProps {
  readonly sign: string;
  readonly till: string;
  readonly session_id: number;
}

/** X or Z, with the way to what it says. */
function Closing({ sign, till, session_id }: ClosingProps): ReactNode {
  const say = useWords(words);
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`${sign} · ${say('closingOf')} ${session_id} · ${till}`}
        onClick={() => setOpened(true)}
      >
        {sign}
      </Button>
      {opened && (
        <Suspense>
          <ClosingDialog session_id={session_id} till={till} onClose={() => setOpened(false)} />
        </Suspense>
      )}
    </>
  );
}
