import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { call, type Input } from '../../api/call.ts';
import { isProblem } from '../../api/problem.ts';

type Where = NonNullable<NonNullable<Input<'list_orders'>['query']>['where']>;

const found_max = 50;

/**
 * The ids of the orders that a text may mean: an order's number or label, a barcode, what another system calls an order or
 * a ticket, a buyer's address or last name. Each is looked up by its own index; together they are one answer.
 */
export function useFoundOrders(text: string): UseQueryResult<readonly number[]> {
  const asked = text.trim();
  return useQuery({
    queryKey: ['list_orders', 'found', asked],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(lookups(asked).map((look) => look(signal)));
      return [...new Set(found.flat())].sort((a, b) => b - a).slice(0, found_max);
    },
  });
}

type Lookup = (signal: AbortSignal) => Promise<number[]>;

function lookups(asked: string): Lookup[] {
  if (asked.includes('@')) return [(signal) => ofBuyers([{ column: 'email', value: asked }], signal)];
  const number = /^(?:ord)?0*(\d{1,15})$/i.exec(asked)?.[1];
  const looks: Lookup[] = [
    (signal) => ofTickets([{ column: 'barcode', value: asked }], signal),
    (signal) => ofTickets([{ column: 'foreign_id', value: asked }], signal),
    (signal) => orders([{ column: 'foreign_id', value: asked }], signal),
    (signal) => orders([{ column: 'foreign_ref', value: asked }], signal),
  ];
  if (number !== undefined) looks.push((signal) => orders([{ column: 'id', value: Number(number) }], signal));
  else looks.push((signal) => ofBuyers([{ column: 'last_name', value: asked }], signal));
  return looks;
}

async function orders(where: Where, signal: AbortSignal): Promise<number[]> {
  const { items } = await call(
    'list_orders',
    { query: { where, order: '-id', limit: found_max } },
    { signal },
  );
  return items.map(({ id }) => id);
}

async function ofTickets(where: Where, signal: AbortSignal): Promise<number[]> {
  const { items } = await call('list_tickets', { query: { where, limit: found_max } }, { signal });
  return items.map(({ order_id }) => order_id);
}

/** Who may touch some events alone has no list of persons: for them the text means none. */
async function ofBuyers(where: Where, signal: AbortSignal): Promise<number[]> {
  try {
    const { items } = await call('list_customers', { query: { where, limit: found_max } }, { signal });
    if (items.length === 0) return [];
    return await orders(
      [{ column: 'customer_id', operator: 'in', value: items.map(({ id }) => id) }],
      signal,
    );
  } catch (error) {
    if (isProblem(error, 'forbidden') || isProblem(error, 'invalid_input')) return [];
    throw error;
  }
}
