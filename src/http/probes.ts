import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { isLoopback } from '../setting.ts';
import { Fault } from '../domain/faults.ts';
import type { Office } from '../office/office.ts';
import { statement } from '../store/statement.ts';
import type { Metrics } from './metrics.ts';

const store_timeout_ms = 2_000;
const anyOrganizer = statement<Record<string, never>, { id: number }>((db) =>
  db.selectFrom('organizer').select('id').limit(1),
);

interface ProbeDeps {
  readonly office: Office;
  readonly config: Pick<Config, 'metrics'>;
  readonly metrics: Metrics;
}

/** `/healthz`: the process is up. `/readyz`: it takes work. `/metrics`: for Prometheus. */
export function addProbes(app: FastifyInstance, { office, config, metrics }: ProbeDeps): void {
  const route = { config: { probe: true } };
  app.get('/healthz', route, (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );
  app.get('/readyz', route, async (_request, reply) => {
    const reason = app.door.closing ? 'closing' : await storeTrouble(office);
    reply.header('cache-control', 'no-store');
    if (reason === undefined) return reply.send({ status: 'ready' });
    return reply.code(503).send({ status: 'not ready', reason });
  });
  app.get('/metrics', route, async (request, reply) => {
    const allowed =
      config.metrics === 'everybody' || (config.metrics === 'loopback' && isLoopback(request.ip));
    if (!allowed) throw new Fault('not_found');
    return reply
      .header('cache-control', 'no-store')
      .type(metrics.content_type)
      .send(await metrics.text());
  });
}

/** Reads from a table of the model: the store answers, and its migrations have run. */
async function storeTrouble(office: Office): Promise<string | undefined> {
  const late = Promise.withResolvers<string>();
  const timer = setTimeout(() => late.resolve('the store does not answer'), store_timeout_ms);
  const asked = office.store
    .read((rx) => rx.first(anyOrganizer, {}))
    .then(
      () => undefined,
      () => 'the store fails',
    );
  try {
    return await Promise.race([asked, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}
