import type { Direction } from '../../src/domain/admission.ts';
import { codesOf } from '../../src/domain/scanned-codes.ts';
import { call, setBearer, type Answer } from '../api/call.ts';
import { ApiProblem } from '../api/problem.ts';
import { newKey } from '../api/request.ts';
import { afterEffect, decideHere } from './decide.ts';
import { followScans } from './follow.ts';
import { GateStore, type Attempt, type Facts, type Setup, type Ticket } from './store.ts';
import { sendWaiting } from './upload.ts';
import { verdictOfAnswer, verdictOfJudged, type Verdict } from './verdict.ts';

/** What the page shows of the device. */
export interface GateView {
  /** `wiped`: the office took the device out, and nothing is left on it */
  readonly phase: 'opening' | 'to_join' | 'wiped' | 'joined';
  readonly setup: Setup | undefined;
  /** the office answered the last time it was asked */
  readonly online: boolean;
  readonly tickets: number;
  readonly inside: number;
  /** ms by this device; undefined: the first download is not done */
  readonly fresh_at: number | undefined;
  readonly waiting: number;
  readonly rejected: readonly Attempt[];
  readonly differing: readonly Attempt[];
}

/** What a scan names: the code on the ticket, or a ticket that was found by its holder. */
export type Wanted = { readonly code: string } | { readonly ticket_id: number };

interface Asked {
  readonly wanted: Wanted;
  readonly direction: Direction;
  readonly nonce: string;
  readonly reason: string | undefined;
}

const empty: GateView = {
  phase: 'opening',
  setup: undefined,
  online: false,
  tickets: 0,
  inside: 0,
  fresh_at: undefined,
  waiting: 0,
  rejected: [],
  differing: [],
};

const answer_within_ms = 2_500;
const sync_every_ms = 5_000;
const setup_every_ms = 60_000;
const report_every_ms = 30_000;

/** The device: what it holds, what it decides, and how it keeps in step with the office. */
export class Gate {
  #view: GateView = empty;
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
    await this.#keep({ token, setup: undefined, cursors: {}, fresh_at: undefined });
    // a browser may throw away what nobody asked it to keep
    await navigator.storage.persist().catch(() => false);
    this.#show({ ...empty, phase: 'joined' });
    this.#follow();
    await this.sync();
  }

  async #keep(facts: Facts): Promise<void> {
    this.#facts = facts;
    await this.#store?.keepFacts(facts);
  }

  /** The office knows this device no more: what it held is none of its business now. */
  async #wipe(): Promise<void> {
    setBearer(undefined);
    this.#following?.abort();
    const store = this.#store;
    this.#store = undefined;
    this.#facts = undefined;
    this.#show({ ...empty, phase: 'wiped' });
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
    const { setup, fresh_at } = this.#facts ?? {};
    this.#show({ ...store.held, waiting, rejected, differing, setup, fresh_at });
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
    this.#show({ online: fetched === 'done' });
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
    let facts = this.#facts;
    const store = this.#store;
    if (facts === undefined || store === undefined) return;
    if (facts.setup === undefined || now - this.#setup_at >= setup_every_ms) {
      facts = { ...facts, setup: await call('gate_setup', {}) };
      this.#setup_at = now;
      await this.#keep(facts);
    }
    for (const { id } of facts.setup?.events ?? []) await this.#downloadEvent(store, id);
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
      this.#show({ ...store.held, online: true, setup: this.#facts.setup });
    }
  }

  async #report(): Promise<void> {
    const now = Date.now();
    const { tickets, fresh_at, waiting: queue, rejected } = this.#view;
    if (now - this.#report_at < report_every_ms) return;
    this.#report_at = now;
    const at = fresh_at === undefined ? null : new Date(fresh_at).toISOString();
    await call('report_readiness', { body: { tickets, fresh_at: at, queue, rejected: rejected.length } });
  }

  /** One scan; undefined where the device was taken out, or holds nothing to decide by. `reason`: to let in against the ladder. */
  scan(wanted: Wanted, direction: Direction, reason?: string): Promise<Verdict | undefined> {
    // one after the other: the second scan of a ticket sees what the first one did
    const turn = this.#turn.then(() => this.#scan({ wanted, direction, reason, nonce: newKey() }));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #scan(asked: Asked): Promise<Verdict | undefined> {
    if (this.#view.online && navigator.onLine) {
      const answered = await this.#ask(asked);
      if (answered === 'wiped') return undefined;
      if (answered !== undefined) return answered;
      this.#show({ online: false });
    }
    const verdict = await this.#decide(asked);
    void this.sync();
    return verdict;
  }

  async #ask({ wanted, direction, nonce, reason }: Asked): Promise<Verdict | 'wiped' | undefined> {
    try {
      const signal = AbortSignal.timeout(answer_within_ms);
      const force = reason === undefined ? {} : { force: { reason } };
      const answer = await call('scan', { body: { ...wanted, direction, nonce, ...force } }, { signal });
      await this.#letIn(answer);
      return verdictOfAnswer(answer, direction, this.#facts?.setup?.may_force === true);
    } catch (error) {
      if (!(error instanceof ApiProblem && error.status === 401)) return undefined;
      await this.#wipe();
      return 'wiped';
    }
  }

  /** What the office let in is used here too, should the network go in this moment. */
  async #letIn({ ticket_id, entitlement_id, ...answer }: Answer<'scan'>): Promise<void> {
    const ticket = ticket_id === null ? undefined : await this.#store?.ticket(ticket_id);
    const setup = this.#facts?.setup;
    if (ticket === undefined || setup === undefined || entitlement_id === null) return;
    if (answer.outcome !== 'admitted') return;
    const effect = {
      used: answer.used,
      inside: answer.inside ? (1 as const) : (0 as const),
      first_used_at: instantOf(answer.first_used_at),
      last_used_at: instantOf(answer.last_used_at),
    };
    await this.#store?.keepScanned(afterEffect(ticket, entitlement_id, effect, setup));
    this.#lookSoon();
  }

  async #decide({ wanted, direction, nonce, reason }: Asked): Promise<Verdict | undefined> {
    const store = this.#store;
    const setup = this.#facts?.setup;
    if (store === undefined || setup === undefined) return undefined;
    const tickets = await found(store, wanted);
    const now = Date.now();
    const judged = decideHere(tickets, setup, { direction, now, reason });
    const { decision, chosen } = judged;
    const ticket = tickets.find(({ id }) => id === judged.ticket?.id);
    const verdict = verdictOfJudged(judged, ticket, setup, direction);
    if (
      decision !== 'ambiguous' &&
      decision.admitted &&
      ticket !== undefined &&
      typeof chosen?.id === 'number'
    ) {
      const { id: ticket_id, event_id, holder } = ticket;
      const forced = decision.overridden === null || reason === undefined ? {} : { force: reason };
      const attempt = { nonce, at: now, ticket_id, event_id, direction, holder, reason: '', ...forced };
      await store.keepScanned(afterEffect(ticket, chosen.id, decision.effect, setup), attempt);
    }
    this.#lookSoon();
    return verdict;
  }

  async search(text: string): Promise<Ticket[]> {
    return (await this.#store?.byName(text)) ?? [];
  }

  async forget(nonce: string): Promise<void> {
    await this.#store?.forgetAttempt(nonce);
    await this.#look();
  }
}

async function found(store: GateStore, wanted: Wanted): Promise<Ticket[]> {
  if ('ticket_id' in wanted) {
    const ticket = await store.ticket(wanted.ticket_id);
    return ticket === undefined ? [] : [ticket];
  }
  for (const code of codesOf(wanted.code)) {
    const tickets = await store.byCode(code);
    if (tickets.length > 0) return tickets;
  }
  return [];
}

const instantOf = (text: string | null): number | null => (text === null ? null : Date.parse(text));
