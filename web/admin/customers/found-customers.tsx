import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { call } from '../../api/call.ts';
import { useList } from '../../api/queries.ts';
import { DataList } from '../../kit/data-list.tsx';
import { Empty } from '../../kit/empty.tsx';
import { ButtonTo } from '../../kit/links.tsx';
import { Trouble } from '../../kit/trouble.tsx';
import { useWords } from '../../words/use-words.ts';
import { useCustomerColumns } from './customer-columns.tsx';
import { words } from './words.ts';

const hits_max = 50;

/** Whom a text may mean: by the beginning of a name or an address, without case and accents. */
export function FoundCustomers({ text }: { readonly text: string }): ReactNode {
  const found = useQuery({
    queryKey: ['list_customers', 'found', text],
    queryFn: async ({ signal }) => {
      const { items } = await call('search', { query: { q: text, limit: hits_max } }, { signal });
      return items.flatMap(({ kind, id }) => (kind === 'customer' ? [id] : []));
    },
  });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  return found.data === undefined ? null : <Found text={text} ids={found.data} />;
}

function Found({ text, ids }: { readonly text: string; readonly ids: readonly number[] }): ReactNode {
  const say = useWords(words);
  const columns = useCustomerColumns();
  const where = [{ column: 'id', operator: 'in', value: [...ids] }];
  const list = useList('list_customers', { query: { order: '-id', where } });
  return (
    <DataList
      label={say('title')}
      list={list}
      keyOf={({ id }) => id}
      columns={columns}
      empty={
        <Empty title={say('notFound', { text })} next={say('notFoundNext')}>
          <ButtonTo variant="default" to="/customers" search={{}}>
            {say('back')}
          </ButtonTo>
        </Empty>
      }
    />
  );
}
