import { Gauge, type Registry } from 'prom-client';
import { closedFor } from '../../hub/breaker.ts';
import { countAside } from '../../hub/connection-views.ts';
import { countWaiting } from '../../hub/outbox/waiting.ts';
import type { Runner } from '../../hub/runner.ts';
import type { Rx } from '../../store/transaction.ts';

const labelNames = ['connection', 'dialect'] as const;

/** What Prometheus reads of each connection. */
export class HubMetrics {
  readonly #runner: Runner;
  readonly #gauges: Readonly<
    Record<'up' | 'waiting' | 'dead' | 'oldest' | 'quarantine' | 'pulled', Gauge<(typeof labelNames)[number]>>
  >;

  constructor(registry: Registry, runner: Runner) {
    this.#runner = runner;
    const gauge = (name: string, help: string) =>
      new Gauge({ name: `guichet_hub_${name}`, help, labelNames, registers: [registry] });
    this.#gauges = {
      up: gauge('connection_up', '1 while its system may be called, 0 while it is left alone or halted'),
      waiting: gauge('outbox_waiting', 'Deliveries that wait to leave'),
      dead: gauge('outbox_dead', 'Deliveries that were given up'),
      oldest: gauge('outbox_oldest_age_seconds', 'Age of the oldest delivery that waits'),
      quarantine: gauge('quarantine', 'Records that could not be taken as they are'),
      pulled: gauge('last_pull_age_seconds', 'Time since the last pull that went well'),
    };
  }

  /** Asks the store; before the figures are written. */
  async refresh(): Promise<void> {
    const { store, surroundings } = this.#runner.parts.office;
    const now = surroundings.now();
    const figures = await store.read((rx) => figuresOf(rx, now));
    const { up, waiting, dead, oldest, quarantine, pulled } = this.#gauges;
    for (const each of Object.values(this.#gauges)) each.reset();
    for (const { labels, ...figure } of figures) {
      up.set(labels, figure.up);
      waiting.set(labels, figure.waiting);
      dead.set(labels, figure.dead);
      oldest.set(labels, figure.oldest_s);
      quarantine.set(labels, figure.quarantine);
      if (figure.pulled_s !== undefined) pulled.set(labels, figure.pulled_s);
    }
  }
}

async function figuresOf(rx: Rx, now: number) {
  const connections = await rx.db
    .selectFrom('connection')
    .selectAll()
    .where('deleted_at', 'is', null)
    .where('base_url', '!=', '')
    .orderBy('id')
    .execute();
  const waiting = new Map((await countWaiting(rx)).map((each) => [each.connection_id, each]));
  const aside = await countAside(rx);
  const pulled = await rx.db
    .selectFrom('run')
    .select((eb) => ['connection_id', eb.fn.max('ended_at').as('at')])
    .where('outcome', '=', 'ok')
    .where('dry_run', '=', 0)
    .groupBy('connection_id')
    .execute();
  const lastPull = new Map(pulled.map(({ connection_id, at }) => [connection_id, at]));
  const seconds = (at: number | null | undefined): number | undefined =>
    at === null || at === undefined ? undefined : Math.max(now - at, 0) / 1000;
  return connections.map((connection) => {
    const { id, dialect } = connection;
    const own = waiting.get(id);
    return {
      labels: { connection: String(id), dialect },
      up: closedFor(connection, now) === undefined ? 1 : 0,
      waiting: own?.waiting ?? 0,
      dead: own?.dead ?? 0,
      oldest_s: seconds(own?.oldest_at) ?? 0,
      quarantine: aside.get(id) ?? 0,
      pulled_s: seconds(lastPull.get(id)),
    };
  });
}
