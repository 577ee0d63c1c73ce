import { sql } from 'kysely';
import { subjects_max, type Check, type Subject } from './check.ts';

const limit = subjects_max + 1;

/** What was paid back, by order, by refund and by ticket. */
export const refundsCheck: Check = {
  name: 'refunds',
  title: { en: 'Refunds', fr: 'Remboursements' },
  diagnoses: {
    order_refunded_wrong: {
      severity: 'error',
      subject_kind: 'order',
      message: {
        en: 'An order says that another amount was refunded than its refunds sum up to.',
        fr: 'Une commande indique un autre montant remboursé que la somme de ses remboursements.',
      },
      advice: {
        en: 'Compare with the bank, and correct `refunded` or the refund that is wrong.',
        fr: 'Comparez avec la banque, et corrigez `refunded` ou le remboursement erroné.',
      },
    },
    refunded_beyond_paid: {
      severity: 'error',
      subject_kind: 'order',
      message: {
        en: 'More was refunded than was paid.',
        fr: 'Il a été remboursé plus que ce qui a été payé.',
      },
      advice: {
        en: 'Look for a payment that is missing, or for a refund entered twice.',
        fr: 'Cherchez un paiement manquant, ou un remboursement saisi deux fois.',
      },
    },
    refund_parts_wrong: {
      severity: 'error',
      subject_kind: 'refund',
      message: {
        en: 'A refund is not the sum of its parts, ticket by ticket.',
        fr: 'Un remboursement n’est pas la somme de ses parts, billet par billet.',
      },
      advice: {
        en: 'Correct the parts in refund_ticket after the ledger of the order.',
        fr: 'Corrigez les parts dans refund_ticket d’après le journal de la commande.',
      },
    },
    ticket_refunded_wrong: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'A ticket says that another amount was refunded than its refunds do.',
        fr: 'Un billet indique un autre montant remboursé que ses remboursements.',
      },
      advice: {
        en: 'Set `refunded_amount` to the sum of its rows in refund_ticket.',
        fr: 'Mettez `refunded_amount` à la somme de ses lignes de refund_ticket.',
      },
    },
    ticket_refunded_beyond_cost: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'More was refunded and kept of a ticket than it and what was sold with it cost.',
        fr: 'Il a été remboursé et retenu sur un billet plus que son prix et celui de ses options.',
      },
      advice: {
        en: 'Compare the refunds of the order with what was sold in it, and correct the one that is wrong.',
        fr: 'Comparez les remboursements de la commande avec ce qui y a été vendu, et corrigez celui qui est erroné.',
      },
    },
  },
  async run(rx, { found }) {
    const orders = await sql<Subject>`
      select o."id", o."refunded", coalesce(r."sum", 0) as "refunds" from "order" o
      left join (select "order_id", sum("amount") as "sum" from "refund" group by "order_id") r
        on r."order_id" = o."id"
      where o."refunded" <> coalesce(r."sum", 0) order by o."id" limit ${limit}`.execute(rx.db);
    const beyond = await sql<Subject>`
      select "id", "paid", "refunded" from "order" where "refunded" > "paid" and "refunded" > 0
      order by "id" limit ${limit}`.execute(rx.db);
    const parts = await sql<Subject>`
      select r."id", r."amount", r."deduction", coalesce(t."amount", 0) as "amount_of_parts",
        coalesce(t."deduction", 0) as "deduction_of_parts" from "refund" r
      left join (
        select "refund_id", sum("amount") as "amount", sum("deduction") as "deduction"
        from "refund_ticket" group by "refund_id") t on t."refund_id" = r."id"
      where (r."kind" = 'tickets' or t."refund_id" is not null)
        and (r."amount" <> coalesce(t."amount", 0) or r."deduction" <> coalesce(t."deduction", 0))
      order by r."id" limit ${limit}`.execute(rx.db);
    const tickets = await sql<Subject>`
      select t."id", t."refunded_amount", coalesce(r."sum", 0) as "refunds" from "ticket" t
      left join (select "ticket_id", sum("amount") as "sum" from "refund_ticket" group by "ticket_id") r
        on r."ticket_id" = t."id"
      where t."refunded_amount" <> coalesce(r."sum", 0) order by t."id" limit ${limit}`.execute(rx.db);
    // what was sold with a main ticket is paid back with one of its own
    const costs = await sql<Subject>`
      select * from (
        select t."id", t."charged_amount", t."refunded_amount", t."deducted_amount", (
          select coalesce(sum(l."quantity" * l."charged_amount"), 0) from "order_line" l
          where l."ticket_id" in (t."id", t."main_ticket_id")) as "add_ons"
        from "ticket" t where t."refunded_amount" + t."deducted_amount" > t."charged_amount") x
      where x."refunded_amount" + x."deducted_amount" > x."charged_amount" + x."add_ons"
      order by x."id" limit ${limit}`.execute(rx.db);
    return [
      ...found('order_refunded_wrong', orders.rows),
      ...found('refunded_beyond_paid', beyond.rows),
      ...found('refund_parts_wrong', parts.rows),
      ...found('ticket_refunded_wrong', tickets.rows),
      ...found('ticket_refunded_beyond_cost', costs.rows),
    ];
  },
};
