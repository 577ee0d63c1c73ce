import { openOdoo, type MadeOrder } from '../test/fixtures/odoo-orders.ts';
import { TestOdoo, wireTo } from '../test/fixtures/odoo.ts';
import type { Figure } from './figure.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const orders_per_round = 1_000;
const batch_orders = 200;

/** Orders of one to three tickets, as BilletWeb's list brings them; every fourth is used. */
function ordersOf(tickets_each: (at: number) => number): MadeOrder[] {
  return Array.from({ length: orders_per_round }, (_, at) => ({
    id: at + 1,
    email: `buyer${at}@example.org`,
    tickets: Array.from({ length: tickets_each(at) }, (_, n) => ({
      barcode: `${1_000_000 + at * 10 + n}`,
      used: at % 4 === 0,
    })),
  }));
}

async function callsFor(orders: readonly MadeOrder[], protocol: string): Promise<number> {
  const odoo = new TestOdoo({ version: protocol === 'json-2' ? 19 : 18 });
  const wire = wireTo(odoo);
  const { push } = openOdoo(wire.transport, { settings: { protocol } });
  for (let from = 0; from < orders.length; from += batch_orders) {
    const outcomes = await push(...orders.slice(from, from + batch_orders));
    if (!outcomes.every((outcome) => 'done' in outcome)) throw new Error('Odoo did not take an order');
  }
  return wire.calls;
}

/** How many calls a sale takes on its way into Odoo, all looks before and after with them. */
export async function odooCalls(): Promise<Figure[]> {
  const kinds = [
    ['orders of one ticket', () => 1],
    ['orders of one to three', (at: number) => (at % 3) + 1],
  ] as const;
  const figures: Figure[] = [];
  for (const [name, tickets_each] of kinds) {
    const orders = ordersOf(tickets_each);
    const tickets = orders.reduce((sum, order) => sum + order.tickets.length, 0);
    const figure: number[] = [];
    for (let round = 0; round < rounds; round += 1)
      figure.push(await callsFor(orders, round % 2 === 0 ? 'json-rpc' : 'json-2'));
    figures.push({
      name: `into Odoo in bulk, ${name}`,
      unit: 'calls',
      floor_name: 'tickets',
      figure,
      floor: figure.map(() => tickets),
      goal: { at_most: 0.08 },
    });
  }
  return figures;
}
