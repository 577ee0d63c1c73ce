import type { Direction } from '../../src/domain/admission.ts';
import { call, setBearer, type Answer } from '../api/call.ts';
import { ApiProblem } from '../api/problem.ts';
import { newKey } from '../api/request.ts';
import { decideAndKeep, keepAnswered, type Asked, type Wanted } from './decide-and-keep.ts';
import { followScans } from './follow.ts';
import { emptyView, type GateView } from './gate-view.ts';
import type { Attempt, Facts, FoundByName } from './held.ts';
import { GateStore } from './store.ts';
import { sendWaiting } from './upload.ts';
import { verdictOfAnswer, type Verdict } from './verdict.ts';

const answer_within_ms = 2_500;
const sync_every_ms = 5_000;
const setup_every_ms = 60_000;
const report_every_ms = 30_000;
/** who held the device: as many as fit under the question */
const operators_max = 6;

/** The device: what it holds, what it decides, and how it keeps in step with the office. */
export class Gate {
  #view: GateView = emptyView;
  #store: GateStore | undefined;
  #facts: Facts | undefined;
  #syncing: Promise<void> | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #setup_at = 0;
  #report_at = 0;
  #following: AbortController | undefined;
  readonly #told = new Set<() => void>();

  readonly view = (): GateView => this.#view;
  readonly subscribe = (told: () => void): (() => void) => {
    this.#told.add(told);
    return () => this.#told.delete(told);
  };

  #show(change: Partial<GateView>): void {
    this.#view = { ...this.#view, ...change };
    for (const told of this.#told) told();
  }

  async open(): Promise<void> {
    this.#store = await GateStore.open();
    this.#facts = await this.#store.facts();
    if (this.#facts === undefined) {
      this.#show({ phase: 'to_join' });
    } else {
      setBearer(this.#facts.token);
      await this.#look();
      this.#show({ phase: 'joined' });
      this.#follow();
    }
    setInterval(() => void this.sync(), sync_every_ms);
    addEventListener('online', () => void this.sync());
    addEventListener('offline', () => this.#show({ online: false }));
    void this.sync();
  }

  /** Throws `ApiProblem` for a code that is over or used. */
  async join(code: string): Promise<void> {
    const { token } = await call('join_device', { body: { code } });
    setBearer(token);
    this.#store ??= await GateStore.open();
    this.#facts = { token, setup: undefined, cursors: {}, fresh_at: undefined };
    await this.#store.keepFacts(this.#facts, { new_token: true });
    // a browser may throw away what nobody asked it to keep
    await navigator.storage.persist().catch(() => false);
    this.#show({ ...emptyView, phase: 'joined' });
    this.#follow();
    await this.sync();
  }

  async #keep(facts: Facts): Promise<void> {
    this.#facts = facts;
    await this.#store?.keepFacts(facts);
  }

  /** Somebody takes the device: their name goes with each scan from now on. */
  async takenBy(operator: string): Promise<void> {
    if (this.#facts === undefined) return;
    const others = (this.#facts.operators ?? []).filter((one) => one !== operator);
    await this.#keep({ ...this.#facts, operator, operators: [operator, ...others].slice(0, operators_max) });
    await this.#look();
    // the desk shows who holds it
    this.#report_at = 0;
    void this.sync();
  }

  /** The office knows this device no more: what it held is none of its business now. */
  async #wipe(): Promise<void> {
    setBearer(undefined);
    this.#following?.abort();
    const store = this.#store;
    this.#store = undefined;
    this.#facts = undefined;
    this.#show({ ...emptyView, phase: 'wiped' });
    await store?.wipe();
  }

  async #look(): Promise<void> {
    const store = this.#store;
    if (store === undefined) return;
    const [waiting, rejected, differing] = await Promise.all([
      store.waiting(),
      store.attempts('rejected'),
      store.attempts('differs'),
    ]);
    const { setup, fresh_at, operator, operators = [] } = this.#facts ?? {};
    this.#show({ ...store.held, waiting, rejected, differing, setup, fresh_at, operator, operators });
  }

  /** The verdict does not wait for it. What a store that is being wiped does not say is asked for no more. */
  #lookSoon(): void {
    void this.#look().catch(() => undefined);
  }

  /** What other gates let in is known here at once; where that breaks off, asking every few seconds goes on. */
  #follow(): void {
    this.#following?.abort();
    this.#following = new AbortController();
    void followScans({
      signal: this.#following.signal,
      scanned: async (ids) => {
        const { items } = await call('named_gate_tickets', { query: { ids: [...ids] } });
        await this.#store?.keepDownloaded(items);
        await this.#look();
      },
      missed: () => this.sync(),
    });
  }

  /** Sends what waits, fetches what changed. One at a time; never throws. */
  sync(): Promise<void> {
    this.#syncing ??= this.#step().finally(() => {
      this.#syncing = undefined;
    });
    return this.#syncing;
  }

  async #step(): Promise<void> {
    const store = this.#store;
    if (this.#facts === undefined || store === undefined || !navigator.onLine) return;
    // what cannot be sent holds back nothing that can be fetched
    const sent = await this.#tried(() => sendWaiting(store));
    const fetched = sent !== 'wiped' && (await this.#tried(() => this.#download()));
    if (sent === 'wiped' || fetched === 'wiped') return;
    await this.#look();
    // an answer that had come when the network went says nothing of now, and without one nobody asks again
    this.#show({ online: fetched === 'done' && navigator.onLine });
    if (fetched === 'done') await this.#tried(() => this.#report());
  }

  async #tried(work: () => Promise<void>): Promise<'done' | 'failed' | 'wiped'> {
    try {
      await work();
      return 'done';
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) return 'failed';
      await this.#wipe();
      return 'wiped';
    }
  }

  async #download(): Promise<void> {
    const now = Date.now();
    const store = this.#store;
    if (this.#facts === undefined || store === undefined) return;
    if (this.#facts.setup === undefined || now - this.#setup_at >= setup_every_ms) {
      const setup = await call('gate_setup', {});
      this.#setup_at = now;
      await this.#keep({ ...this.#facts, setup });
    }
    for (const { id } of this.#facts.setup?.events ?? []) await this.#downloadEvent(store, id);
    if (this.#facts !== undefined) await this.#keep({ ...this.#facts, fresh_at: Date.now() });
  }

  async #downloadEvent(store: GateStore, id: number): Promise<void> {
    for (;;) {
      const cursor = this.#facts?.cursors[id];
      const page = await call('gate_tickets', { params: { id }, query: { cursor, limit: 2_000 } });
      if (page.start_over) await store.forgetEvent(id);
      await store.keepDownloaded(page.items);
      if (this.#facts === undefined) return;
      await this.#keep({ ...this.#facts, cursors: { ...this.#facts.cursors, [id]: page.next_cursor } });
      if (page.complete) return;
      this.#show({ ...store.held, online: navigator.onLine, setup: this.#facts.setup });
    }
  }

  async #report(): Promise<void> {
    const now = Date.now();
    const { tickets, fresh_at, waiting: queue, rejected, operator = '' } = this.#view;
    if (now - this.#report_at < report_every_ms) return;
    this.#report_at = now;
    const at = fresh_at === undefined ? null : new Date(fresh_at).toISOString();
    await call('report_readiness', {
      body: { tickets, fresh_at: at, queue, rejected: rejected.length, operator },
    });
  }

  /** One scan; undefined where the device was taken out, or holds nothing to decide by. `reason`: to let in against the ladder. */
  scan(wanted: Wanted, direction: Direction, reason?: string): Promise<Verdict | undefined> {
    // one after the other: the second scan of a ticket sees what the first one did
    const operator = this.#facts?.operator ?? '';
    const asked = { wanted, direction, operator, reason, nonce: newKey() };
    const turn = this.#turn.then(() => this.#scan(asked));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #scan(asked: Asked): Promise<Verdict | undefined> {
    // until its first download is done, the device knows too little to call a ticket unknown
    const asks = this.#view.online || this.#view.fresh_at === undefined;
    if (asks && navigator.onLine) {
      const answered = await this.#ask(asked);
      if (answered === 'wiped') return undefined;
      if (answered !== undefined) return answered;
      this.#show({ online: false });
    }
    const verdict = await this.#decide(asked);
    void this.sync();
    return verdict;
  }

  async #ask({ wanted, direction, nonce, operator, reason }: Asked): Promise<Verdict | 'wiped' | undefined> {
    try {
      const signal = AbortSignal.timeout(answer_within_ms);
      const force = reason === undefined ? {} : { force: { reason } };
      const body = { ...wanted, direction, nonce, operator, ...force };
      const answer = await call('scan', { body }, { signal });
      await this.#noteAnswer(answer, operator);
      return verdictOfAnswer(answer, direction, this.#facts?.setup?.may_force === true);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) return undefined;
      await this.#wipe();
      return 'wiped';
    }
  }

  async #noteAnswer(answer: Answer<'scan'>, operator: string): Promise<void> {
    const setup = this.#facts?.setup;
    if (this.#store === undefined || setup === undefined || answer.outcome !== 'admitted') return;
    await keepAnswered(this.#store, setup, { answer, operator });
    this.#lookSoon();
  }

  async #decide(asked: Asked): Promise<Verdict | undefined> {
    const store = this.#store;
    const setup = this.#facts?.setup;
    if (store === undefined || setup === undefined) return undefined;
    const verdict = await decideAndKeep(store, setup, asked);
    this.#lookSoon();
    return verdict;
  }

  /** Looking for names takes a moment to get ready on a phone: who goes to the field will type. */
  readyToSearch(): void {
    void this.#store?.openNames().catch(() => undefined);
  }

  async search(text: string): Promise<FoundByName> {
    return (await this.#store?.byName(text)) ?? { tickets: [], more: false };
  }

  /** What the office did not take, once more: somebody has put it right there. */
  async sendAgain(attempt: Attempt): Promise<void> {
    const state = attempt.refused === undefined ? 'waiting' : 'refused';
    await this.#store?.keepAttempt({ ...attempt, reason: '' }, state);
    await this.sync();
  }

  async forget(nonce: string): Promise<void> {
    await this.#store?.forgetAttempt(nonce);
    await this.#look();
  }
}
