import { sql } from 'kysely';
import { setImmediate as breathe } from 'node:timers/promises';
import { codeOfStatus, orderStatuses, statusOfCode } from '../../domain/order-life.ts';
import { isFault } from '../../domain/faults.ts';
import type { Rx } from '../../store/transaction.ts';
import { statusOfSums, type OrderRow } from '../selling/orders.ts';
import { subjects_max, type Check, type Subject } from './check.ts';

const limit = subjects_max + 1;
/** how late the timer that ends holds may be before somebody should look */
const late_ms = 5 * 60_000;
const page_orders = 2_000;

/** The sums and the status of orders, and holds that nobody ended. */
export const ordersCheck: Check = {
  name: 'orders',
  title: { en: 'Sums and statuses of orders', fr: 'Montants et statuts des commandes' },
  diagnoses: {
    order_total_wrong: {
      severity: 'error',
      subject_kind: 'order',
      message: {
        en: 'The total of an order is not the sum of its tickets and lines.',
        fr: 'Le total d’une commande n’est pas la somme de ses billets et de ses lignes.',
      },
      advice: {
        en: 'Compare with the ledger of the order which of the two is right, and correct the other.',
        fr: 'Voyez dans le journal de la commande lequel des deux est juste, et corrigez l’autre.',
      },
    },
    order_paid_wrong: {
      severity: 'error',
      subject_kind: 'order',
      message: {
        en: 'An order says that another amount was paid than its payments sum up to.',
        fr: 'Une commande indique un autre montant payé que la somme de ses paiements.',
      },
      advice: {
        en: 'Compare with the bank or the till, and correct `paid` or the payment that is wrong.',
        fr: 'Comparez avec la banque ou la caisse, et corrigez `paid` ou le paiement erroné.',
      },
    },
    order_status_wrong: {
      severity: 'error',
      subject_kind: 'order',
      message: {
        en: 'The status of an order does not follow from what it costs and what was paid.',
        fr: 'Le statut d’une commande ne découle pas de ce qu’elle coûte et de ce qui est payé.',
      },
      advice: {
        en: 'The gate goes by the status: set it to `expected`.',
        fr: 'Le contrôle se fie au statut : mettez-le à `expected`.',
      },
    },
    hold_not_ended: {
      severity: 'warning',
      subject_kind: 'order',
      message: {
        en: 'A hold is over by more than five minutes, and still keeps its places from being sold.',
        fr: 'Une réservation a expiré depuis plus de cinq minutes et bloque encore ses places.',
      },
      advice: {
        en: 'The office’s timer does not run: see whether `guichet serve` runs and what its log says.',
        fr: 'Le minuteur ne tourne pas : vérifiez que `guichet serve` tourne et ce que dit son journal.',
      },
    },
  },
  async run(rx, { now, found, progress }) {
    const totals = await wrongTotals(rx);
    const paid = await sql<Subject>`
      select o."id", o."paid", coalesce(p."sum", 0) as "payments" from "order" o
      left join (
        select "order_id", sum("amount") as "sum" from "payment" where "deleted_at" is null group by "order_id") p
        on p."order_id" = o."id"
      where o."paid" <> coalesce(p."sum", 0) order by o."id" limit ${limit}`.execute(rx.db);
    progress(0.5);
    const late = await sql<Subject>`
      select "id", "expires_at" from "order" where "expires_at" <= ${now - late_ms}
      order by "expires_at" limit ${limit}`.execute(rx.db);
    return [
      ...found('order_total_wrong', totals),
      ...found('order_paid_wrong', paid.rows),
      ...found('order_status_wrong', await wrongStatuses(rx)),
      ...found('hold_not_ended', late.rows),
    ];
  },
};

/** Of orders that live: what was cancelled costs nothing, or what was kept of it. */
async function wrongTotals(rx: Rx): Promise<Subject[]> {
  const { rows } = await sql<Subject>`
    select o."id", o."total", coalesce(t."sum", 0) + coalesce(l."sum", 0) as "sum" from "order" o
    left join (
      select "order_id", sum(
        case when "state" in ('held', 'valid') then "charged_amount" else "deducted_amount" end) as "sum"
      from "ticket" group by "order_id") t on t."order_id" = o."id"
    left join (
      select "order_id", sum("quantity" * "charged_amount") as "sum" from "order_line"
      where "cancelled_at" is null and "kind" not in ('ticket', 'pack') group by "order_id") l
      on l."order_id" = o."id"
    where o."status" >= 0 and o."total" <> coalesce(t."sum", 0) + coalesce(l."sum", 0)
    order by o."id" limit ${limit}`.execute(rx.db);
  return rows;
}

/** Page by page through all orders: the rule itself decides, not a copy of it in SQL. */
async function wrongStatuses(rx: Rx): Promise<Subject[]> {
  const wrong: Subject[] = [];
  for (let after = 0; wrong.length < limit;) {
    const page = await rx.db
      .selectFrom('order')
      .select(['id', 'status', 'total', 'paid', 'refunded', 'confirmed_at', 'delivered_at'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(page_orders)
      .execute();
    for (const order of page) {
      const expected = expectedStatus(order);
      if (expected !== order.status) wrong.push({ id: order.id, status: order.status, expected });
      after = order.id;
    }
    if (page.length < page_orders) break;
    await breathe();
  }
  return wrong;
}

type Sums = Pick<OrderRow, 'id' | 'status' | 'total' | 'paid' | 'refunded' | 'confirmed_at' | 'delivered_at'>;

/** The status itself where it is given and does not follow: given up, put away, or how the tickets will be delivered. */
function expectedStatus(order: Sums): number | null {
  let status;
  try {
    status = statusOfCode(order.status);
  } catch (error) {
    if (isFault(error)) return null;
    throw error;
  }
  if (!orderStatuses[status].holding || status === 'archived') return order.status;
  const derived = statusOfSums(order);
  if (derived === 'paid' && (status === 'to_deliver' || status === 'to_print')) return order.status;
  return codeOfStatus(derived);
}
