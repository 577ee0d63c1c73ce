import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { call } from '../../api/call.ts';

const hits_max = 50;

/**
 * The ids of the orders that a text may mean, the latest first: of what the one search finds, the orders themselves, those
 * of the tickets, and those of the customers.
 */
export function useFoundOrders(text: string): UseQueryResult<readonly number[]> {
  const q = text.trim();
  return useQuery({
    queryKey: ['list_orders', 'found', q],
    queryFn: async ({ signal }) => {
      const { items } = await call('search', { query: { q, limit: hits_max } }, { signal });
      const named = items.flatMap(({ kind, id, order_id }) =>
        kind === 'customer' ? [] : [kind === 'order' ? id : (order_id ?? id)],
      );
      const customers = items.flatMap(({ kind, id }) => (kind === 'customer' ? [id] : []));
      const bought = customers.length === 0 ? [] : await ordersOf(customers, signal);
      return [...new Set([...named, ...bought])].sort((a, b) => b - a).slice(0, hits_max);
    },
  });
}

async function ordersOf(customers: readonly number[], signal: AbortSignal): Promise<number[]> {
  const where = [{ column: 'customer_id', operator: 'in', value: [...customers] }];
  const { items } = await call(
    'list_orders',
    { query: { where, order: '-id', limit: hits_max } },
    { signal },
  );
  return items.map(({ id }) => id);
}
