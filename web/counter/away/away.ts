import { call } from '../../api/call.ts';
import { ApiProblem, ApiUnreachable } from '../../api/problem.ts';
import { forget, queryClient } from '../../api/queries.ts';
import { officeAnswers } from './office-answers.ts';
import type { Catalogue, KeptSale, SaleBody, SaleQueue } from './queue.ts';

/** What the page shows of a till whose office may be away. */
export interface AwayView {
  /** the office did not answer the last time it was asked */
  readonly away: boolean;
  readonly sales: readonly KeptSale[];
}

const look_every_ms = 10_000;

/** Whether the office answers, and what was sold meanwhile. One for the page; what it keeps is on the disk. */
class Away {
  #view: AwayView = { away: false, sales: [] };
  #queue: Promise<SaleQueue> | undefined;
  #organizer_id: number | undefined;
  #looking: Promise<void> | undefined;
  readonly #told = new Set<() => void>();

  readonly view = (): AwayView => this.#view;
  readonly subscribe = (told: () => void): (() => void) => {
    this.#told.add(told);
    return () => this.#told.delete(told);
  };

  #show(change: Partial<AwayView>): void {
    this.#view = { ...this.#view, ...change };
    for (const told of this.#told) told();
  }

  #open(): Promise<SaleQueue> {
    // the store comes with the first till that is opened, not with the page
    this.#queue ??= import('./queue.ts').then(({ SaleQueue }) => SaleQueue.open());
    return this.#queue;
  }

  /** From here on it looks by itself, until what it gives is called. */
  start(organizer_id: number): () => void {
    this.#organizer_id = organizer_id;
    const look = (): void => void this.look();
    const lost = (): void => this.#show({ away: true });
    const stopWatching = queryClient.getQueryCache().subscribe(({ query }) => {
      if (!this.#view.away && query.state.error instanceof ApiUnreachable) look();
    });
    const timer = setInterval(look, look_every_ms);
    addEventListener('online', look);
    addEventListener('offline', lost);
    look();
    return () => {
      stopWatching();
      clearInterval(timer);
      removeEventListener('online', look);
      removeEventListener('offline', lost);
    };
  }

  /** Asks whether the office is there, and sends what waits. One at a time; never throws. */
  look(): Promise<void> {
    this.#looking ??= this.#look()
      .catch(() => undefined)
      .finally(() => {
        this.#looking = undefined;
      });
    return this.#looking;
  }

  async #look(): Promise<void> {
    const away = !(await officeAnswers());
    this.#show({ away });
    await this.#read();
    if (away) return;
    const waiting = this.#view.sales.filter(({ state }) => state === 'waiting');
    if (waiting.length === 0) return;
    for (const sale of waiting) if (!(await this.#send(sale))) break;
    await this.#read();
    await readAgain();
  }

  async #read(): Promise<void> {
    const organizer_id = this.#organizer_id;
    if (organizer_id === undefined) return;
    this.#show({ sales: await (await this.#open()).all(organizer_id) });
  }

  /** Whether the next one may be tried. The office takes a number once, however often it is sent. */
  async #send(sale: KeptSale): Promise<boolean> {
    const queue = await this.#open();
    const { number, body } = sale;
    const idempotency_key = `offline-${number}-${body.receipts ?? 0}`;
    try {
      await call('take_offline_sale', { body }, { idempotency_key });
      await queue.sent(sale);
      return true;
    } catch (error) {
      if (!isRefusal(error)) return false;
      await queue.reject(sale, error.code);
      return true;
    }
  }

  /** Keeps a sale that was made here; it is sent as soon as the office answers. */
  async sell(body: Omit<SaleBody, 'number'>): Promise<KeptSale> {
    if (this.#organizer_id === undefined) throw new Error('no till is open here');
    const sale = await (await this.#open()).add(this.#organizer_id, body);
    await this.#read();
    void keepForGood();
    void this.look();
    return sale;
  }

  /** The office is told of each paper, so that what it prints after them is a duplicate. */
  async printed(sale: KeptSale, receipts: number): Promise<void> {
    await (await this.#open()).printed(sale, receipts);
    await this.#read();
    void this.look();
  }

  async again(sale: KeptSale): Promise<void> {
    await (await this.#open()).again(sale);
    await this.#looking;
    await this.look();
  }

  async forget(sale: KeptSale): Promise<void> {
    await (await this.#open()).forget(sale);
    await this.#read();
  }

  async keepCatalogue(catalogue: Catalogue): Promise<void> {
    if (this.#organizer_id !== undefined)
      await (await this.#open()).keepCatalogue(this.#organizer_id, catalogue);
  }

  async catalogue(): Promise<Catalogue | undefined> {
    return this.#organizer_id === undefined ? undefined : (await this.#open()).catalogue(this.#organizer_id);
  }
}

export const away = new Away();

const changed = ['find_counter_session', 'till_catalogue', 'list_till_orders'] as const;

/** What was asked for the first time before the sales went in, and is on its way, would else be taken for what is now. */
async function readAgain(): Promise<void> {
  await Promise.all(changed.map((name) => queryClient.cancelQueries({ queryKey: [name] })));
  await forget(...changed);
}

/** A browser may throw away what nobody asked it to keep. Missing where the page comes over plain HTTP. */
async function keepForGood(): Promise<void> {
  const { storage } = navigator as { readonly storage?: StorageManager };
  await storage?.persist().catch(() => false);
}

/** The office has read it and will say the same again. */
function isRefusal(error: unknown): error is ApiProblem {
  return error instanceof ApiProblem && [400, 403, 404, 409, 413, 422].includes(error.status);
}
