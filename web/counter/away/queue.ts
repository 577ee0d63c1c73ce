import { Dexie, type Table } from 'dexie';
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

/** What this screen sold alone: it outlives the browser, and two tabs share it. */
export class SaleQueue {
  readonly #db: Dexie;
  readonly #sales: Table<KeptSale, string>;
  readonly #series: Table<SeriesRow, string>;
  readonly #catalogues: Table<CatalogueRow, number>;

  private constructor(db: Dexie) {
    this.#db = db;
    this.#sales = db.table('sales');
    this.#series = db.table('series');
    this.#catalogues = db.table('catalogues');
  }

  static async open(): Promise<SaleQueue> {
    const db = new Dexie('guichet-till');
    db.version(1).stores({ sales: 'number, organizer_id', series: 'id', catalogues: 'organizer_id' });
    await db.open();
    return new SaleQueue(db);
  }

  /** Keeps a sale under the next number of this screen's own; once this ends it is on the disk. */
  async add(organizer_id: number, body: Omit<SaleBody, 'number'>): Promise<KeptSale> {
    const drawn = offlineSeries(crypto.getRandomValues(new Uint8Array(series_bytes)));
    return this.#db.transaction('rw', this.#sales, this.#series, async () => {
      const { series, count } = (await this.#series.get('series')) ?? { series: drawn, count: 0 };
      await this.#series.put({ id: 'series', series, count: count + 1 });
      const number = offlineNumber(series, count + 1);
      const sale: KeptSale = {
        ...{ number, state: 'waiting', organizer_id, reason: '' },
        body: { ...body, number },
      };
      await this.#sales.add(sale);
      return sale;
    });
  }

  /** In the order in which they were made. */
  all(organizer_id: number): Promise<KeptSale[]> {
    return this.#sales.where('organizer_id').equals(organizer_id).sortBy('body.sold_at');
  }

  async reject({ number }: KeptSale, reason: string): Promise<void> {
    await this.#sales.update(number, { state: 'rejected', reason });
  }

  async again({ number }: KeptSale): Promise<void> {
    await this.#sales.update(number, { state: 'waiting', reason: '' });
  }

  async forget({ number }: KeptSale): Promise<void> {
    await this.#sales.delete(number);
  }

  async keepCatalogue(organizer_id: number, catalogue: Catalogue): Promise<void> {
    await this.#catalogues.put({ organizer_id, catalogue });
  }

  async catalogue(organizer_id: number): Promise<Catalogue | undefined> {
    return (await this.#catalogues.get(organizer_id))?.catalogue;
  }
}
