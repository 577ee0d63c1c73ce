/** A kind of thing that SQLite's one writer keeps in memory from one command to the next. */
export class KeptKind<T> {
  readonly name: string;
  /** what it is made of: a write that names one of these makes it untrue */
  readonly tables: ReadonlySet<string>;
  readonly weigh: (value: T) => number;
  /** of all that is kept of the kind together */
  readonly weight_max: number;

  constructor(
    name: string,
    of: {
      readonly tables: readonly string[];
      readonly weigh: (value: T) => number;
      readonly weight_max: number;
    },
  ) {
    this.name = name;
    this.tables = new Set(of.tables);
    this.weigh = of.weigh;
    this.weight_max = of.weight_max;
  }
}

/** What a command of the one writer finds from those before it. Values are never changed in place. */
export interface Kept {
  get<T>(kind: KeptKind<T>, id: number): T | undefined;
  set<T>(kind: KeptKind<T>, id: number, value: T): void;
  /** Runs writes whose effect on what is kept of the kind the caller applies himself, once they are done. */
  through<K, T>(kind: KeptKind<K>, write: () => Promise<T>): Promise<T>;
}

interface Entry {
  readonly kind: string;
  readonly tables: ReadonlySet<string>;
  readonly weight: number;
  readonly value: unknown;
}

/** SQL whose words are remembered. */
const texts_kept = 2_000;

/**
 * The values, the one that was set last at the end. They are given up by whatever may make them untrue: a write that so
 * much as names a table they are made of, and another connection's commit; what a command did to them that is taken back
 * is taken back with it.
 */
export class KeptValues implements Kept {
  #values = new Map<string, Entry>();
  #atBegin = this.#values;
  #atMark = this.#values;
  readonly #through = new Map<string, number>();
  /** tables that anything was ever made of */
  readonly #tables = new Set<string>();
  /** of a text, which of these it names */
  readonly #namedBy = new Map<string, ReadonlySet<string>>();

  get<T>(kind: KeptKind<T>, id: number): T | undefined {
    // what is kept under the name of a kind was set with it
    return this.#values.get(`${kind.name} ${id}`)?.value as T | undefined;
  }

  set<T>(kind: KeptKind<T>, id: number, value: T): void {
    const key = `${kind.name} ${id}`;
    const { name, tables, weight_max } = kind;
    this.#values.delete(key);
    this.#values.set(key, { kind: name, tables, weight: kind.weigh(value), value });
    if (!tables.isSubsetOf(this.#tables)) {
      for (const table of tables) this.#tables.add(table);
      this.#namedBy.clear();
    }
    let weight = 0;
    for (const entry of this.#values.values()) if (entry.kind === name) weight += entry.weight;
    for (const [oldest, entry] of this.#values) {
      if (weight <= weight_max) break;
      if (entry.kind !== name) continue;
      this.#values.delete(oldest);
      weight -= entry.weight;
    }
  }

  async through<K, T>(kind: KeptKind<K>, write: () => Promise<T>): Promise<T> {
    const { name } = kind;
    const depth = this.#through.get(name) ?? 0;
    this.#through.set(name, depth + 1);
    try {
      return await write();
    } catch (error) {
      // nobody says what the half of it did
      this.#drop((entry) => entry.kind === name);
      throw error;
    } finally {
      if (depth === 0) this.#through.delete(name);
      else this.#through.set(name, depth);
    }
  }

  /** Before anything else in a transaction; `sound` says that what is kept is as the rows are. */
  begin(sound: boolean): void {
    if (!sound) this.#values = new Map();
    this.#atBegin = new Map(this.#values);
    this.#atMark = this.#atBegin;
  }

  /** What comes after this can be undone alone. */
  mark(): void {
    this.#atMark = new Map(this.#values);
  }

  undo(): void {
    this.#values = new Map(this.#atMark);
  }

  rolledBack(): void {
    this.#values = this.#atBegin;
  }

  /** Before each statement that may write. */
  writes(sql: string): void {
    let named = this.#namedBy.get(sql);
    if (named === undefined) {
      named = this.#tables.intersection(new Set(sql.toLowerCase().match(/\w+/g)));
      if (this.#namedBy.size >= texts_kept) this.#namedBy.clear();
      this.#namedBy.set(sql, named);
    }
    if (named.size === 0) return;
    const written = named;
    this.#drop((entry) => !this.#through.has(entry.kind) && !entry.tables.isDisjointFrom(written));
  }

  #drop(isUntrue: (entry: Entry) => boolean): void {
    for (const [key, entry] of this.#values) if (isUntrue(entry)) this.#values.delete(key);
  }
}
