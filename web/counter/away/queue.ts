import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { offlineNumber, offlineSeries } from '../../../src/domain/offline-sale.ts';
import type { Answer, Input } from '../../api/call.ts';

export type Catalogue = Answer<'till_catalogue'>;
export type SaleBody = Input<'take_offline_sale'>['body'];

/** A sale that was made here and that the office has not taken in. */
export interface KeptSale {
  readonly number: string;
  /** `rejected`: the office has read it and said no; it stays until somebody has seen it */
  readonly state: 'waiting' | 'rejected';
  /** it is sent for this organizer alone */
  readonly organizer_id: number;
  readonly body: SaleBody;
  /** a code of docs/errors.md; empty while it waits */
  readonly reason: string;
}

interface SeriesRow {
  readonly id: 'series';
  readonly series: string;
  /** the last number that was given */
  readonly count: number;
}

interface CatalogueRow {
  readonly organizer_id: number;
  readonly catalogue: Catalogue;
}

const series_bytes = 6;

interface TillSchema extends DBSchema {
  sales: { key: string; value: KeptSale; indexes: { organizer_id: number } };
  series: { key: string; value: SeriesRow };
  catalogues: { key: number; value: CatalogueRow };
}

const name = 'guichet-till';
const version = 10;
/** A sale that was made here is on the disk before the change is given: a screen may be out of power within the second. */
const onDisk = { durability: 'strict' } as const;

/** What this screen sold alone: it outlives the browser, and two tabs share it. */
export class SaleQueue {
  readonly #db: IDBPDatabase<TillSchema>;

  private constructor(db: IDBPDatabase<TillSchema>) {
    this.#db = db;
  }

  static async open(): Promise<SaleQueue> {
    const db = await openDB<TillSchema>(name, version, {
      upgrade(fresh) {
        fresh.createObjectStore('sales', { keyPath: 'number' }).createIndex('organizer_id', 'organizer_id');
        fresh.createObjectStore('series', { keyPath: 'id' });
        fresh.createObjectStore('catalogues', { keyPath: 'organizer_id' });
      },
      // another tab has a newer page
      blocking: () => db.close(),
    });
    return new SaleQueue(db);
  }

  /** Keeps a sale under the next number of this screen's own; once this ends it is on the disk. */
  async add(organizer_id: number, body: Omit<SaleBody, 'number'>): Promise<KeptSale> {
    const drawn = offlineSeries(crypto.getRandomValues(new Uint8Array(series_bytes)));
    const transaction = this.#db.transaction(['sales', 'series'], 'readwrite', onDisk);
    const held = await transaction.objectStore('series').get('series');
    const { series, count } = held ?? { series: drawn, count: 0 };
    const number = offlineNumber(series, count + 1);
    const sale: KeptSale = {
      ...{ number, state: 'waiting', organizer_id, reason: '' },
      body: { ...body, number },
    };
    await Promise.all([
      transaction.objectStore('series').put({ id: 'series', series, count: count + 1 }),
      transaction.objectStore('sales').add(sale),
      transaction.done,
    ]);
    return sale;
  }

  /** In the order in which they were made. */
  async all(organizer_id: number): Promise<KeptSale[]> {
    const sales = await this.#db.getAllFromIndex('sales', 'organizer_id', organizer_id);
    return sales.sort((a, b) => Date.parse(a.body.sold_at) - Date.parse(b.body.sold_at));
  }

  reject(sale: KeptSale, reason: string): Promise<void> {
    return this.#change(sale, { state: 'rejected', reason });
  }

  again(sale: KeptSale): Promise<void> {
    return this.#change(sale, { state: 'waiting', reason: '' });
  }

  /** One that another tab has sent meanwhile stays away. */
  async #change({ number }: KeptSale, change: Pick<KeptSale, 'state' | 'reason'>): Promise<void> {
    const transaction = this.#db.transaction('sales', 'readwrite', onDisk);
    const held = await transaction.store.get(number);
    await Promise.all([held && transaction.store.put({ ...held, ...change }), transaction.done]);
  }

  /** Keeps how often the receipt was printed; one that has gone goes again, to say so. */
  async printed(sale: KeptSale, receipts: number): Promise<void> {
    const transaction = this.#db.transaction('sales', 'readwrite', onDisk);
    const held = (await transaction.store.get(sale.number)) ?? sale;
    const told = { ...held, body: { ...held.body, receipts } };
    await Promise.all([transaction.store.put(told), transaction.done]);
  }

  /** One that has more to say by now, since its receipt was printed meanwhile, stays and goes again. */
  async sent({ number, body }: KeptSale): Promise<void> {
    const transaction = this.#db.transaction('sales', 'readwrite', onDisk);
    const held = await transaction.store.get(number);
    const over = held?.body.receipts === body.receipts;
    await Promise.all([over && transaction.store.delete(number), transaction.done]);
  }

  async forget({ number }: KeptSale): Promise<void> {
    await this.#db.delete('sales', number);
  }

  async keepCatalogue(organizer_id: number, catalogue: Catalogue): Promise<void> {
    await this.#db.put('catalogues', { organizer_id, catalogue });
  }

  async catalogue(organizer_id: number): Promise<Catalogue | undefined> {
    return (await this.#db.get('catalogues', organizer_id))?.catalogue;
  }
}
