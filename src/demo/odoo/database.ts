import { modelNames, models, type ModelName } from './models.ts';

/** As Odoo gives values: false is "nothing", relations are ids, datetimes are texts in UTC. */
export type Value = string | number | boolean | readonly number[];

export interface Row {
  readonly id: number;
  readonly [field: string]: Value;
}

interface Change {
  readonly model: ModelName;
  readonly id: number;
  readonly before: Row | undefined;
  readonly after: Row | undefined;
}

/** The tables in memory, with the changes of the running transaction. Ids are not given twice, rolled back or not. */
export class OdooDatabase {
  readonly #tables = new Map<ModelName, Map<number, Row>>(modelNames.map((model) => [model, new Map()]));
  readonly #last_ids = new Map<ModelName, number>();
  readonly #indexes = new Map<string, Map<Value, Set<number>>>();
  #journal: Change[] = [];

  get(model: ModelName, id: number): Row | undefined {
    return this.#table(model).get(id);
  }

  rows(model: ModelName): Iterable<Row> {
    return this.#table(model).values();
  }

  /** Rows whose indexed field holds the value; undefined where the field has no index. */
  found(model: ModelName, field: string, value: Value): Row[] | undefined {
    if (models[model].fields[field]?.indexed !== true) return undefined;
    const ids = this.#indexes.get(`${model}/${field}`)?.get(value) ?? [];
    return [...ids].flatMap((id) => this.get(model, id) ?? []);
  }

  nextId(model: ModelName): number {
    const id = (this.#last_ids.get(model) ?? 0) + 1;
    this.#last_ids.set(model, id);
    return id;
  }

  put(model: ModelName, row: Row): void {
    const before = this.get(model, row.id);
    this.#journal.push({ model, id: row.id, before, after: row });
    this.#set(model, row.id, row);
  }

  remove(model: ModelName, id: number): void {
    const before = this.get(model, id);
    if (before === undefined) return;
    this.#journal.push({ model, id, before, after: undefined });
    this.#set(model, id, undefined);
  }

  /** A place to roll back to. */
  mark(): number {
    return this.#journal.length;
  }

  rollback(mark: number): void {
    for (const { model, id, before } of this.#journal.splice(mark).toReversed()) this.#set(model, id, before);
  }

  /** Ends the transaction and gives what it changed. */
  commit(): readonly Change[] {
    const changes = this.#journal;
    this.#journal = [];
    return changes;
  }

  /** Does again what was rolled back. */
  redo(changes: readonly Change[]): void {
    for (const { model, id, after } of changes) this.#set(model, id, after);
  }

  /** Everything, to be kept in a file. */
  dump(): DatabaseDump {
    return {
      last_ids: Object.fromEntries(this.#last_ids),
      rows: Object.fromEntries(modelNames.map((model) => [model, [...this.rows(model)]])),
    };
  }

  restore(dump: DatabaseDump): void {
    this.clear();
    for (const model of modelNames) {
      this.#last_ids.set(model, dump.last_ids[model] ?? 0);
      for (const row of dump.rows[model] ?? []) this.#set(model, row.id, row);
    }
  }

  clear(): void {
    for (const table of this.#tables.values()) table.clear();
    this.#last_ids.clear();
    this.#indexes.clear();
    this.#journal = [];
  }

  #table(model: ModelName): Map<number, Row> {
    return this.#tables.get(model) as Map<number, Row>;
  }

  #set(model: ModelName, id: number, row: Row | undefined): void {
    const table = this.#table(model);
    const before = table.get(id);
    if (row === undefined) table.delete(id);
    else table.set(id, row);
    for (const [field, { indexed }] of Object.entries(models[model].fields)) {
      if (indexed !== true || before?.[field] === row?.[field]) continue;
      const name = `${model}/${field}`;
      let index = this.#indexes.get(name);
      if (index === undefined) this.#indexes.set(name, (index = new Map<Value, Set<number>>()));
      const [old, now] = [before?.[field], row?.[field]];
      if (old !== undefined) index.get(old)?.delete(id);
      if (now === undefined) continue;
      const ids = index.get(now);
      if (ids === undefined) index.set(now, new Set([id]));
      else ids.add(id);
    }
  }
}

export interface DatabaseDump {
  readonly last_ids: Readonly<Record<string, number>>;
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}
