import { Fault } from '../domain/faults.ts';
import { heard } from './lost-race.ts';

/** What a group commit needs of its engine; each call is synchronous but those that give a promise. */
export interface BatchEngine<C> {
  begin(): void;
  /** before each command, so that it alone can be undone */
  mark(): void;
  unmark(): void;
  undo(): void;
  /** after the last command, still inside the transaction */
  finish(): Promise<void>;
  /** resolves once the disk has it; the requests that come meanwhile join the next batch */
  commit(): Promise<void>;
  rollback(): void;
  /** false once the engine has ended the transaction by itself, as on a full disk */
  isOpen(): boolean;
  context(command: Command<C>): C;
}

export interface Command<C> {
  readonly actor: unknown;
  readonly run: (context: C) => Promise<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

export interface GroupCommitLimits {
  readonly queue_commands: number;
  readonly batch_commands: number;
  readonly batch_ms: number;
}

type Outcome<C> = { command: Command<C>; value: unknown } | { command: Command<C>; error: unknown };

/** Batches that run behind savepoints after one in which a command failed: refusals seldom come alone. */
const careful_batches = 32;
/** Turns of the event loop that a commit waits for further commands at most. */
const gathering_turns_max = 8;

/**
 * Commands that arrive together share one transaction and one write to the disk. No answer leaves before the commit.
 *
 * A batch is run in the hope that every command does well: a savepoint for each would have SQLite copy every page that
 * the command is the first to touch. When one of several fails, all is taken back and they run anew, each behind a
 * savepoint, so that who fails takes only itself back. (PostgreSQL, too, runs a command anew that lost a race: commands
 * change nothing but the store.)
 */
export class GroupCommit<C> {
  #queue: Command<C>[] = [];
  #running = false;
  #careful = 0;
  #idle: (() => void)[] = [];
  readonly #engine: BatchEngine<C>;
  readonly #limits: GroupCommitLimits;

  constructor(engine: BatchEngine<C>, limits: GroupCommitLimits) {
    this.#engine = engine;
    this.#limits = limits;
  }

  /** commands ever submitted */
  submitted = 0;

  get waiting(): number {
    return this.#queue.length;
  }

  submit(actor: unknown, run: (context: C) => Promise<unknown>): Promise<unknown> {
    if (this.#queue.length >= this.#limits.queue_commands) {
      return Promise.reject(new Fault('busy', { queue_commands: this.#limits.queue_commands }));
    }
    this.submitted += 1;
    return new Promise((resolve, reject) => {
      this.#queue.push({ actor, run, resolve, reject });
      if (this.#running) return;
      this.#running = true;
      // the requests that the event loop has already read join this batch
      setImmediate(() => void this.#drain());
    });
  }

  /** Resolves when nothing waits and nothing runs. */
  idle(): Promise<void> {
    return this.#running ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  async #drain(): Promise<void> {
    while (this.#queue.length > 0) {
      await this.#batch();
      // the answers leave in the first turn, and whom they make ask again is read in those that follow
      await nextTurn();
      await this.#whileTheyCome();
    }
    this.#running = false;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  /** Waits as long as each turn brings more commands, up to a full batch: fewer, larger commits. */
  async #whileTheyCome(): Promise<void> {
    for (let turn = 0; turn < gathering_turns_max; turn += 1) {
      const before = this.#queue.length;
      if (before >= this.#limits.batch_commands) return;
      await nextTurn();
      if (turn > 0 && this.#queue.length === before) return;
    }
  }

  #batch(): Promise<void> {
    if (this.#careful === 0) return this.#hopefully();
    this.#careful -= 1;
    return this.#carefully();
  }

  async #hopefully(): Promise<void> {
    const taken: Command<C>[] = [];
    const values: unknown[] = [];
    try {
      this.#engine.begin();
      for (const command of this.#next()) {
        taken.push(command);
        values.push(await command.run(this.#engine.context(command)));
      }
      await this.#engine.finish();
      await this.#engine.commit();
    } catch (error) {
      const [alone, another] = taken;
      // it was no command that failed: what ran may have been kept, and must not run again
      if (values.length === taken.length || (alone !== undefined && another === undefined)) {
        this.#fail(
          taken.map((command) => ({ command, error })),
          error,
        );
        return;
      }
      if (this.#engine.isOpen()) this.#engine.rollback();
      this.#queue.unshift(...taken);
      this.#careful = careful_batches;
      return;
    }
    for (const [index, command] of taken.entries()) command.resolve(values[index]);
  }

  async #carefully(): Promise<void> {
    const outcomes: Outcome<C>[] = [];
    try {
      this.#engine.begin();
      for (const command of this.#next()) outcomes.push(await this.#one(command));
      await this.#engine.finish();
      await this.#engine.commit();
    } catch (error) {
      this.#fail(outcomes, error);
      return;
    }
    for (const outcome of outcomes) {
      if ('error' in outcome) outcome.command.reject(heard(outcome.error));
      else outcome.command.resolve(outcome.value);
    }
  }

  /** The commands of one batch, each taken when the one before it is through. */
  *#next(): Generator<Command<C>> {
    const until = performance.now() + this.#limits.batch_ms;
    for (let taken = 0; taken < this.#limits.batch_commands && performance.now() < until; taken += 1) {
      const command = this.#queue.shift();
      if (command === undefined) return;
      yield command;
    }
  }

  async #one(command: Command<C>): Promise<Outcome<C>> {
    this.#engine.mark();
    try {
      const value = await command.run(this.#engine.context(command));
      this.#engine.unmark();
      return { command, value };
    } catch (error) {
      if (!this.#engine.isOpen()) {
        command.reject(error);
        throw error;
      }
      this.#engine.undo();
      return { command, error };
    }
  }

  /** The transaction is lost: nothing of the batch was kept, and everybody in it hears so. */
  #fail(outcomes: Outcome<C>[], error: unknown): void {
    if (this.#engine.isOpen()) this.#engine.rollback();
    for (const outcome of outcomes) {
      outcome.command.reject(heard('error' in outcome ? outcome.error : error));
    }
    if (outcomes.length > 0) return;
    // the transaction could not even begin: who waits would wait for ever
    for (const command of this.#queue.splice(0)) command.reject(error);
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
