import { sql } from 'kysely';
import { subjects_max, type Check, type Subject } from './check.ts';

const limit = subjects_max + 1;

/** Tickets within their orders, and what lets them in. */
export const ticketsCheck: Check = {
  name: 'tickets',
  title: { en: 'Tickets, their orders and barcodes', fr: 'Billets, leurs commandes et codes-barres' },
  diagnoses: {
    ticket_of_another_order: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'A ticket stands in another order than its line or its main ticket.',
        fr: 'Un billet se trouve dans une autre commande que sa ligne ou son billet principal.',
      },
      advice: {
        en: 'See the ledger of the ticket for the order it was sold in, and correct the column that differs.',
        fr: 'Voyez dans le journal du billet la commande où il fut vendu, et corrigez la colonne qui diffère.',
      },
    },
    ticket_without_barcode: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'A valid ticket has no barcode: its holder cannot enter.',
        fr: 'Un billet valide n’a pas de code-barres : son titulaire ne peut pas entrer.',
      },
      advice: {
        en: 'Cancel the order and restore it, or refund the ticket.',
        fr: 'Annulez la commande puis rétablissez-la, ou remboursez le billet.',
      },
    },
    ticket_without_entry: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'A valid ticket gives no entry anywhere: its holder would be refused.',
        fr: 'Un billet valide ne donne aucune entrée : son titulaire serait refusé.',
      },
      advice: {
        en: 'Add its row of entitlement (entries as its price says), or refund the ticket.',
        fr: 'Ajoutez sa ligne d’entitlement (entrées selon son tarif), ou remboursez le billet.',
      },
    },
    ticket_state_wrong: {
      severity: 'error',
      subject_kind: 'ticket',
      message: {
        en: 'A ticket lives in an order that does not, or is valid before its order is confirmed.',
        fr: 'Un billet est en cours dans une commande qui ne l’est plus, ou valide avant la confirmation.',
      },
      advice: {
        en: 'Cancel the order again, so that it gives back what it holds; or restore it.',
        fr: 'Annulez à nouveau la commande pour qu’elle rende ce qu’elle retient, ou rétablissez-la.',
      },
    },
    barcode_of_nothing: {
      severity: 'warning',
      subject_kind: 'barcode',
      message: {
        en: 'A barcode belongs to no ticket and to no line of an order.',
        fr: 'Un code-barres n’appartient à aucun billet ni à aucune ligne de commande.',
      },
      advice: { en: 'Delete the row of barcode.', fr: 'Supprimez la ligne de barcode.' },
    },
  },
  async run(rx, { found }) {
    const orders = await sql<Subject>`
      select t."id", t."order_id", l."order_id" as "order_of_line", m."order_id" as "order_of_main" from "ticket" t
      join "order_line" l on l."id" = t."order_line_id"
      left join "ticket" m on m."id" = t."main_ticket_id"
      where l."order_id" <> t."order_id" or m."order_id" <> t."order_id"
      order by t."id" limit ${limit}`.execute(rx.db);
    // what another platform sold may come without its codes; they stand on that platform's tickets
    const barcodes = await sql<Subject>`
      select t."id", t."order_id" from "ticket" t join "order" o on o."id" = t."order_id"
      where t."state" = 'valid' and o."connection_id" is null
        and not exists (select 1 from "barcode" b where b."ticket_id" = t."id")
      order by t."id" limit ${limit}`.execute(rx.db);
    // of packs and subscriptions the tickets that belong to them enter
    const entries = await sql<Subject>`
      select t."id", t."order_id" from "ticket" t left join "price" p on p."id" = t."price_id"
      where t."state" = 'valid' and coalesce(p."product_type", '') not in ('pack', 'subscription')
        and not exists (select 1 from "entitlement" e where e."ticket_id" = t."id")
      order by t."id" limit ${limit}`.execute(rx.db);
    const states = await sql<Subject>`
      select t."id", t."state", t."order_id", o."status" from "ticket" t join "order" o on o."id" = t."order_id"
      where t."state" not in ('held', 'valid', 'cancelled', 'refunded', 'deleted')
        or (t."state" in ('held', 'valid') and o."status" < 0)
        or (t."state" = 'valid' and o."confirmed_at" is null)
        or (t."state" = 'held' and o."confirmed_at" is not null)
      order by t."id" limit ${limit}`.execute(rx.db);
    const codes = await sql<Subject>`
      select "code" as "id", "issuer", "organizer_id" from "barcode"
      where "ticket_id" is null and "order_line_id" is null order by "code" limit ${limit}`.execute(rx.db);
    return [
      ...found('ticket_of_another_order', orders.rows),
      ...found('ticket_without_barcode', barcodes.rows),
      ...found('ticket_without_entry', entries.rows),
      ...found('ticket_state_wrong', states.rows),
      ...found('barcode_of_nothing', codes.rows),
    ];
  },
};
