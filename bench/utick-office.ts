import { signatureOf, stockIdOf, type ProductType } from '../src/dialects/utick/wire.ts';
import { servedIdOf } from '../src/domain/served-id.ts';
import { createApplication } from '../src/office/access/applications.ts';
import { issueCredential } from '../src/office/access/credentials.ts';
import { createSecretSealer } from '../src/office/access/sealing.ts';
import { createEvent } from '../src/office/catalogue/event.ts';
import { openHall } from '../src/office/catalogue/open-hall.ts';
import { createOrganizer } from '../src/office/catalogue/organizer.ts';
import { createPrice } from '../src/office/catalogue/price.ts';
import { putOnSale } from '../src/office/catalogue/put-on-sale.ts';
import { createSession } from '../src/office/catalogue/session.ts';
import { findOrCreateCustomer } from '../src/office/customers/find-or-create.ts';
import { openStore } from '../src/store/open-store.ts';
import { systemSurroundings } from '../src/store/surroundings.ts';
import { systemActor, type Tx } from '../src/store/transaction.ts';

const keys = { publickey: 'bench-public', privatekey: 'bench-private' };

/** The three fields that sign a request made now. */
export function signedFields(): Record<string, string> {
  const timestamp = `${new Date().toISOString().slice(0, 19)}+00:00`;
  return { publickey: keys.publickey, timestamp, signature: signatureOf({ ...keys, timestamp }) };
}

/** What a request names of a stock, as uTick's clients see it. */
export interface UtickStock {
  readonly session_id: number;
  readonly stockid: string;
  readonly categoryid: string;
  readonly priceid: string;
}

export interface UtickOffice {
  /** one stock that never sells out */
  readonly hot: UtickStock;
  /** a few left */
  readonly last: UtickStock;
  /** 200 prices */
  readonly long: UtickStock;
  /** the numbered seats of a hall of 20 000, once for each */
  readonly halls: readonly UtickStock[];
  readonly contactid: string;
}

const day_ms = 86_400_000;
const hall_rows = 200;
const row_seats = 100;
const prices_of_long = 200;

/** An office for a shop that speaks uTick. */
export async function openUtickOffice(
  data_folder: string,
  wish: { readonly halls: number; readonly last_seats: number },
): Promise<UtickOffice> {
  const store = await openStore({ data_folder, surroundings: systemSurroundings() });
  try {
    return await store.write(systemActor, (tx) => fill(tx, wish));
  } finally {
    await store.close();
  }
}

async function fill(tx: Tx, wish: { halls: number; last_seats: number }): Promise<UtickOffice> {
  const organizer_id = await createOrganizer(tx, {
    slug: 'bench-utick',
    name: 'Bench',
    zone: 'Europe/Paris',
    currency: 'EUR',
  });
  const application_id = await createApplication(tx, { name: 'bench', organizer_ids: [organizer_id] });
  const { publickey: public_name, privatekey: key } = keys;
  const sealer = createSecretSealer(Buffer.alloc(32, 'bench'));
  await issueCredential(tx, { application_id, dialect: 'utick', public_name, key, sealer });
  const customer = await findOrCreateCustomer(tx, { organizer_id, email: 'bench@example.org' });
  const { hall_id } = await openHall(tx, {
    organizer_id,
    hall: { name: 'Arena' },
    zones: [
      {
        code: 'ALL',
        name: 'Arena',
        rows: Array.from({ length: hall_rows }, (_, row) => ({ label: `R${row + 1}`, seats: row_seats })),
      },
    ],
  });
  const stocks: Stocks = { tx, organizer_id };
  const halls: UtickStock[] = [];
  for (let hall = 0; hall < wish.halls; hall += 1)
    halls.push(await stockOf(stocks, { name: `Hall ${hall}`, hall_id, product_type: 'numbered_seat' }));
  return {
    hot: await stockOf(stocks, { name: 'Hot', capacity: 1_000_000_000 }),
    last: await stockOf(stocks, { name: 'Last', capacity: wish.last_seats }),
    long: await stockOf(stocks, { name: 'Long', capacity: 1_000, prices: prices_of_long }),
    halls,
    contactid: servedIdOf('uuid', customer),
  };
}

interface Stocks {
  readonly tx: Tx;
  readonly organizer_id: number;
}

interface StockPlan {
  readonly name: string;
  readonly hall_id?: number;
  readonly product_type?: ProductType;
  readonly capacity?: number;
  readonly prices?: number;
}

async function stockOf({ tx, organizer_id }: Stocks, plan: StockPlan): Promise<UtickStock> {
  const { name, hall_id = null, product_type = 'seat', capacity = null, prices = 1 } = plan;
  const event_id = await createEvent(tx, { organizer_id, name, status: 'published' });
  const starts_at = tx.now + 30 * day_ms;
  const session_id = await createSession(tx, { organizer_id, event_id, hall_id, starts_at });
  const price_ids: number[] = [];
  for (let price = 0; price < prices; price += 1)
    price_ids.push(
      await createPrice(tx, {
        organizer_id,
        event_id,
        name: `Tarif ${price + 1}`,
        description: 'Sur présentation d’un justificatif',
        amount: 1000 + price,
        product_type,
        maximum: 31,
      }),
    );
  const { offers } = await putOnSale(tx, {
    organizer_id,
    session_id,
    capacity,
    prices: price_ids.map((price_id) => ({ price_id })),
  });
  const zone_id = offers[0]?.zone_id ?? null;
  return {
    session_id,
    stockid: stockIdOf({ local_id: session_id, product_type }),
    categoryid: servedIdOf('uuid', zone_id ?? event_id),
    priceid: servedIdOf('uuid', price_ids[0] ?? 0),
  };
}
