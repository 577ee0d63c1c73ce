import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createApplication } from '../src/office/access/applications.ts';
import { issueCredential } from '../src/office/access/credentials.ts';
import { createEvent } from '../src/office/catalogue/event.ts';
import { createOffer } from '../src/office/catalogue/offer.ts';
import { createOrganizer } from '../src/office/catalogue/organizer.ts';
import { createPool } from '../src/office/catalogue/pool.ts';
import { createPrice } from '../src/office/catalogue/price.ts';
import { servedIdOf } from '../src/domain/served-id.ts';
import { openStore, sqliteFileName } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor } from '../src/store/transaction.ts';

export const credential = { user: '268537', key: 'bench-billetweb' };
export const query = `user=${credential.user}&key=${credential.key}&version=1`;

export interface BenchOffice {
  readonly organizer_id: number;
  readonly event_id: number;
  readonly offer_id: number;
  readonly price_id: number;
  /** the ids as BilletWeb's clients see them */
  readonly served_event: string;
  readonly served_price: string;
}

/** An office with one event on sale without a limit, and a credential for BilletWeb. */
export async function openOffice(data_folder: string): Promise<BenchOffice> {
  const store = await openStore({ data_folder, surroundings: systemSurroundings() });
  const office = await store.write(systemActor, async (tx) => {
    const organizer_id = await createOrganizer(tx, {
      slug: 'bench',
      name: 'Bench',
      zone: 'Europe/Paris',
      currency: 'EUR',
    });
    const event_id = await createEvent(tx, { organizer_id, name: 'Billetterie', status: 'published' });
    const price_id = await createPrice(tx, { organizer_id, event_id, name: 'Forfait 4 tours', amount: 1100 });
    const pool_id = await createPool(tx, { organizer_id, event_id, kind: 'quota', capacity: null });
    const offer_id = await createOffer(tx, { organizer_id, event_id, price_id, pool_ids: [pool_id] });
    const application_id = await createApplication(tx, { name: 'bench', organizer_ids: [organizer_id] });
    const { user: public_name, key } = credential;
    await issueCredential(tx, { application_id, dialect: 'billetweb', public_name, key });
    return { organizer_id, event_id, offer_id, price_id };
  });
  await store.close();
  return {
    ...office,
    served_event: servedIdOf('integer', office.event_id),
    served_price: servedIdOf('integer', office.price_id),
  };
}

const rows_per_ticket = 6;

/** The barcode of the nth filled ticket: spread over all ten-digit numbers, each once. */
export function filledCode(index: number): string {
  return String(1_000_000_000n + ((BigInt(index) * 2_654_435_761n) % 8_589_934_592n));
}

/**
 * Puts sold tickets into the database in bulk, one order each, straight by SQL. Gives the index of the first one.
 * (Through the office it would be the same rows, a thousand times slower.)
 */
export function fillTickets(data_folder: string, office: BenchOffice, many: number): number {
  const db = new DatabaseSync(join(data_folder, sqliteFileName));
  const mark = (db.prepare('select next from id_block where id = 1').get() as { next: number }).next;
  const first = (db.prepare('select count(*) as n from ticket').get() as { n: number }).n;
  const { organizer_id, event_id, offer_id, price_id } = office;
  const now = Date.now();
  db.exec('pragma synchronous = off; begin');
  db.exec('create temp table fill (i integer primary key, base integer, code text) strict');
  db.prepare(
    `insert into fill with recursive n(i) as (select cast(? as integer) union all select i + 1 from n where i < ?)
     select i, cast(? as integer) + (i - cast(? as integer)) * ${rows_per_ticket}, cast(1000000000 + (i * 2654435761) % 8589934592 as text) from n`,
  ).run(first, first + many - 1, mark, first);
  db.exec(`insert into "order" (id, organizer_id, label, status, channel, event_id, currency, total, paid,
      created_at, updated_at, confirmed_at, paid_at, secret)
    select base, ${organizer_id}, 'ORD' || base, 15, 'billetweb', ${event_id}, 'EUR', 1100, 1100,
      ${now}, ${now}, ${now}, ${now}, 'secret-' || base from fill`);
  db.exec(`insert into order_line (id, organizer_id, order_id, kind, title, quantity, listed_amount, charged_amount,
      offer_id, price_id, created_at)
    select base + 1, ${organizer_id}, base, 'ticket', 'Forfait 4 tours', 1, 1100, 1100, ${offer_id}, ${price_id}, ${now} from fill`);
  db.exec(`insert into ticket (id, organizer_id, order_id, order_line_id, event_id, offer_id, price_id, state,
      listed_amount, charged_amount, holder_first_name, holder_last_name, holder_email, created_at, updated_at)
    select base + 2, ${organizer_id}, base, base + 1, ${event_id}, ${offer_id}, ${price_id}, 'valid', 1100, 1100,
      'Jean', 'Dupont ' || i, 'jean' || i || '@example.org', ${now} + i, ${now} + i from fill`);
  db.exec(`insert into entitlement (id, organizer_id, ticket_id, allowed, updated_at)
    select base + 3, ${organizer_id}, base + 2, 1, ${now} from fill`);
  db.exec(`insert into barcode (organizer_id, code, issuer, ticket_id)
    select ${organizer_id}, code, '', base + 2 from fill order by code`);
  db.exec(`insert into payment (id, organizer_id, order_id, method, amount, currency, paid_at, created_at)
    select base + 4, ${organizer_id}, base, 'card', 1100, 'EUR', ${now}, ${now} from fill`);
  db.prepare('update id_block set next = ? where id = 1').run(mark + many * rows_per_ticket + 1000);
  db.exec('commit; pragma wal_checkpoint(truncate)');
  db.close();
  return first;
}

/** As if the chores had summed up all that was filled in: an office that still does is slower, and holds more. */
export function markSummed(db: DatabaseSync, { organizer_id }: BenchOffice): void {
  const last = db.prepare('select max(id) as id, max(updated_at) as at from "order"').get() as {
    id: number;
    at: number;
  };
  const cursor = db.prepare(
    'insert into tally_cursor (organizer_id, kind, upto_at, upto_id) values (?, ?, ?, ?)',
  );
  cursor.run(organizer_id, 'sales', last.at, last.id);
  cursor.run(organizer_id, 'arrivals', Date.now(), 0);
}
