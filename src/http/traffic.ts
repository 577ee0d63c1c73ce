import type { FastifyInstance } from 'fastify';
import { Fault } from '../domain/faults.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';

/** A caller who went away before the answer: nginx's number for it. */
const gone = 499;
const retry_after_s = '1';

/**
 * What every request goes through: a number to name it by, one line in the log, one observation, and a refusal when
 * the office is full or closing. The refusal is a fault, so that each face puts it in its own words.
 */
export function watchTraffic(app: FastifyInstance, metrics: Metrics, log: Log): void {
  const { door } = app;
  app.addHook('onRequest', (request, reply, done) => {
    const started = performance.now();
    door.inside += 1;
    reply.header('x-request-id', request.id).header('x-content-type-options', 'nosniff');
    const { raw } = reply;
    raw.once('close', () => {
      door.inside -= 1;
      const took_ms = performance.now() - started;
      const status = raw.writableFinished ? raw.statusCode : gone;
      metrics.observe(request, status, took_ms);
      log.request({
        request_id: request.id,
        method: request.method,
        url: request.raw.url ?? '',
        status,
        took_ms,
      });
    });
    if (door.closing) reply.header('connection', 'close');
    if ((door.inside > door.inside_max || door.closing) && request.routeOptions.config.probe !== true) {
      reply.header('retry-after', retry_after_s);
      done(new Fault('busy', { requests_in_flight_max: door.inside_max }));
      return;
    }
    done();
  });
}
