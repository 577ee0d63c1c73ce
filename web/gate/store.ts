import type { IDBPTransaction } from 'idb';
import {
  eraseDatabase,
  onDisk,
  openDatabase,
  type AttemptRow,
  type AttemptState,
  type GateDatabase,
  type GateSchema,
  type NamesRow,
  type TicketRow,
} from './database.ts';
import type { Attempt, Facts, FoundByName, Ticket } from './held.ts';
import { openNames } from './kept-names.ts';
import { beginsName, nameLines, wordsOfName, type NameBook } from './names.ts';
import { markOf, newKeys, opened, sealed, type Keys } from './seal.ts';

const found_max = 30;
const forgotten_at_once = 5_000;

type Writing = IDBPTransaction<GateSchema, ('tickets' | 'attempts' | 'names')[], 'readwrite'>;

/** The device's own store. Everything but counts and ids is sealed. */
export class GateStore {
  readonly #db: GateDatabase;
  readonly #keys: Keys;
  /** opened when the first name is looked for */
  #names: Promise<NameBook> | undefined;
  /** of the tickets: to count hundreds of thousands anew for every scan would take longer than to decide it */
  #held = { tickets: 0, inside: 0 };

  private constructor(db: GateDatabase, keys: Keys) {
    this.#db = db;
    this.#keys = keys;
  }

  static async open(): Promise<GateStore> {
    const db = await openDatabase();
    const fresh = await newKeys();
    // two tabs may open it at once: the keys that are there first are everybody's
    const transaction = db.transaction('keys', 'readwrite', onDisk);
    const found = await transaction.store.get('keys');
    if (found === undefined) await transaction.store.add({ id: 'keys', keys: fresh });
    await transaction.done;
    const store = new GateStore(db, found?.keys ?? fresh);
    await store.#count();
    return store;
  }

  async #count(): Promise<void> {
    const [tickets, inside] = await Promise.all([
      this.#db.count('tickets'),
      this.#db.countFromIndex('tickets', 'inside', 1),
    ]);
    this.#held = { tickets, inside };
  }

  get held(): { readonly tickets: number; readonly inside: number } {
    return this.#held;
  }

  wipe(): Promise<void> {
    return eraseDatabase(this.#db);
  }

  async facts(): Promise<Facts | undefined> {
    const row = await this.#db.get('facts', 'facts');
    if (row === undefined) return undefined;
    const facts = (await opened(this.#keys, row.sealed)) as Facts;
    // who holds no ticket has nothing that changes could be told to
    return this.#held.tickets === 0 ? { ...facts, cursors: {} } : facts;
  }

  /** `new_token`: it is in no other place in the world. */
  async keepFacts(facts: Facts, { new_token = false } = {}): Promise<void> {
    const row = { id: 'facts' as const, sealed: await sealed(this.#keys, facts) };
    const transaction = this.#db.transaction('facts', 'readwrite', new_token ? onDisk : undefined);
    await Promise.all([transaction.store.put(row), transaction.done]);
  }

  /** Puts what was downloaded, but for tickets whose scans the office has not heard of yet. */
  async keepDownloaded(tickets: readonly Ticket[]): Promise<void> {
    if (tickets.length === 0) return;
    const [rows, names] = await Promise.all([
      Promise.all(tickets.map((ticket) => this.#rowOf(ticket))),
      this.#newNames(tickets),
    ]);
    const kept = await Promise.all(names.map((part) => this.#namesRow(part)));
    const transaction = this.#db.transaction(['tickets', 'attempts', 'names'], 'readwrite');
    const states = transaction.objectStore('attempts').index('state');
    // what the office did not take happened all the same
    const passed = await Promise.all([states.getAll('waiting'), states.getAll('rejected')]);
    const ahead = new Set(passed.flat().map(({ ticket_id }) => ticket_id));
    const change = await this.#put(
      transaction,
      rows.filter(({ id }) => !ahead.has(id)),
    );
    const added = kept.map((row) => transaction.objectStore('names').add(row));
    await Promise.all([...added, transaction.done]);
    this.#changeHeld(change);
    const book = await this.#names;
    for (const { event_id, lines } of names) book?.add(event_id, lines);
  }

  /**
   * Keeps a ticket that was scanned here, and with it, where the office has not heard of the scan, what is to be sent: both or
   * neither. Its codes and its holder are those that it had.
   */
  async keepScanned(ticket: Ticket, attempt?: Attempt): Promise<void> {
    const [hidden, hidden_attempt] = await Promise.all([
      sealed(this.#keys, ticket),
      attempt === undefined ? undefined : sealed(this.#keys, attempt),
    ]);
    // what the office knows already can be fetched again
    const options = attempt === undefined ? undefined : onDisk;
    const transaction = this.#db.transaction(['tickets', 'attempts'], 'readwrite', options);
    const tickets = transaction.objectStore('tickets');
    const before = await tickets.get(ticket.id);
    const inside = insideOf(ticket);
    await Promise.all([
      before && tickets.put({ ...before, inside, sealed: hidden }),
      attempt &&
        hidden_attempt &&
        transaction.objectStore('attempts').put(attemptRow(attempt, 'waiting', hidden_attempt)),
      transaction.done,
    ]);
    if (before !== undefined) this.#changeHeld({ tickets: 0, inside: inside - before.inside });
  }

  #changeHeld({ tickets, inside }: { readonly tickets: number; readonly inside: number }): void {
    this.#held = { tickets: this.#held.tickets + tickets, inside: this.#held.inside + inside };
  }

  /** By how much what is held changes with them. */
  async #put(transaction: Writing, rows: readonly TicketRow[]) {
    const tickets = transaction.objectStore('tickets');
    const before = await Promise.all(rows.map(({ id }) => tickets.get(id)));
    await Promise.all(rows.map((row) => tickets.put(row)));
    return {
      tickets: before.filter((row) => row === undefined).length,
      inside: rows.reduce((sum, { inside }, index) => sum + inside - (before[index]?.inside ?? 0), 0),
    };
  }

  async #rowOf(ticket: Ticket): Promise<TicketRow> {
    const { id, event_id } = ticket;
    const [marks, hidden] = await Promise.all([
      Promise.all([...new Set(ticket.codes)].map((code) => markOf(this.#keys, codeText(code)))),
      sealed(this.#keys, ticket),
    ]);
    return { id, event_id, marks, inside: insideOf(ticket), sealed: hidden };
  }

  /** The names that are not held yet, by event: most of what changes is who is in. */
  async #newNames(tickets: readonly Ticket[]): Promise<NewNames[]> {
    const { store } = this.#db.transaction('tickets');
    const rows = await Promise.all(tickets.map(({ id }) => store.get(id)));
    const held = rows.filter((row) => row !== undefined);
    const known = await Promise.all(held.map((row) => this.#ticketOf(row)));
    const holders = new Map(known.map(({ id, holder }) => [id, holder]));
    const fresh = tickets.filter(({ id, holder }) => holders.get(id) !== holder);
    return [...new Set(fresh.map(({ event_id }) => event_id))].map((event_id) => {
      const named = fresh.filter((ticket) => ticket.event_id === event_id);
      return { event_id, count: named.length, lines: nameLines(named) };
    });
  }

  async #namesRow({ event_id, count, lines }: NewNames): Promise<NamesRow> {
    return { event_id, count, sealed: await sealed(this.#keys, lines) };
  }

  async forgetEvent(event_id: number): Promise<void> {
    for (const name of ['names', 'tickets'] as const) {
      for (;;) {
        const transaction = this.#db.transaction(name, 'readwrite');
        const ids = await transaction.store.index('event_id').getAllKeys(event_id, forgotten_at_once);
        await Promise.all([...ids.map((id) => transaction.store.delete(id)), transaction.done]);
        if (ids.length < forgotten_at_once) break;
      }
    }
    (await this.#names)?.forgetEvent(event_id);
    await this.#count();
  }

  async ticket(id: number): Promise<Ticket | undefined> {
    const row = await this.#db.get('tickets', id);
    return row === undefined ? undefined : this.#ticketOf(row);
  }

  async byCode(code: string): Promise<Ticket[]> {
    const mark = await markOf(this.#keys, codeText(code));
    const rows = await this.#db.getAllFromIndex('tickets', 'marks', mark);
    return Promise.all(rows.map((row) => this.#ticketOf(row)));
  }

  /** Gets ready to look for names: opening half a million takes a second on a phone. */
  async openNames(): Promise<NameBook> {
    this.#names ??= openNames(this.#db, this.#keys);
    return this.#names;
  }

  /** Holders of whom each word begins with one of those given. */
  async byName(text: string): Promise<FoundByName> {
    const words = wordsOfName(text);
    const tickets: Ticket[] = [];
    for (const id of (await this.openNames()).find(words)) {
      const ticket = await this.ticket(id);
      if (ticket === undefined || !beginsName(ticket.holder, words)) continue;
      if (tickets.length === found_max) return { tickets, more: true };
      tickets.push(ticket);
    }
    return { tickets, more: false };
  }

  async #ticketOf({ sealed: bytes }: TicketRow): Promise<Ticket> {
    return (await opened(this.#keys, bytes)) as Ticket;
  }

  async keepAttempt(attempt: Attempt, state: AttemptState): Promise<void> {
    const row = attemptRow(attempt, state, await sealed(this.#keys, attempt));
    const transaction = this.#db.transaction(
      'attempts',
      'readwrite',
      state === 'refused' ? undefined : onDisk,
    );
    await Promise.all([transaction.store.put(row), transaction.done]);
  }

  async attempts(state: AttemptState): Promise<Attempt[]> {
    const rows = await this.#db.getAllFromIndex('attempts', 'state', state);
    rows.sort((a, b) => a.at - b.at);
    return Promise.all(rows.map(async (row) => (await opened(this.#keys, row.sealed)) as Attempt));
  }

  /** What is to be sent. */
  async waiting(): Promise<number> {
    const counts = (['waiting', 'refused'] as const).map((state) =>
      this.#db.countFromIndex('attempts', 'state', state),
    );
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  }

  forgetAttempt(nonce: string): Promise<void> {
    return this.#db.delete('attempts', nonce);
  }
}

interface NewNames {
  readonly event_id: number;
  readonly count: number;
  readonly lines: string;
}

const insideOf = ({ entitlements }: Ticket): 0 | 1 => (entitlements.some(({ inside }) => inside) ? 1 : 0);

function attemptRow({ nonce, at, ticket_id }: Attempt, state: AttemptState, hidden: Uint8Array): AttemptRow {
  return { nonce, at, state, ticket_id, sealed: hidden };
}

const codeText = (code: string): string => `code ${code}`;
