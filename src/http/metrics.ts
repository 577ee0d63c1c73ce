import type { FastifyRequest } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Office } from '../office/office.ts';
import type { Runner } from '../hub/runner.ts';
import type { Door } from './door.ts';
import { HubMetrics } from './hub/hub-metrics.ts';

const buckets_s = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What Prometheus reads: the process, and every request by route and status. */
export class Metrics {
  readonly #registry = new Registry();
  readonly #requests: Histogram<'method' | 'route' | 'status'>;
  readonly #hub: HubMetrics | undefined;

  constructor(office: Office, door: Door, runner: Runner | undefined) {
    const registers = [this.#registry];
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'guichet_http_request_duration_seconds',
      help: 'Requests by route and status; 499 for callers who went away before their answer',
      labelNames: ['method', 'route', 'status'],
      buckets: buckets_s,
      registers,
    });
    gauge(registers, 'guichet_http_requests_in_flight', 'Requests being worked on', () => door.inside);
    gauge(registers, 'guichet_store_commands_waiting', 'Commands waiting for their turn to be written', () =>
      office.store.waiting(),
    );
    this.#hub = runner === undefined ? undefined : new HubMetrics(this.#registry, runner);
  }

  observe(request: FastifyRequest, status: number, took_ms: number): void {
    const route = request.routeOptions.url ?? 'unknown';
    this.#requests.observe({ method: request.method, route, status }, took_ms / 1000);
  }

  get content_type(): string {
    return this.#registry.contentType;
  }

  async text(): Promise<string> {
    await this.#hub?.refresh();
    return this.#registry.metrics();
  }
}

function gauge(registers: Registry[], name: string, help: string, read: () => number): Gauge {
  return new Gauge({
    name,
    help,
    registers,
    collect() {
      this.set(read());
    },
  });
}
