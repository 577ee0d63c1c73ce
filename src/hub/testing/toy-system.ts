import { Type } from 'typebox';
import type { ForeignRecord } from '../../domain/foreign-records.ts';
import {
  PeerTrouble,
  type Connector,
  type Delivery,
  type DeliveryOutcome,
  type OpenConnection,
  type PulledPage,
} from '../port.ts';

/** Another system for tests: what it holds, what it was told, and what it is to do wrong. */
export class ToySystem {
  records: ForeignRecord[] = [];
  readonly told: Delivery[] = [];
  /** every call, in order: `pull`, `push` */
  readonly calls: string[] = [];
  readonly opened: OpenConnection[] = [];
  page_records = 100;
  push_batch_max = 10;
  /** thrown or awaited before the call of this number, from 1, is carried out */
  before: (call: number, name: string) => void | Promise<void> = () => undefined;
  /** the same after it was carried out, before it is answered */
  after: (call: number, name: string) => void | Promise<void> = () => undefined;
  answer: (delivery: Delivery) => DeliveryOutcome = () => ({ done: true });

  readonly connector: Connector = {
    dialect: 'toy',
    title: 'Toy',
    default_base_url: 'http://toy.test',
    settings: Type.Object({
      depth: Type.Integer({ title: 'Depth', default: 3, minimum: 1 }),
      label: Type.Optional(Type.String()),
    }),
    secrets: Type.Object({ key: Type.String({ minLength: 3 }) }),
    abilities: { pulls: ['event', 'price', 'ticket'], pushes: ['order', 'scan'], cannot: [] },
    pace: { gap_ms: 0, calls_per_minute: 100_000, timeout_ms: 1_000 },
    open: (connection) => {
      this.opened.push(connection);
      return {
        probe: () => this.#call(connection, 'probe', () => 'a toy'),
        pull: ({ cursor, full }) => this.#pull(connection, full ? undefined : cursor),
        push: (deliveries) =>
          this.#call(connection, 'push', () => {
            this.told.push(...deliveries);
            return deliveries.map((delivery) => this.answer(delivery));
          }),
        push_batch_max: this.push_batch_max,
      };
    },
  };

  async #call<T>({ turn, secrets }: OpenConnection, name: string, run: () => T): Promise<T> {
    await turn();
    const number = this.calls.push(name);
    if (secrets['key'] === 'expired') throw new PeerTrouble('credentials', 'the key has expired');
    await this.before(number, name);
    const value = run();
    await this.after(number, name);
    return value;
  }

  /** The cursor is the place in the list of the records. */
  async *#pull(connection: OpenConnection, cursor: string | undefined): AsyncGenerator<PulledPage> {
    let from = Math.max(Number(cursor ?? 0) - 2, 0);
    do {
      const records = await this.#call(connection, 'pull', () =>
        this.records.slice(from, from + this.page_records),
      );
      from += records.length;
      yield { records, refused: [], cursor: String(from), expected: this.records.length };
    } while (from < this.records.length);
  }
}
