import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { call, type Answer } from '../../api/call.ts';

export type FoundOrder = Answer<'list_orders'>['items'][number];

const hits_max = 50;

/** The orders that a text may mean, the latest first: by number, by a ticket's code, by who bought or comes. */
export function useFoundOrders(text: string): UseQueryResult<readonly FoundOrder[]> {
  return useQuery({
    queryKey: ['search', 'orders', text],
    enabled: text !== '',
    queryFn: async ({ signal }) => {
      const { items } = await call('search', { query: { q: text, limit: hits_max } }, { signal });
      const ids = items.flatMap(({ kind, id, order_id }) =>
        kind === 'customer' ? [] : [kind === 'order' ? id : (order_id ?? id)],
      );
      const customers = items.flatMap(({ kind, id }) => (kind === 'customer' ? [id] : []));
      const listed = async (column: string, values: readonly number[]): Promise<readonly FoundOrder[]> => {
        if (values.length === 0) return [];
        const where = [{ column, operator: 'in', value: [...values] }];
        const query = { where, order: '-id', limit: hits_max };
        return (await call('list_orders', { query }, { signal })).items;
      };
      const named = await listed('id', [...new Set(ids)]);
      const bought = await listed('customer_id', customers);
      const all = new Map([...named, ...bought].map((order) => [order.id, order]));
      return [...all.values()].toSorted((a, b) => b.id - a.id);
    },
  });
}
