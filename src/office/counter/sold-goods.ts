import { sql } from 'kysely';
import type { Rx } from '../../store/transaction.ts';

/** What an order costs, by rate and department, and how a line of the journal says it where its order's lines cannot. */

/** Of one rate and department: the lines, the tickets, and what was kept of those that ended. */
export interface GoodsPart {
  readonly vat_bp: number;
  readonly department_id: number | null;
  readonly quantity: number;
  readonly gross: number;
}

type PartRow = [vat_bp: number, department_id: number | null, quantity: number, gross: number];

/** Of one order, as it stands. */
export async function goodsOf(rx: Rx, order_id: number): Promise<GoodsPart[]> {
  const { rows } = await sql<GoodsPart>`
    select "vat_bp", "department_id", sum("quantity") as "quantity", sum("gross") as "gross" from (
      select l."vat_bp", l."department_id", l."quantity", l."quantity" * l."charged_amount" as "gross"
      from "order_line" l
      where l."order_id" = ${order_id} and l."kind" not in ('ticket', 'pack') and l."cancelled_at" is null
      union all
      select l."vat_bp", l."department_id", case when t."state" in ('held', 'valid') then 1 else 0 end,
        case when t."state" in ('held', 'valid') then t."charged_amount" else t."deducted_amount" end
      from "ticket" t join "order_line" l on l."id" = t."order_line_id" where t."order_id" = ${order_id}) x
    group by "vat_bp", "department_id" order by "vat_bp", "department_id"`.execute(rx.db);
  return rows;
}

/** What has come to them since, part by part; what stayed the same is left out. */
export function goodsSince(before: readonly GoodsPart[], after: readonly GoodsPart[]): GoodsPart[] {
  const keyOf = ({ vat_bp, department_id }: GoodsPart): string => `${vat_bp}/${department_id}`;
  const was = new Map(before.map((part) => [keyOf(part), part]));
  const is = new Map(after.map((part) => [keyOf(part), part]));
  return [...new Map([...was, ...is]).entries()]
    .map(([key, { vat_bp, department_id }]) => {
      const [old, now] = [was.get(key), is.get(key)];
      const quantity = (now?.quantity ?? 0) - (old?.quantity ?? 0);
      return { vat_bp, department_id, quantity, gross: (now?.gross ?? 0) - (old?.gross ?? 0) };
    })
    .filter(({ quantity, gross }) => quantity !== 0 || gross !== 0);
}

/** The first of the content of a sale that says itself what was sold: its order's lines do not, or no longer. */
export const says_goods = '{"goods":[%';
/** What no other content of a return has: inside of a title, the quotation marks would have backslashes. */
export const says_cancelled = '%"cancelled":[[%';

const partRow = ({ vat_bp, department_id, quantity, gross }: GoodsPart): PartRow => [
  ...([vat_bp, department_id, quantity, gross] as const),
];

/** To be spread before anything else of the content. */
export const goodsContent = (goods: readonly GoodsPart[]) => ({ goods: goods.map(partRow) });

/** Below 0, as it came back. */
export const cancelledContent = (goods: readonly GoodsPart[]) => ({ cancelled: goods.map(partRow) });

/** What a line's content says was sold, or, below 0, came back; nothing where its order's lines say it. */
export function goodsOfContent(content: string): GoodsPart[] {
  const { goods, cancelled } = JSON.parse(content) as { goods?: PartRow[]; cancelled?: PartRow[] };
  return (goods ?? cancelled ?? []).map(([vat_bp, department_id, quantity, gross]) => ({
    ...{ vat_bp, department_id, quantity, gross },
  }));
}
