import { Group } from '@mantine/core';
import type { ReactNode } from 'react';
import { useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useMay } from '../../session/me.ts';
import { useWords } from '../../words/use-words.ts';
import { SheetButtons } from '../imports/sheet-buttons.tsx';
import { useFoundOrders } from './find-orders.ts';
import { useOrderColumns } from './order-columns.tsx';
import { words } from './words.ts';

/** What the box found, as the list shows orders. */
export function FoundOrders({ text }: { readonly text: string }): ReactNode {
  const found = useFoundOrders(text);
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  return found.data === undefined ? null : <Found text={text} ids={found.data} />;
}

function Found({ text, ids }: { readonly text: string; readonly ids: readonly number[] }): ReactNode {
  const say = useWords(words);
  const may = useMay();
  const columns = useOrderColumns();
  const where = [{ column: 'id', operator: 'in', value: [...ids] }];
  const list = useList('list_orders', { query: { order: '-id', where } });
  const nothing = (
    <Empty title={say('notFound', { text })} next={say('notFoundNext')}>
      <ButtonTo variant="default" to="/orders" search={{}}>
        {say('showAll')}
      </ButtonTo>
    </Empty>
  );
  return (
    <>
      {ids.length > 0 && (
        <Group justify="flex-end">
          <SheetButtons kind="orders" where={where} order="-id" leaving={may('reports.read')} />
        </Group>
      )}
      <DataList label={say('title')} list={list} keyOf={({ id }) => id} columns={columns} empty={nothing} />
    </>
  );
}
