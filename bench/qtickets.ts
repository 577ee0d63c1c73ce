import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { listSeats } from '../src/dialects/qtickets/serve/seats.ts';
import { reportBarcodes } from '../src/dialects/qtickets/serve/barcodes.ts';
import { listOrders } from '../src/dialects/qtickets/serve/orders.ts';
import { createSecretSealer } from '../src/office/access/sealing.ts';
import { createEvent } from '../src/office/catalogue/event.ts';
import { openHall } from '../src/office/catalogue/open-hall.ts';
import { createPrice } from '../src/office/catalogue/price.ts';
import { putOnSale, type PriceOnSale } from '../src/office/catalogue/put-on-sale.ts';
import { createSession } from '../src/office/catalogue/session.ts';
import { isFault } from '../src/domain/faults.ts';
import { servedIdOf } from '../src/domain/served-id.ts';
import type { Office } from '../src/office/office.ts';
import { sell } from '../src/office/selling/request.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor } from '../src/store/transaction.ts';
import type { Figure } from './figure.ts';
import { fillTickets, filledCode, openOffice, type BenchOffice } from './fill.ts';

const rounds = Number(process.env['BENCH_ROUNDS'] ?? 5);
const warm_ups = 2;
const orders_in_all = Number(process.env['BENCH_TICKETS'] ?? 1_000_000);
const seats_in_all = Number(process.env['BENCH_SEATS'] ?? 50_000);
const zones_in_all = 50;
const scans_in_all = 10_000;
const pickers = 256;
const picked_seats = 1_000;
const picks = 10_000;
const seats_per_row = 50;
/** a page takes about a millisecond: one call alone says little */
const calls_per_round = 20;

async function timed<T>(work: () => T | Promise<T>): Promise<{ ms: number; value: T }> {
  const started = performance.now();
  const value = await work();
  return { ms: performance.now() - started, value };
}

interface Opened {
  readonly folder: string;
  readonly bench: BenchOffice;
  readonly office: Office;
  readonly caller: Parameters<typeof listOrders>[1];
}

async function withOffice(fill: number, work: (opened: Opened) => Promise<Figure[]>): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-bench-'));
  try {
    const bench = await openOffice(folder);
    if (fill > 0) fillTickets(folder, bench, fill);
    const surroundings = systemSurroundings();
    const store = await openStore({ data_folder: folder, surroundings });
    const sealer = createSecretSealer(Buffer.alloc(32, 1));
    const settings = { public_base_url: 'http://127.0.0.1', credential_limits: false };
    const caller = {
      application_id: 1,
      credential_id: 1,
      dialect: 'qtickets',
      organizer_ids: [bench.organizer_id],
      scopes: ['*'],
      settings: {},
      calls_per_minute: null,
    };
    try {
      return await work({ folder, bench, office: { store, surroundings, sealer, settings }, caller });
    } finally {
      await store.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Work and its floor in turn; the first rounds only warm up. */
async function inTurn(work: () => Promise<number>, floor: () => number | Promise<number>) {
  const figure: number[] = [];
  const floors: number[] = [];
  for (let round = -warm_ups; round < rounds; round += 1) {
    const one = await work();
    const other = await floor();
    if (round < 0) continue;
    figure.push(one);
    floors.push(other);
  }
  return { figure, floor: floors };
}

/** `zones` of them, each at a price of its own. */
async function openSeats({ office, bench }: Opened, seats: number, zones = 1) {
  const { organizer_id } = bench;
  return office.store.write(systemActor, async (tx) => {
    const rows = Array.from({ length: seats / zones / seats_per_row }, (_, row) => ({
      label: String(row + 1),
      seats: seats_per_row,
    }));
    const hall = await openHall(tx, {
      organizer_id,
      hall: { name: 'Hall' },
      zones: Array.from({ length: zones }, (_, zone) => ({ code: `PARTERRE${zone}`, name: 'Партер', rows })),
    });
    const { hall_id } = hall;
    const event_id = await createEvent(tx, { organizer_id, name: 'Show', status: 'published' });
    const starts_at = tx.now + 86_400_000;
    const session_id = await createSession(tx, { organizer_id, event_id, hall_id, starts_at });
    const prices: PriceOnSale[] = [];
    for (const [index, { zone_id }] of hall.zones.entries()) {
      const price_id = await createPrice(tx, {
        organizer_id,
        event_id,
        name: 'Seat',
        amount: 15_000 + 100 * index,
        product_type: 'numbered_seat',
      });
      prices.push({ price_id, zone_ids: [zone_id] });
    }
    const { offers } = await putOnSale(tx, { organizer_id, session_id, prices });
    const places = hall.zones.flatMap((zone) => [...zone.seats.values()]);
    return { session_id, offer_id: offers[0]?.offer_id ?? 0, places };
  });
}

const seatRowsAlone = `select place.id, place.code, place.kind, place.row_label, place.seat_label, place.x, place.y, zone.code as zone,
    zone.name, offer.enabled, coalesce(offer.amount, price.amount) as amount, price.currency, price.code as level, price.name as price,
    kept.blocked, kept.quota, sale.ticket_id
  from offer join price on price.id = offer.price_id join zone on zone.id = offer.zone_id join place on place.zone_id = zone.id
    left join session_place kept on kept.session_id = offer.session_id and kept.place_id = place.id
    left join place_sale sale on sale.session_id = offer.session_id and sale.place_id = place.id
  where offer.session_id = ?`;

/** All fields of all seats of a large hall, written as JSON, against the bare rows and the bare JSON. */
function seats(): Promise<Figure[]> {
  return withOffice(0, async (opened) => {
    const { office, caller, folder } = opened;
    const { session_id } = await openSeats(opened, seats_in_all);
    const show_id = Number(servedIdOf('integer', session_id));
    const db = new DatabaseSync(join(folder, sqliteFileName), { readOnly: true });
    const bare = db.prepare(seatRowsAlone);
    try {
      let answer: unknown;
      const told = await inTurn(
        async () => {
          const { ms } = await timed(async () => {
            answer = await listSeats(office, caller, show_id, { flat: true });
            return JSON.stringify(answer);
          });
          return ms;
        },
        async () =>
          (await timed(() => bare.all(session_id))).ms + (await timed(() => JSON.stringify(answer))).ms,
      );
      const name = `seats of a hall with ${seats_in_all.toLocaleString('en-US')}, every field`;
      return [{ name, unit: 'ms', floor_name: 'row + JSON floor', ...told, goal: { at_most: 3 } }];
    } finally {
      db.close();
    }
  });
}

/** The seats of one zone and price among fifty, against the bare rows of that zone and their bare JSON. */
function seatsOfZone(): Promise<Figure[]> {
  return withOffice(0, async (opened) => {
    const { office, caller, folder } = opened;
    const { session_id } = await openSeats(opened, seats_in_all, zones_in_all);
    const show_id = Number(servedIdOf('integer', session_id));
    const db = new DatabaseSync(join(folder, sqliteFileName), { readOnly: true });
    const bare = db.prepare(`${seatRowsAlone} and zone.code = ? and price.amount >= ?`);
    const where = [
      { column: 'zone_root_id', operator: 'in', value: ['PARTERRE7'] },
      { column: 'price', operator: '>=', value: 150 },
    ];
    const matching = seats_in_all / zones_in_all;
    try {
      let answer: unknown;
      const often = async (work: () => unknown): Promise<number> => {
        const { ms } = await timed(async () => {
          for (let call = 0; call < calls_per_round; call += 1) await work();
        });
        return ms / calls_per_round;
      };
      const told = await inTurn(
        () =>
          often(async () => {
            const { data } = await listSeats(office, caller, show_id, { flat: true, where });
            if (Object.keys(data).length !== matching) throw new Error('not the seats of the zone');
            answer = { data };
            return JSON.stringify(answer);
          }),
        () =>
          often(() => {
            bare.all(session_id, 'PARTERRE7', 15_000);
            return JSON.stringify(answer);
          }),
      );
      const all = seats_in_all.toLocaleString('en-US');
      const name = `${matching.toLocaleString('en-US')} seats by price and zone of ${all}, every field`;
      return [{ name, unit: 'ms', floor_name: 'row + JSON floor', ...told, goal: { at_most: 3 } }];
    } finally {
      db.close();
    }
  });
}

/** Scans reported in one batch, against the bare rows in one durable transaction. */
function scans(): Promise<Figure[]> {
  return withOffice(scans_in_all * (rounds + warm_ups), async ({ office, caller, bench, folder }) => {
    const show_id = Number(servedIdOf('integer', bench.event_id));
    const db = new DatabaseSync(join(folder, sqliteFileName), { timeout: 5000 });
    db.exec('pragma journal_mode = wal; pragma synchronous = full');
    db.exec(
      'create table bare_scan as select * from scan; create table bare_use (ticket_id integer primary key, used integer, at integer)',
    );
    const columns = (db.prepare("select count(*) as n from pragma_table_info('scan')").get() as { n: number })
      .n;
    const insert = db.prepare(
      `insert into bare_scan values (${Array.from({ length: columns }, () => '?').join(', ')})`,
    );
    const use = db.prepare('insert into bare_use values (?, 1, ?)');
    const row: (number | string | null)[] = Array.from({ length: columns }, (_, index) =>
      index % 3 === 0 ? 'reported' : index,
    );
    let round = 0;
    let written = 0;
    try {
      const told = await inTurn(
        async () => {
          const from = scans_in_all * round;
          round += 1;
          const batch = Array.from({ length: scans_in_all }, (_, index) => ({
            barcode: filledCode(from + index),
          }));
          const { ms, value } = await timed(() => reportBarcodes(office, caller, show_id, batch));
          if (!value.every((one) => one.success)) throw new Error('a scan was not taken');
          return (scans_in_all / ms) * 1000;
        },
        async () => {
          const { ms } = await timed(() => {
            db.exec('begin immediate');
            for (let index = 0; index < scans_in_all; index += 1) {
              insert.run(...row);
              use.run((written += 1), index);
            }
            db.exec('commit');
          });
          return (scans_in_all / ms) * 1000;
        },
      );
      const name = `a batch of ${scans_in_all.toLocaleString('en-US')} scans`;
      return [{ name, unit: 'scans/s', floor_name: 'row floor', ...told, goal: { at_least: 0.2 } }];
    } finally {
      db.close();
    }
  });
}

/** Many buyers at once for the same seats: every seat has exactly one winner. */
function picking(): Promise<Figure[]> {
  return withOffice(0, async (opened) => {
    const { office, bench } = opened;
    const { offer_id, places } = await openSeats(opened, picked_seats);
    const winners = new Map<number, number>();
    let next = 0;
    const pick = async (): Promise<void> => {
      while (next < picks) {
        const place_id = places[(next += 1) % places.length] ?? 0;
        const request = { offer_id, quantity: 1, place_ids: [place_id] };
        try {
          await office.store.write(systemActor, (tx) =>
            sell(tx, { organizer_id: bench.organizer_id, channel: 'qtickets', requests: [request] }),
          );
          winners.set(place_id, (winners.get(place_id) ?? 0) + 1);
        } catch (error) {
          if (!isFault(error, 'seats_not_free')) throw error;
        }
      }
    };
    const { ms } = await timed(() => Promise.all(Array.from({ length: pickers }, pick)));
    const once = [...winners.values()].filter((many) => many === 1).length;
    const name = `${pickers} pickers for ${picked_seats.toLocaleString('en-US')} seats: seats with one winner`;
    const note = `${picks.toLocaleString('en-US')} picks in ${Math.round(ms)} ms`;
    const goal = { at_least: winners.size === once ? 1 : 2 };
    return [{ name, unit: 'seats', floor_name: 'seats', figure: [once], floor: [picked_seats], goal, note }];
  });
}

/** Every row that the answer is made of, and of each what it shows: nothing is read for the floor that a client would not get. */
const orderRowsAlone = `select o.id, o.organizer_id, o.event_id, o.customer_id, o.user_id, o.currency, o.total, o.expires_at,
    o.created_at, o.updated_at, o.paid_at, o.cancelled_at, o.secret, o.metadata, g.zone, c.email, c.first_name, c.last_name, c.phone,
    c.metadata as customer_metadata, t.id as ticket_id, t.main_ticket_id, t.session_id, t.price_id, t.state, t.listed_amount,
    t.charged_amount, t.refunded_amount, t.deducted_amount, t.holder_first_name, t.holder_last_name, t.holder_email, t.holder_phone,
    t.holder_metadata, t.comment, t.created_at as ticket_created_at, t.updated_at as ticket_updated_at, t.refunded_at, t.deleted_at,
    l.promo_code_id, l.discount_id, l.title, p.code as price_code, z.code as zone_code, z.name as zone_name, s.kind,
    s.code as place_code, s.row_label, s.seat_label, b.code, n.first_used_at
  from (
    select id from "order" where organizer_id = ? and event_id = ? and updated_at >= ? and paid_at is not null
    order by id limit 50 offset ?) page
  join "order" o on o.id = page.id join organizer g on g.id = o.organizer_id left join customer c on c.id = o.customer_id
  join ticket t on t.order_id = o.id join order_line l on l.id = t.order_line_id left join price p on p.id = t.price_id
  left join zone z on z.id = t.zone_id left join place s on s.id = t.place_id
  left join barcode b on b.ticket_id = t.id left join entitlement n on n.ticket_id = t.id`;

/** Pages of a filtered list of orders, against the bare rows of the same page. */
function orderPages(): Promise<Figure[]> {
  return withOffice(orders_in_all, async ({ office, caller, bench, folder }) => {
    const db = new DatabaseSync(join(folder, sqliteFileName), { readOnly: true });
    const bare = db.prepare(orderRowsAlone);
    const where = [
      { column: 'payed', value: 1 },
      { column: 'event_id', value: Number(bench.served_event) },
      { column: 'updated_at', operator: '>=', value: '2020-01-01T00:00:00+00:00' },
    ];
    const figures: Figure[] = [];
    try {
      for (const page of [1, 100]) {
        const told = await inTurn(
          async () => {
            const { ms } = await timed(async () => {
              for (let call = 0; call < calls_per_round; call += 1) {
                const { data, paging } = await listOrders(office, caller, { where, page });
                if (data.length !== 50 || paging.total !== orders_in_all) throw new Error('not the page');
              }
            });
            return ms / calls_per_round;
          },
          async () => {
            const { ms } = await timed(() => {
              for (let call = 0; call < calls_per_round; call += 1) {
                bare.all(bench.organizer_id, bench.event_id, 0, (page - 1) * 50);
              }
            });
            return ms / calls_per_round;
          },
        );
        const name = `orders by payed, event_id and updated_at of ${orders_in_all.toLocaleString('en-US')}, page ${page}`;
        figures.push({ name, unit: 'ms', floor_name: 'row floor', ...told, goal: { at_most: 3 } });
      }
      return figures;
    } finally {
      db.close();
    }
  });
}

export async function qtickets(): Promise<Figure[]> {
  return [
    ...(await seats()),
    ...(await seatsOfZone()),
    ...(await scans()),
    ...(await picking()),
    ...(await orderPages()),
  ];
}
