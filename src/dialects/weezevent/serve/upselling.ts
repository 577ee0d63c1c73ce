import { amountToNumber } from '../../../domain/money.ts';
import { servedIdOf } from '../../../domain/served-id.ts';
import type { Rx } from '../../../store/transaction.ts';
import type { UpsellingRow } from '../shapes.ts';
import { numberOf } from '../wire.ts';
import { shownIds } from './reach.ts';

/** Add-ons sold with tickets; their index holds nothing else, so that a look at it costs little where there are none. */
export async function upsellingOf(
  rx: Rx,
  of: { readonly organizer_id: number; readonly currency: string },
  ticket_ids: readonly number[],
): Promise<Map<number, UpsellingRow[]>> {
  const byTicket = new Map<number, UpsellingRow[]>();
  const [first, last] = [ticket_ids[0], ticket_ids.at(-1)];
  if (first === undefined || last === undefined) return byTicket;
  const any = await rx.db
    .selectFrom('order_line')
    .select('id')
    .where('ticket_id', 'is not', null)
    .where('ticket_id', '>=', first)
    .where('ticket_id', '<=', last)
    .limit(1)
    .executeTakeFirst();
  if (any === undefined) return byTicket;
  const lines = await rx.db
    .selectFrom('order_line as l')
    .innerJoin('ticket as t', 't.id', 'l.ticket_id')
    .leftJoin('add_on as a', 'a.id', 'l.add_on_id')
    .leftJoin('barcode as b', (join) =>
      join.onRef('b.order_line_id', '=', 'l.id').on('b.order_line_id', 'is not', null),
    )
    .select([
      'l.id',
      'l.ticket_id',
      'l.title',
      'l.quantity',
      'l.listed_amount',
      'l.charged_amount',
      'l.cancelled_at',
      'l.add_on_id',
      't.state',
      'a.category',
      'a.product',
      'a.name',
      'a.reference',
      'a.product_reference',
      'b.code',
    ])
    .where('l.ticket_id', 'in', ticket_ids)
    .where('l.ticket_id', 'is not', null)
    .orderBy('l.id')
    .orderBy('b.issuer')
    .execute();
  const ids = await idsOf(rx, of.organizer_id, lines);
  const seen = new Set<number>();
  for (const line of lines) {
    if (line.ticket_id === null || seen.has(line.id)) continue;
    seen.add(line.id);
    const { category, product } = headingsOf(line);
    const row: UpsellingRow = {
      barcode: line.code ?? '',
      category: { id: ids.headings.get(category) ?? 0, name: category },
      product: {
        id: ids.headings.get(`${category}\n${product}`) ?? 0,
        name: product,
        reference: line.product_reference ?? '',
      },
      sub_product: {
        id: numberOf(ids.addOns.get(line.add_on_id ?? 0) ?? '0'),
        name: line.name ?? line.title,
        reference: line.reference ?? '',
        price: amountToNumber(line.listed_amount, of.currency),
      },
      quantity: line.quantity,
      paid_price: amountToNumber(line.charged_amount * line.quantity, of.currency),
      deleted: line.cancelled_at !== null || (line.state !== 'valid' && line.state !== 'held'),
    };
    const known = byTicket.get(line.ticket_id);
    if (known === undefined) byTicket.set(line.ticket_id, [row]);
    else known.push(row);
  }
  return byTicket;
}

const headingsOf = (line: { category: string | null; product: string | null; title: string }) => ({
  category: line.category ?? '',
  product: line.product === null || line.product === '' ? line.title : line.product,
});

interface ShownIds {
  readonly addOns: ReadonlyMap<number, string>;
  /** by "category" and by "category, line break, product" */
  readonly headings: ReadonlyMap<string, number>;
}

/** Headings are words here: each is shown under the id of the first add-on of its event that stands below it. */
async function idsOf(
  rx: Rx,
  organizer_id: number,
  lines: readonly { readonly add_on_id: number | null }[],
): Promise<ShownIds> {
  const sold = [...new Set(lines.flatMap(({ add_on_id }) => (add_on_id === null ? [] : [add_on_id])))];
  const headings = new Map<string, number>();
  if (sold.length === 0) return { addOns: new Map(), headings };
  const rows = await rx.db
    .selectFrom('add_on')
    .select((eb) => ['category', 'product', eb.fn.min('id').as('first')])
    .where('event_id', 'in', (events) =>
      events.selectFrom('add_on as sold').select('sold.event_id').where('sold.id', 'in', sold),
    )
    .groupBy(['category', 'product'])
    .orderBy('first', 'desc')
    .execute();
  for (const { category, product, first } of rows) {
    const id = numberOf(servedIdOf('integer', first));
    headings.set(category, id);
    headings.set(`${category}\n${product}`, id);
  }
  return { addOns: await shownIds(rx, organizer_id, 'add_on', sold), headings };
}
