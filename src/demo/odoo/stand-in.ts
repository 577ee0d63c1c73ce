import { OdooDatabase, type DatabaseDump } from './database.ts';
import type { Env, OdooUser, OdooVersion, QueuedMail } from './env.ts';
import { isModel, type ModelName } from './models.ts';
import { readRows } from './records.ts';

/** What the automation rule "on update of the state" of registrations posts, and where to. */
export interface AutomationRule {
  readonly id: number;
  readonly name: string;
  readonly url: string;
  /** whether a condition keeps it to scanned ones */
  readonly done_only: boolean;
}

/** Sends one webhook; throws or takes what time it likes, nobody waits for more than a second. */
export type PostWebhook = (url: string, body: string) => Promise<void>;

export interface StandInSettings {
  readonly version: OdooVersion;
  readonly now: () => number;
  readonly random: (bytes: number) => Uint8Array;
  readonly post: PostWebhook;
  /** a harder Odoo than was seen: see Env */
  readonly unscans_confirmed?: boolean;
}

/** One call of a method, as it came. */
export interface CountedCall {
  readonly model: string;
  readonly method: string;
}

/**
 * An Odoo with `sale`, `event` and `event_sale` to try against: what Guichet's connector needs of it, with the behaviour
 * that was observed on real ones (reference/wire-notes.md, "Odoo"). It lives in memory.
 */
export class OdooStandIn {
  readonly db = new OdooDatabase();
  readonly database_name: string = 'park';
  readonly users: OdooUser[] = [];
  /** keys, by whom they are; a key that ended is taken out */
  readonly keys = new Map<string, OdooUser>();
  readonly mails: QueuedMail[] = [];
  readonly calls: CountedCall[] = [];
  rule: AutomationRule | undefined;
  /** told after each call that changed something */
  changed: () => void = () => undefined;
  readonly #settings: StandInSettings;
  readonly #posting = new Set<Promise<void>>();
  #held: Promise<void> | undefined;

  constructor(settings: StandInSettings) {
    this.#settings = settings;
  }

  get version(): OdooVersion {
    return this.#settings.version;
  }

  /** Whose password or key it is; undefined for nobody's. */
  userOf(login: string | number, secret: string): OdooUser | undefined {
    const user = this.users.find((one) => one.login === login || one.uid === login);
    if (user === undefined || secret === '') return undefined;
    return user.password === secret || this.keys.get(secret) === user ? user : undefined;
  }

  /**
   * Runs one call in a transaction of its own. On 18 the webhooks of the call leave before its commit: until they are
   * answered or timed out nobody sees what it changed, and other writers wait.
   */
  async transact<T>(user: OdooUser, context: unknown, run: (env: Env) => T): Promise<T> {
    for (;;) {
      const env = this.env(user, context);
      let result: T;
      try {
        result = run(env);
      } catch (error) {
        this.db.rollback(0);
        throw error;
      }
      if (this.db.mark() === 0) return result;
      if (this.#held !== undefined) {
        this.db.rollback(0);
        await this.#held;
        continue;
      }
      const posts = this.#postsOf(env);
      if (posts.length > 0 && this.version === 18) await this.#commitAfter(posts);
      else this.db.commit();
      this.mails.push(...env.mails);
      this.changed();
      if (posts.length > 0 && this.version !== 18) void this.#post(posts);
      return result;
    }
  }

  /** Surroundings for a call outside of any request: to fill the database, and in tests. */
  env(user: OdooUser, context: unknown = {}): Env {
    const now = new Date(this.#settings.now()).toISOString();
    return {
      db: this.db,
      version: this.version,
      user,
      context: typeof context === 'object' && context !== null ? { ...context } : {},
      now: `${now.slice(0, 10)} ${now.slice(11, 19)}`,
      random: () => Buffer.from(this.#settings.random(8)).readBigUInt64LE().toString(),
      touched: new Set(),
      mails: [],
      unscans_confirmed: this.#settings.unscans_confirmed === true,
    };
  }

  dump(): DatabaseDump {
    return this.db.dump();
  }

  async #commitAfter(posts: readonly string[]): Promise<void> {
    const changes = this.db.commit();
    this.db.redo(changes.toReversed().map((one) => ({ ...one, after: one.before })));
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    await this.#post(posts);
    this.db.redo(changes);
    this.#held = undefined;
    resolve();
  }

  #postsOf(env: Env): string[] {
    const { rule } = this;
    if (rule === undefined) return [];
    const fields = ['barcode', 'event_id', 'name', 'state', 'write_date'];
    return [...env.touched].flatMap((id) => {
      const row = this.db.get('event.registration', id);
      if (row === undefined || (rule.done_only && row.state !== 'done')) return [];
      const [shown] = readRows(env, 'event.registration', [row], fields, true);
      const head = { _action: `${rule.name}(#${rule.id})`, _id: id, _model: 'event.registration' };
      return [JSON.stringify({ ...head, ...shown })];
    });
  }

  /** Until every webhook that was sent is answered or given up. */
  async settled(): Promise<void> {
    while (this.#posting.size > 0) await Promise.all(this.#posting);
  }

  /** One after the other, each given up after a second, none tried again. */
  #post(posts: readonly string[]): Promise<void> {
    const { url } = this.rule ?? {};
    const { post } = this.#settings;
    const all = async (): Promise<void> => {
      if (url !== undefined) for (const body of posts) await post(url, body).catch(() => undefined);
    };
    const posting = all().finally(() => this.#posting.delete(posting));
    this.#posting.add(posting);
    return posting;
  }

  count(model: string, method: string): void {
    this.calls.push({ model, method });
    // in the demo it runs for weeks
    if (this.calls.length > 100_000) this.calls.splice(0, 50_000);
  }

  modelOf(text: unknown): ModelName | undefined {
    return typeof text === 'string' && isModel(text) ? text : undefined;
  }
}
