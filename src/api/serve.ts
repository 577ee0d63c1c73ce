import type { FastifyInstance } from 'fastify';
import { serveReference } from '../contract/reference.ts';
import { mount, type Handlers } from '../contract/route.ts';
import { accountHandlers } from './account/serve.ts';
import { callers } from './authenticate.ts';
import type { Caller } from './caller.ts';
import { catalogueHandlers } from './catalogue/serve.ts';
import { api } from './contract.ts';
import { counterHandlers } from './counter/serve.ts';
import type { ApiEndpoint } from './endpoint.ts';
import type { ApiFace } from './face.ts';
import { gateHandlers } from './gate/serve.ts';
import { homeHandlers } from './home/serve.ts';
import { hubHandlers } from './hub/serve.ts';
import { ledgerHandlers } from './ledger/serve.ts';
import { LiveFeed } from './live/feed.ts';
import { liveHandlers } from './live/serve.ts';
import { problemAnswer } from './problem.ts';
import { reportHandlers } from './reports/serve.ts';
import { sheetHandlers } from './sheets/serve.ts';
import { searchHandlers } from './search/serve.ts';
import { salesHandlers } from './sales/serve.ts';

/** Serves Guichet's own API below `/api`. */
export function serveApi(
  app: FastifyInstance,
  face: ApiFace,
  options: { readonly checking?: boolean } = {},
): void {
  const feed = new LiveFeed(face.office, face.feed_times);
  // before the server waits for open requests: a stream would keep it waiting
  app.addHook('preClose', () => feed.close());
  const handlers: Handlers<typeof api, Caller> = {
    ...accountHandlers(face),
    ...catalogueHandlers(face),
    ...salesHandlers(face),
    ...hubHandlers(face),
    ...homeHandlers(face),
    ...gateHandlers(face),
    ...reportHandlers(face),
    ...ledgerHandlers(face),
    ...liveHandlers(feed),
    ...searchHandlers(face),
    ...counterHandlers(face),
    ...sheetHandlers(face),
  };
  const endpoints: Readonly<Record<string, ApiEndpoint>> = api.endpoints;
  const authenticate = callers(face, (name) => {
    const one = endpoints[name];
    // an endpoint without a need is open, and nobody is asked who calls it
    if (one === undefined || !('needs' in one)) throw new Error(`${name} declares no need`);
    return one.needs;
  });
  mount(app, api, handlers, { authenticate, fault: problemAnswer, checking: options.checking ?? false });
  serveReference(app, api);
}
