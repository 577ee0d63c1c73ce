import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Keys } from './seal.ts';

/**
 * `waiting`: somebody passed, and the office has not heard of it; `refused`: nobody passed, nor has it heard of that; `rejected`: it
 * did not take it; `differs`: it would not have let the person in.
 */
export type AttemptState = 'waiting' | 'refused' | 'rejected' | 'differs';

export interface TicketRow {
  readonly id: number;
  readonly event_id: number;
  readonly marks: readonly string[];
  readonly inside: 0 | 1;
  readonly sealed: Uint8Array;
}

export interface AttemptRow {
  readonly nonce: string;
  readonly at: number;
  readonly state: AttemptState;
  /** null: a code that no ticket carries */
  readonly ticket_id: number | null;
  readonly sealed: Uint8Array;
}

/** Names of some tickets, as `NameBook` reads them. */
export interface NamesRow {
  readonly event_id: number;
  /** tickets */
  readonly count: number;
  readonly sealed: Uint8Array;
}

/** What stands on the disk. Everything but counts and ids is sealed. */
export interface GateSchema extends DBSchema {
  keys: { key: string; value: { readonly id: 'keys'; readonly keys: Keys } };
  facts: { key: string; value: { readonly id: 'facts'; readonly sealed: Uint8Array } };
  tickets: {
    key: number;
    value: TicketRow;
    indexes: { event_id: number; marks: string; inside: number };
  };
  attempts: {
    key: string;
    value: AttemptRow;
    indexes: { state: AttemptState; ticket_id: number };
  };
  names: { key: number; value: NamesRow; indexes: { event_id: number } };
}

export type GateDatabase = IDBPDatabase<GateSchema>;

const name = 'guichet-gate';
/** before 20, names were looked up by marks in the tickets */
const version = 20;
const marked_names_version = 10;

/**
 * Writes of this kind are on the disk once they are done: a phone may be out of power within the second. Others may stand in the
 * system's memory for a while, since what they hold can be fetched or sent again.
 */
export const onDisk = { durability: 'strict' } as const;

export async function openDatabase(): Promise<GateDatabase> {
  const db = await openDB<GateSchema>(name, version, {
    upgrade(fresh, before, _now, transaction) {
      if (before < marked_names_version) addStores(fresh);
      fresh.createObjectStore('names', { autoIncrement: true }).createIndex('event_id', 'event_id');
      // they are fetched anew, without the marks of names; what waits to be sent stays
      if (before >= marked_names_version) void transaction.objectStore('tickets').clear();
    },
    // another tab erases it, or has a newer page
    blocking: () => db.close(),
  });
  return db;
}

function addStores(db: GateDatabase): void {
  db.createObjectStore('keys', { keyPath: 'id' });
  db.createObjectStore('facts', { keyPath: 'id' });
  const tickets = db.createObjectStore('tickets', { keyPath: 'id' });
  tickets.createIndex('event_id', 'event_id');
  tickets.createIndex('marks', 'marks', { multiEntry: true });
  tickets.createIndex('inside', 'inside');
  const attempts = db.createObjectStore('attempts', { keyPath: 'nonce' });
  attempts.createIndex('state', 'state');
  attempts.createIndex('ticket_id', 'ticket_id');
}

/** Nothing is left: neither tickets nor keys. */
export async function eraseDatabase(db: GateDatabase): Promise<void> {
  db.close();
  await deleteDB(name);
}
