import { sql } from 'kysely';
import { subjects_max, type Check, type Subject } from './check.ts';

const limit = subjects_max + 1;

/** What pools say is taken and kept, against what was drawn from them. */
export const poolsCheck: Check = {
  name: 'pools',
  title: { en: 'Capacities and what is taken of them', fr: 'Capacités et ce qui en est pris' },
  diagnoses: {
    pool_taken_wrong: {
      severity: 'error',
      subject_kind: 'pool',
      message: {
        en: 'A pool counts other units as taken than orders have drawn from it.',
        fr: 'Une jauge compte comme prises d’autres unités que celles que les commandes y ont puisées.',
      },
      advice: {
        en: 'Stop selling from it, and set `taken` to the sum of its rows in pool_draw. Please report it: it must not happen.',
        fr: 'Suspendez la vente et mettez `taken` à la somme de ses lignes de pool_draw. Merci de le signaler : cela ne doit pas arriver.',
      },
    },
    pool_overdrawn: {
      severity: 'error',
      subject_kind: 'pool',
      message: {
        en: 'More is sold than the capacity, and no alarm names it.',
        fr: 'Il est vendu plus que la capacité, sans qu’aucune alarme le signale.',
      },
      advice: {
        en: 'Raise the capacity if there is room, or move or refund some of its tickets.',
        fr: 'Augmentez la capacité s’il y a de la place, sinon déplacez ou remboursez des billets.',
      },
    },
    pool_reserved_wrong: {
      severity: 'error',
      subject_kind: 'pool',
      message: {
        en: 'A pool keeps another number of units free for channels than its allotments have unsold.',
        fr: 'Une jauge garde pour les canaux un autre nombre d’unités que l’invendu de ses contingents.',
      },
      advice: {
        en: 'Set `reserved` to what its allotments that are not released have unsold.',
        fr: 'Mettez `reserved` à l’invendu de ses contingents non libérés.',
      },
    },
    allotment_taken_wrong: {
      severity: 'error',
      subject_kind: 'allotment',
      message: {
        en: 'An allotment counts other units as sold than its channel has drawn.',
        fr: 'Un contingent compte comme vendues d’autres unités que celles puisées par son canal.',
      },
      advice: {
        en: 'Set `taken` to the sum of `allotment_units` of its rows in pool_draw.',
        fr: 'Mettez `taken` à la somme des `allotment_units` de ses lignes de pool_draw.',
      },
    },
    line_draw_wrong: {
      severity: 'error',
      subject_kind: 'order_line',
      message: {
        en: 'A line of an order holds another number of units than it has living tickets or articles.',
        fr: 'Une ligne de commande retient un autre nombre d’unités qu’elle n’a de billets ou d’articles en cours.',
      },
      advice: {
        en: 'Capacity is lost or promised twice: correct `units` in pool_draw and `taken` of the pool by the difference.',
        fr: 'De la capacité est perdue ou promise deux fois : corrigez de l’écart `units` dans pool_draw et `taken` de la jauge.',
      },
    },
  },
  async run(rx, { found }) {
    const taken = await sql<Subject>`
      select p."id", p."taken", coalesce(d."units", 0) as "drawn" from "pool" p
      left join (select "pool_id", sum("units") as "units" from "pool_draw" group by "pool_id") d
        on d."pool_id" = p."id"
      where p."taken" <> coalesce(d."units", 0) order by p."id" limit ${limit}`.execute(rx.db);
    const overdrawn = await sql<Subject>`
      select p."id", p."capacity", p."taken" from "pool" p
      where p."capacity" is not null and p."taken" > p."capacity" and not exists (
        select 1 from "alarm" a where a."organizer_id" = p."organizer_id" and a."code" = 'overbooked'
          and a."subject_id" = p."id" and a."cleared_at" is null)
      order by p."id" limit ${limit}`.execute(rx.db);
    const reserved = await sql<Subject>`
      select p."id", p."reserved", coalesce(a."unsold", 0) as "unsold" from "pool" p
      left join (
        select "pool_id", sum(case when "capacity" > "taken" then "capacity" - "taken" else 0 end) as "unsold"
        from "allotment" where "released_at" is null group by "pool_id") a on a."pool_id" = p."id"
      where p."reserved" <> coalesce(a."unsold", 0) order by p."id" limit ${limit}`.execute(rx.db);
    const allotments = await sql<Subject>`
      select a."id", a."taken", coalesce(d."units", 0) as "drawn" from "allotment" a
      left join (
        select "allotment_id", sum("allotment_units") as "units" from "pool_draw"
        where "allotment_id" is not null group by "allotment_id") d on d."allotment_id" = a."id"
      where a."taken" <> coalesce(d."units", 0) order by a."id" limit ${limit}`.execute(rx.db);
    const ticketLines = await sql<Subject>`
      select l."id", d."pool_id", d."units", coalesce(t."living", 0) as "living" from "pool_draw" d
      join "order_line" l on l."id" = d."order_line_id" and l."kind" in ('ticket', 'pack')
      left join (
        select "order_line_id", count(*) as "living" from "ticket"
        where "state" in ('held', 'valid') group by "order_line_id") t on t."order_line_id" = l."id"
      where d."units" <> coalesce(t."living", 0) order by l."id" limit ${limit}`.execute(rx.db);
    const otherLines = await sql<Subject>`
      select l."id", d."pool_id", d."units",
        case when l."cancelled_at" is null and o."status" >= 0 then l."quantity" else 0 end as "living"
      from "pool_draw" d
      join "order_line" l on l."id" = d."order_line_id" and l."kind" not in ('ticket', 'pack')
      join "order" o on o."id" = l."order_id"
      where case when l."cancelled_at" is null and o."status" >= 0
        -- what came back may be on the shelf again, or not
        then d."units" > l."quantity" or d."units" < l."quantity" - l."returned" else d."units" <> 0 end
      order by l."id" limit ${limit}`.execute(rx.db);
    return [
      ...found('pool_taken_wrong', taken.rows),
      ...found('pool_overdrawn', overdrawn.rows),
      ...found('pool_reserved_wrong', reserved.rows),
      ...found('allotment_taken_wrong', allotments.rows),
      ...found('line_draw_wrong', [...ticketLines.rows, ...otherLines.rows]),
    ];
  },
};
