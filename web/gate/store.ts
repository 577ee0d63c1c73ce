import { Dexie, type Table } from 'dexie';
import type { Answer } from '../api/call.ts';
import { markOf, newKeys, opened, sealed, type Keys } from './seal.ts';

export type Ticket = Answer<'gate_tickets'>['items'][number];
export type Setup = Answer<'gate_setup'>;

/** A scan that the office has not taken in, or has taken in otherwise than it was decided here. */
export interface Attempt {
  readonly nonce: string;
  /** ms, by this device */
  readonly at: number;
  readonly ticket_id: number;
  readonly event_id: number;
  readonly direction: 'in' | 'out';
  readonly holder: string;
  /** why the office did not take it: a code of docs/errors.md, or of the ladder; '' while it waits */
  readonly reason: string;
  /** why it was let in against the ladder; none: by the ladder */
  readonly force?: string;
  /** where the office knows an entry that stands against this one */
  readonly other?: { readonly at: string | null; readonly where: string };
}

/** `rejected`: the office did not take it; `differs`: it would not have let the person in. */
export type AttemptState = 'waiting' | 'rejected' | 'differs';

/** What the device knows of itself and of its downloads. */
export interface Facts {
  readonly token: string;
  readonly setup: Setup | undefined;
  /** of each event's download */
  readonly cursors: Readonly<Record<number, string>>;
  /** when the last download ended, by this device; undefined: none has */
  readonly fresh_at: number | undefined;
}

interface TicketRow {
  readonly id: number;
  readonly event_id: number;
  readonly marks: readonly string[];
  readonly inside: 0 | 1;
  readonly sealed: Uint8Array;
}

interface AttemptRow {
  readonly nonce: string;
  readonly at: number;
  readonly state: AttemptState;
  readonly ticket_id: number;
  readonly sealed: Uint8Array;
}

const name = 'guichet-gate';
/** a name is looked up by the first letters of its words */
export const name_letters_min = 3;
const found_max = 30;

/** The device's own store. Everything but counts and ids is sealed. */
export class GateStore {
  readonly #db: Dexie;
  readonly #keys: Keys;
  readonly #tickets: Table<TicketRow, number>;
  readonly #attempts: Table<AttemptRow, string>;
  readonly #facts: Table<{ readonly id: string; readonly sealed: Uint8Array }, string>;
  /** of the tickets: to count hundreds of thousands anew for every scan would take longer than to decide it */
  #held = { tickets: 0, inside: 0 };

  private constructor(db: Dexie, keys: Keys) {
    this.#db = db;
    this.#keys = keys;
    this.#tickets = db.table('tickets');
    this.#attempts = db.table('attempts');
    this.#facts = db.table('facts');
  }

  static async open(): Promise<GateStore> {
    const db = new Dexie(name);
    db.version(1).stores({
      keys: 'id',
      facts: 'id',
      tickets: 'id, event_id, *marks, inside',
      attempts: 'nonce, state, ticket_id',
    });
    const keys: Table<{ readonly id: string; readonly keys: Keys }, string> = db.table('keys');
    const fresh = await newKeys();
    // two tabs may open it at once: the keys that are there first are everybody's
    const held = await db.transaction('rw', keys, async () => {
      const found = await keys.get('keys');
      if (found === undefined) await keys.add({ id: 'keys', keys: fresh });
      return found?.keys ?? fresh;
    });
    const store = new GateStore(db, held);
    await store.#count();
    return store;
  }

  async #count(): Promise<void> {
    const inside = this.#tickets.where('inside').equals(1);
    const [tickets_held, inside_held] = await Promise.all([this.#tickets.count(), inside.count()]);
    this.#held = { tickets: tickets_held, inside: inside_held };
  }

  get held(): { readonly tickets: number; readonly inside: number } {
    return this.#held;
  }

  /** Nothing is left: neither tickets nor keys. */
  async wipe(): Promise<void> {
    this.#db.close();
    await Dexie.delete(name);
  }

  async facts(): Promise<Facts | undefined> {
    const row = await this.#facts.get('facts');
    return row === undefined ? undefined : ((await opened(this.#keys, row.sealed)) as Facts);
  }

  async keepFacts(facts: Facts): Promise<void> {
    await this.#facts.put({ id: 'facts', sealed: await sealed(this.#keys, facts) });
  }

  /** Puts what was downloaded, but for tickets whose scans the office has not heard of yet. */
  async keepDownloaded(tickets: readonly Ticket[]): Promise<void> {
    const rows = await Promise.all(tickets.map((ticket) => this.#rowOf(ticket)));
    await this.#db.transaction('rw', this.#tickets, this.#attempts, async () => {
      const waiting = await this.#attempts.where('state').equals('waiting').toArray();
      const ahead = new Set(waiting.map(({ ticket_id }) => ticket_id));
      await this.#put(rows.filter(({ id }) => !ahead.has(id)));
    });
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
    await this.#db.transaction('rw', this.#tickets, this.#attempts, async () => {
      if (attempt !== undefined && hidden_attempt !== undefined)
        await this.#attempts.put(attemptRow(attempt, 'waiting', hidden_attempt));
      const before = await this.#tickets.get(ticket.id);
      if (before === undefined) return;
      const inside = insideOf(ticket);
      await this.#tickets.put({ ...before, inside, sealed: hidden });
      this.#held = { ...this.#held, inside: this.#held.inside + inside - before.inside };
    });
  }

  /** Within a transaction: what was there before is counted off. */
  async #put(rows: readonly TicketRow[]): Promise<void> {
    const before = await this.#tickets.bulkGet(rows.map(({ id }) => id));
    await this.#tickets.bulkPut(rows);
    const fresh = before.filter((row) => row === undefined).length;
    const entered = rows.reduce((sum, { inside }, index) => sum + inside - (before[index]?.inside ?? 0), 0);
    const { tickets, inside } = this.#held;
    this.#held = { tickets: tickets + fresh, inside: inside + entered };
  }

  async #rowOf(ticket: Ticket): Promise<TicketRow> {
    const texts = [...ticket.codes.map(codeText), ...namesIn(ticket.holder).map(nameText)];
    const marks = await Promise.all([...new Set(texts)].map((text) => markOf(this.#keys, text)));
    const { id, event_id } = ticket;
    return { id, event_id, marks, inside: insideOf(ticket), sealed: await sealed(this.#keys, ticket) };
  }

  async forgetEvent(event_id: number): Promise<void> {
    await this.#tickets.where('event_id').equals(event_id).delete();
    await this.#count();
  }

  async ticket(id: number): Promise<Ticket | undefined> {
    const row = await this.#tickets.get(id);
    return row === undefined ? undefined : this.#ticketOf(row);
  }

  async byCode(code: string): Promise<Ticket[]> {
    const rows = await this.#tickets
      .where('marks')
      .equals(await markOf(this.#keys, codeText(code)))
      .toArray();
    return Promise.all(rows.map((row) => this.#ticketOf(row)));
  }

  /** Holders of whom each word begins with one of those given. */
  async byName(text: string): Promise<Ticket[]> {
    const words = namesIn(text);
    const [first] = words;
    if (first === undefined) return [];
    const mark = await markOf(this.#keys, nameText(first));
    const rows = await this.#tickets.where('marks').equals(mark).toArray();
    const tickets = await Promise.all(rows.map((row) => this.#ticketOf(row)));
    return tickets
      .filter(({ holder }) => {
        const held = namesIn(holder);
        return words.every((word) => held.some((one) => one.startsWith(word)));
      })
      .slice(0, found_max);
  }

  async #ticketOf({ sealed: bytes }: TicketRow): Promise<Ticket> {
    return (await opened(this.#keys, bytes)) as Ticket;
  }

  async keepAttempt(attempt: Attempt, state: AttemptState): Promise<void> {
    await this.#attempts.put(attemptRow(attempt, state, await sealed(this.#keys, attempt)));
  }

  async attempts(state: AttemptState): Promise<Attempt[]> {
    const rows = await this.#attempts.where('state').equals(state).sortBy('at');
    return Promise.all(rows.map(async (row) => (await opened(this.#keys, row.sealed)) as Attempt));
  }

  waiting(): Promise<number> {
    return this.#attempts.where('state').equals('waiting').count();
  }

  forgetAttempt(nonce: string): Promise<void> {
    return this.#attempts.delete(nonce);
  }
}

const insideOf = ({ entitlements }: Ticket): 0 | 1 => (entitlements.some(({ inside }) => inside) ? 1 : 0);

function attemptRow({ nonce, at, ticket_id }: Attempt, state: AttemptState, hidden: Uint8Array): AttemptRow {
  return { nonce, at, state, ticket_id, sealed: hidden };
}

const codeText = (code: string): string => `code ${code}`;
const nameText = (word: string): string => `name ${word.slice(0, name_letters_min)}`;

/** The words of a name as they are compared: without accents, in small letters. */
function namesIn(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length >= name_letters_min);
}
