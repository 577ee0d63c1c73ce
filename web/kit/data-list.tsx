import { Button, Card, Group, Skeleton, Stack, Table, Text, VisuallyHidden } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { ReactNode } from 'react';
import type { Listed } from '../api/queries.ts';
import { useWords } from '../words/use-words.ts';
import { Trouble } from './trouble.tsx';
import { words } from './words.ts';

export interface Column<T> {
  /** unlike the others' */
  readonly key: string;
  readonly title: string;
  readonly render: (row: T) => ReactNode;
  /** a column of buttons: what it is called is said to who cannot see them */
  readonly acts?: boolean;
  /** figures stand at the right */
  readonly figures?: boolean;
}

interface DataListProps<T> {
  /** what is listed, for who cannot see it */
  readonly label: string;
  readonly list: Listed<T>;
  /** the first is the title of a row's card on a narrow screen */
  readonly columns: readonly Column<T>[];
  readonly keyOf: (row: T) => string | number;
  /** what to say and to offer where there is nothing */
  readonly empty: ReactNode;
  /** whether filters are on: there may be something without them */
  readonly filtered?: boolean;
}

const waiting_rows = 5;

/** A list of the office: a table, or cards on a narrow screen; waiting, empty and failing each say so. */
export function DataList<T>(props: DataListProps<T>): ReactNode {
  const say = useWords(words);
  const { list, label, empty, filtered = false } = props;
  if (list.isPending) return <Waiting label={say('loading')} />;
  if (list.data === undefined) return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  const rows = list.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return filtered ? <Text>{say('nothingFound')}</Text> : empty;
  return (
    <Stack gap="md" aria-busy={list.isFetching}>
      <DataRows {...props} rows={rows} />
      <VisuallyHidden role="status">
        {label}: {say('listed', { count: rows.length })}
      </VisuallyHidden>
      {list.isFetchNextPageError && <Trouble error={list.error} onRetry={() => void list.fetchNextPage()} />}
      {list.hasNextPage && !list.isFetchNextPageError && (
        <Group justify="center">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {say('more')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

type RowsProps<T> = Pick<DataListProps<T>, 'label' | 'columns' | 'keyOf'> & { readonly rows: readonly T[] };

/** Rows that are at hand: a table, or cards on a narrow screen. */
export function DataRows<T>(props: RowsProps<T>): ReactNode {
  const narrow = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  return narrow ? <Cards {...props} /> : <Lines {...props} />;
}

function Lines<T>({ label, rows, columns, keyOf }: RowsProps<T>): ReactNode {
  return (
    <Table.ScrollContainer minWidth={480}>
      <Table aria-label={label} highlightOnHover verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            {columns.map(({ key, title, figures, acts }) => (
              <Table.Th key={key} ta={figures === true ? 'right' : 'left'} scope="col">
                {acts === true ? <VisuallyHidden>{title}</VisuallyHidden> : title}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map((row) => (
            <Table.Tr key={keyOf(row)}>
              {columns.map(({ key, render, figures }) => (
                <Table.Td key={key} ta={figures === true ? 'right' : 'left'}>
                  {render(row)}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Cards<T>({ label, rows, columns, keyOf }: RowsProps<T>): ReactNode {
  const [first, ...others] = columns;
  return (
    <Stack component="ul" aria-label={label} gap="xs" p={0} m={0} style={{ listStyle: 'none' }}>
      {rows.map((row) => (
        <Card component="li" key={keyOf(row)} withBorder padding="sm">
          <Stack gap={4}>
            <Text component="div" fw={600}>
              {first?.render(row)}
            </Text>
            {others.map(({ key, title, render, acts }) => (
              <Group key={key} justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
                <Text size="sm" c="dimmed">
                  {acts === true ? '' : title}
                </Text>
                <Text size="sm" component="div" ta="right">
                  {render(row)}
                </Text>
              </Group>
            ))}
          </Stack>
        </Card>
      ))}
    </Stack>
  );
}

function Waiting({ label }: { readonly label: string }): ReactNode {
  return (
    <Stack gap="xs" role="status" aria-label={label}>
      {Array.from({ length: waiting_rows }, (_, index) => (
        <Skeleton key={index} height={36} />
      ))}
    </Stack>
  );
}
