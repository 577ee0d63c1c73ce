import type { FastifyInstance, FastifyRequest } from 'fastify';
import { problemAnswer } from '../api/problem.ts';
import { answer } from '../contract/endpoint.ts';
import { serveReference } from '../contract/reference.ts';
import { mount, type Handlers } from '../contract/route.ts';
import { Fault } from '../domain/faults.ts';
import type { SandboxClock } from './clock.ts';
import { sandbox } from './contract.ts';
import { FaultPlans } from './fault-plans.ts';
import { strikeCalls } from './strike.ts';

export interface SandboxParts {
  readonly clock: SandboxClock;
  /** the data back to the first day */
  readonly reset: () => Promise<void>;
  /** whose calls faults may strike */
  readonly dialects: readonly string[];
}

/** Serves `/sandbox/…` and does what it was told to the calls of the dialects. For the demo alone. */
export function serveSandbox(app: FastifyInstance, { clock, reset, dialects }: SandboxParts): void {
  const plans = new FaultPlans();
  strikeCalls(app, plans, new Set(dialects));
  const clockNow = () => ({ now: clock.now(), real: clock.isReal, speed: clock.speed });
  const handlers: Handlers<typeof sandbox, void> = {
    reset: async () => {
      clock.backToReal();
      plans.clear();
      await reset();
      return { reset: true as const };
    },
    readClock: clockNow,
    setClock: ({ body }) => {
      if (body.real === true && Object.keys(body).length > 1) {
        throw new Fault('invalid_input', { in: 'body', path: 'real', message: 'goes alone' });
      }
      if (body.real === true) clock.backToReal();
      else clock.steer(body);
      return clockNow();
    },
    listFaults: () => plans.list(),
    addFault: ({ body }) => {
      const { id, plan, seen, struck } = plans.add(body);
      return answer(201, { id, plan, seen, struck });
    },
    deleteFaults: () => ({ deleted: plans.clear() }),
    deleteFault: ({ params }) => {
      plans.delete(params.id);
      return { deleted: 1 };
    },
  };
  mount(app, sandbox, handlers, {
    authenticate: ({ request }) => refuseOtherSites(request),
    fault: problemAnswer,
    checking: true,
  });
  serveReference(app, sandbox);
}

/** A page of another site that a browser on this machine shows could call here too: it is told no. */
export function refuseOtherSites({ headers, host }: FastifyRequest): void {
  const { origin } = headers;
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  const local = /^(127(\.\d+){3}|::1|localhost|[a-z0-9-]+\.localhost)$/i.test(name);
  const same = origin === undefined || URL.parse(origin)?.host === host;
  if (!local || !same) throw new Fault('forbidden', { reason: 'only from this machine' });
}
