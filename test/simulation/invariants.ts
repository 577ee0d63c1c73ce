import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { statusOfSums } from '../../src/office/selling/orders.ts';
import { scanIdsOf } from '../../src/office/admission/scans-of-tickets.ts';
import { tallySales } from '../../src/office/tallies/tally-sales.ts';
import { verifyLedger } from '../../src/office/ledger/verify.ts';
import type { World } from './world.ts';

/** What a move may change, beside the rows it is about. */
export interface Books {
  readonly pools: ReadonlyMap<
    number,
    { readonly capacity: number | null; readonly taken: number; readonly reserved: number }
  >;
  readonly ledger_rows: number;
}

export async function readBooks({ office, organizer_id }: World): Promise<Books> {
  return office.read(async (rx) => {
    const pools = await rx.db
      .selectFrom('pool')
      .select(['id', 'capacity', 'taken', 'reserved'])
      .where('organizer_id', '=', organizer_id)
      .execute();
    const { rows } = await rx.db
      .selectFrom('ledger')
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .where('organizer_id', '=', organizer_id)
      .executeTakeFirstOrThrow();
    return { pools: new Map(pools.map(({ id, ...pool }) => [id, { ...pool }])), ledger_rows: rows };
  });
}

/** Never oversold: what was sold here, in this very step, did not pass a capacity, nor what is kept for a channel. */
export function assertWithinCapacity(before: Books, after: Books): void {
  for (const [id, pool] of after.pools) {
    const grew = pool.taken > (before.pools.get(id)?.taken ?? 0);
    if (!grew || pool.capacity === null) continue;
    assert.ok(
      pool.taken + pool.reserved <= pool.capacity,
      `pool ${id} was oversold: ${JSON.stringify(pool)}`,
    );
  }
}

type Check = (world: World) => Promise<unknown[]>;

function rowsOf(query: (organizer_id: number) => ReturnType<typeof sql<Record<string, unknown>>>): Check {
  return async ({ office, organizer_id }) =>
    (await office.read((rx) => query(organizer_id).execute(rx.db))).rows.map((row) => ({ ...row }));
}

/**
 * DESIGN.md, "What always holds", asked of the rows that people see (tickets, payments, scans), not of the counters that the
 * engine keeps; each query finds what breaks it.
 */
export const invariants: Readonly<Record<string, Check>> = {
  '1: the living tickets of a pool’s offers fit into it, unless an alarm says otherwise': rowsOf(
    (organizer_id) => sql`
      select p."id", p."capacity", count(t."id") as "living" from "pool" p
      join "offer_pool" op on op."pool_id" = p."id"
      join "ticket" t on t."offer_id" = op."offer_id" and t."state" in ('held', 'valid')
      where p."organizer_id" = ${organizer_id} and p."capacity" is not null and not exists (
        select 1 from "alarm" a where a."code" = 'overbooked' and a."subject_id" = p."id"
          and a."organizer_id" = p."organizer_id" and a."cleared_at" is null)
      group by p."id", p."capacity" having count(t."id") > p."capacity"`,
  ),
  '1: what counts as taken of a pool are the living tickets of its offers, or of its code': rowsOf(
    (organizer_id) => sql`
      select * from (
        select p."id", p."kind", p."taken",
          (select count(*) from "offer_pool" op
            join "ticket" t on t."offer_id" = op."offer_id" and t."state" in ('held', 'valid')
            where op."pool_id" = p."id")
          + (select count(*) from "promo_code" c
            join "ticket" t on t."promo_code_id" = c."id" and t."state" in ('held', 'valid')
            where c."pool_id" = p."id") as "living"
        from "pool" p where p."organizer_id" = ${organizer_id}
          and (exists (select 1 from "offer_pool" op where op."pool_id" = p."id") or p."kind" = 'code')) x
      where x."taken" <> x."living"`,
  ),
  '1: a seat is sold once here': rowsOf(
    (organizer_id) => sql`
      select t."session_id", t."place_id", count(*) as "living" from "ticket" t
      join "order" o on o."id" = t."order_id" and o."connection_id" is null
      join "place" p on p."id" = t."place_id" and p."kind" = 'seat'
      where t."organizer_id" = ${organizer_id} and t."state" in ('held', 'valid')
      group by t."session_id", t."place_id" having count(*) > 1`,
  ),
  '1: a seat with a price of its own is sold here at that alone, and nothing else at it': rowsOf(
    (organizer_id) => sql`
      select t."id", t."offer_id", kept."offer_id" as "own" from "ticket" t
      join "order" o on o."id" = t."order_id" and o."connection_id" is null
      join "offer" f on f."id" = t."offer_id"
      left join "session_place" kept on kept."session_id" = t."session_id" and kept."place_id" = t."place_id"
      where t."organizer_id" = ${organizer_id} and t."state" in ('held', 'valid') and t."place_id" is not null
        and case when kept."offer_id" is null then f."places_only" = 1 else kept."offer_id" <> t."offer_id" end`,
  ),
  '1: a seat of two tickets raised an alarm': rowsOf(
    (organizer_id) => sql`
      select t."session_id", t."place_id" from "ticket" t
      join "place" p on p."id" = t."place_id" and p."kind" = 'seat'
      where t."organizer_id" = ${organizer_id} and t."state" in ('held', 'valid') and not exists (
        select 1 from "alarm" a where a."code" = 'overbooked' and a."subject_id" = t."place_id")
      group by t."session_id", t."place_id" having count(*) > 1`,
  ),
  '1: a code is used as often as it may be': rowsOf(
    (organizer_id) => sql`
      select c."id", p."capacity", count(t."id") as "uses" from "promo_code" c
      join "pool" p on p."id" = c."pool_id"
      join "ticket" t on t."promo_code_id" = c."id" and t."state" in ('held', 'valid')
      where c."organizer_id" = ${organizer_id} and p."capacity" is not null
      group by c."id", p."capacity" having count(t."id") > p."capacity"`,
  ),
  '3: payments and refunds sum up to what the order says, and no more goes out than came in': rowsOf(
    (organizer_id) => sql`
      select * from (
        select o."id", o."paid", o."refunded",
          (select coalesce(sum(p."amount"), 0) from "payment" p
            where p."order_id" = o."id" and p."deleted_at" is null) as "payments",
          (select coalesce(sum(r."amount"), 0) from "refund" r where r."order_id" = o."id") as "refunds",
          o."total"
        from "order" o where o."organizer_id" = ${organizer_id}) x
      where x."paid" <> x."payments" or x."refunded" <> x."refunds" or x."refunded" < 0
        or (x."total" >= 0 and (x."paid" < 0 or x."refunded" > x."paid"))`,
  ),
  '3: a refund is the sum of its parts': rowsOf(
    (organizer_id) => sql`
      select r."id", r."amount", r."deduction", sum(t."amount") as "parts" from "refund" r
      left join "refund_ticket" t on t."refund_id" = r."id"
      where r."organizer_id" = ${organizer_id} and r."kind" = 'tickets'
      group by r."id", r."amount", r."deduction"
      having r."amount" <> coalesce(sum(t."amount"), 0) or r."deduction" <> coalesce(sum(t."deduction"), 0)`,
  ),
  '3: of a ticket no more is paid back or kept than it and what was sold with it cost': rowsOf(
    (organizer_id) => sql`
      select * from (
        select t."id", t."charged_amount", t."refunded_amount" + t."deducted_amount" as "ended",
          (select coalesce(sum(l."quantity" * l."charged_amount"), 0) from "order_line" l
            where l."order_id" = t."order_id" and l."kind" not in ('ticket', 'pack')
              and (l."ticket_id" = t."id" or l."ticket_id" = t."main_ticket_id")) as "add_ons"
        from "ticket" t where t."organizer_id" = ${organizer_id}) x
      where x."ended" > x."charged_amount" + x."add_ons" or x."charged_amount" < 0`,
  ),
  '3: a living order costs what its tickets and lines do': rowsOf(
    (organizer_id) => sql`
      select * from (
        select o."id", o."total", o."status",
          (select coalesce(sum(case when t."state" in ('held', 'valid') then t."charged_amount"
            else t."deducted_amount" end), 0) from "ticket" t where t."order_id" = o."id")
          + (select coalesce(sum(l."quantity" * l."charged_amount"), 0) from "order_line" l
            where l."order_id" = o."id" and l."kind" not in ('ticket', 'pack')
              and l."cancelled_at" is null) as "sum"
        from "order" o where o."organizer_id" = ${organizer_id} and o."status" >= 0) x
      where x."total" <> x."sum"`,
  ),
  '3: the status of an order follows from its money': async ({ office, organizer_id }) => {
    const orders = await office.read((rx) =>
      rx.db
        .selectFrom('order')
        .selectAll()
        .where('organizer_id', '=', organizer_id)
        .where('status', '>=', 0)
        .where('status', '!=', 99)
        .execute(),
    );
    const codes = { creating: 0, confirmed: 1, to_pay: 10, partially_paid: 12, paid: 15, overpaid: 18 };
    const others = {
      completed: 30,
      to_deliver: 20,
      to_print: 25,
      cancelled: -10,
      abandoned: -20,
      archived: 99,
    };
    const all = { ...codes, ...others };
    return orders
      .filter((order) => all[statusOfSums(order)] !== order.status)
      .map(({ id, status }) => ({ id, status }));
  },
  '3: what a till sold, took and gave back stands in its journal, to the cent': rowsOf(
    (organizer_id) => sql`
      select * from (
        select s."id",
          (select coalesce(sum(p."amount"), 0) from "payment" p
            where p."counter_session_id" = s."id" and p."deleted_at" is null)
          - (select coalesce(sum(r."amount"), 0) from "refund" r where r."counter_session_id" = s."id") as "money",
          (select coalesce(sum(j."amount"), 0) from "journal_line" j
            where j."counter_session_id" = s."id" and j."kind" in ('payment', 'refund')) as "written"
        from "counter_session" s where s."organizer_id" = ${organizer_id}) x
      where x."money" <> x."written"`,
  ),
  '3: the totals of a till never fall': rowsOf(
    (organizer_id) => sql`
      select * from (
        select j."counter_id", j."number", j."sold_total", j."returned_total",
          lag(j."sold_total") over w as "sold_before", lag(j."returned_total") over w as "returned_before",
          lag(j."number") over w as "before"
        from "journal_line" j where j."organizer_id" = ${organizer_id}
        window w as (partition by j."counter_id" order by j."number")) x
      where x."sold_total" < x."sold_before" or x."returned_total" < x."returned_before"
        or x."number" <> coalesce(x."before", 0) + 1`,
  ),
  '4: no ticket lets in more often than it may, unless staff or another platform says so': rowsOf(
    (organizer_id) => sql`
      select e."id", e."used", e."allowed" from "entitlement" e
      where e."organizer_id" = ${organizer_id} and e."used" > e."allowed" and not exists (
        select 1 from "scan" s where s."entitlement_id" = e."id"
          and (s."forced" = 1 or s."outcome" = 'reported'))`,
  ),
  '4: what was used has as many scans that say so': rowsOf(
    (organizer_id) => sql`
      select e."id", e."used" from "entitlement" e
      where e."organizer_id" = ${organizer_id} and e."used" > (
        select count(*) from "scan" s where s."entitlement_id" = e."id" and s."direction" = 'in'
          and s."outcome" in ('admitted', 'reported'))`,
  ),
  '4: every attempt is kept': async ({ office, organizer_id, attempts }) => {
    const { kept } = await office.read((rx) =>
      rx.db
        .selectFrom('scan')
        .select((eb) => eb.fn.countAll<number>().as('kept'))
        .where('organizer_id', '=', organizer_id)
        .executeTakeFirstOrThrow(),
    );
    return kept === attempts ? [] : [{ kept, attempts }];
  },
  '4: every attempt is found from its ticket': async ({ office, organizer_id }) => {
    const known = await office.read((rx) =>
      rx.db
        .selectFrom('scan')
        .select(['id', 'ticket_id'])
        .where('organizer_id', '=', organizer_id)
        .where('ticket_id', 'is not', null)
        .orderBy('id')
        .execute(),
    );
    const tickets = [...new Set(known.flatMap(({ ticket_id }) => ticket_id ?? []))];
    if (tickets.length === 0) return [];
    const { rows } = await office.read((rx) =>
      sql<{ id: number }>`select "id" from ${scanIdsOf(tickets)} as found order by "id"`.execute(rx.db),
    );
    const found = rows.map(({ id }) => id);
    const all = known.map(({ id }) => id);
    return found.join() === all.join() ? [] : [{ found, all }];
  },
  '8: every order, refund and entry is in the ledger': rowsOf(
    (organizer_id) => sql`
      select 'order' as "kind", o."id" from "order" o where o."organizer_id" = ${organizer_id} and not exists (
        select 1 from "ledger" l where l."subject_kind" = 'order' and l."subject_id" = o."id")
      union all
      select 'scan', s."id" from "scan" s
      where s."organizer_id" = ${organizer_id} and s."outcome" = 'admitted' and not exists (
        select 1 from "ledger" l where l."subject_kind" = 'scan' and l."subject_id" = s."id")`,
  ),
  '8: the chain of the ledger is whole, and holds all of it': async ({ office }) => {
    const { broken } = await office.read((rx) => verifyLedger(rx));
    const waiting = await office.read((rx) =>
      rx.db.selectFrom('ledger').select('id').where('seal_id', 'is', null).execute(),
    );
    return [...broken, ...waiting];
  },
  'the sums of sales by the hour are those of the orders and their tickets': async (world) => {
    const { office, organizer_id } = world;
    // what another process may still commit is waited for
    office.surroundings.advance(11_000);
    while ((await office.write((tx) => tallySales(tx, { organizer_id, limit: 20 }))) > 0);
    return rowsOf(
      (organizer_id) => sql`
        select * from (
          select c."channel",
            (select coalesce(sum(h."tickets"), 0) from "sales_hour" h
              where h."organizer_id" = ${organizer_id} and h."channel" = c."channel") as "tickets",
            (select coalesce(sum(h."amount"), 0) from "sales_hour" h
              where h."organizer_id" = ${organizer_id} and h."channel" = c."channel") as "amount",
            (select count(*) from "ticket" t join "order" o on o."id" = t."order_id"
              where t."organizer_id" = ${organizer_id} and o."channel" = c."channel" and t."state" = 'valid'
                and not exists (select 1 from "ticket" l where l."main_ticket_id" = t."id")) as "good",
            (select coalesce(sum(o."total"), 0) from "order" o
              where o."organizer_id" = ${organizer_id} and o."channel" = c."channel"
                and o."confirmed_at" is not null) as "total"
          from (select distinct "channel" from "order" where "organizer_id" = ${organizer_id}) c) x
        where x."tickets" <> x."good" or x."amount" <> x."total"`,
    )(world);
  },
};

export async function assertInvariants(world: World): Promise<void> {
  for (const [name, check] of Object.entries(invariants)) {
    assert.deepEqual(await check(world), [], name);
  }
}
