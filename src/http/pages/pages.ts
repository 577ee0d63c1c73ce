import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { faultOf } from '../../contract/route.ts';
import { Fault, type FaultCode } from '../../domain/faults.ts';
import type { AppDeps } from '../deps.ts';
import { sendProblem } from '../failures.ts';
import { addBuyerForms } from './buyer-forms.ts';
import { addFaces, faces } from './faces.ts';
import { homePage } from './home.ts';
import { icon, icon_path } from './icon.ts';
import { languageOf } from './language.ts';
import { sendPage } from './layout.ts';
import { createOrderLinks } from './order-of-link.ts';
import { addOrderRoutes } from './order-routes.ts';
import { addReceiptRoutes } from './receipt-routes.ts';
import { style, style_path } from './style.ts';
import { addShopEntry } from './shop-entry.ts';
import { sendTrouble, type Trouble } from './trouble.ts';
import { addWalletRoutes } from './wallet-routes.ts';

/** What a page says of a fault; of any other, that something failed. */
const troubles: Partial<Record<FaultCode, Trouble>> = {
  busy: 'busy',
  not_found: 'page',
  invalid_input: 'unread',
  too_large: 'unread',
};

/** The pages of the server itself: what runs here, and what a buyer sees of an order. */
export function addPages(app: FastifyInstance, deps: AppDeps): void {
  const { office, dialects, demo } = deps;
  app.register((scope, _options, done) => {
    scope.setErrorHandler((error, request, reply) => {
      const { code, details } = faultOf(error);
      if (code === 'rate_limited') {
        const { retry_after_ms } = details as { readonly retry_after_ms?: unknown };
        if (typeof retry_after_ms === 'number')
          reply.header('retry-after', Math.ceil(retry_after_ms / 1_000));
        return sendTrouble(request, reply, 'often');
      }
      if (code === 'internal') request.log.error({ err: error }, 'a page failed unexpectedly');
      return sendTrouble(request, reply, troubles[code] ?? 'failed');
    });
    scope.get('/', (request, reply) => {
      const language = languageOf(request);
      const base_url = office.settings.public_base_url;
      return sendPage(request, reply, 200, homePage(request, { language, base_url, dialects, demo }));
    });
    scope.get(style_path, (_request, reply) =>
      reply
        .type('text/css; charset=utf-8')
        .header('cache-control', 'public, max-age=31536000, immutable')
        .send(style),
    );
    scope.get(icon_path, (_request, reply) =>
      reply.type('image/svg+xml').header('cache-control', 'public, max-age=86400').send(icon),
    );
    const links = createOrderLinks(office);
    addOrderRoutes(scope, office, links);
    addWalletRoutes(scope, office, links);
    addBuyerForms(scope, office, links);
    addReceiptRoutes(scope, office, links);
    addShopEntry(scope, office);
    addFaces(scope);
    for (const face of faces)
      for (const url of [`/${face}`, `/${face}/*`]) takesOnly(scope, url, ['GET', 'HEAD']);
    for (const url of ['/', style_path, icon_path, '/o/:key', '/o/:key/*', '/shop/:event'])
      takesOnly(scope, url, ['GET', 'HEAD']);
    done();
  });
}

/** Other methods hear that the address is right and the method is not. */
export function takesOnly(scope: FastifyInstance, url: string, allow: readonly string[]): void {
  const refuse = (request: FastifyRequest, reply: FastifyReply): FastifyReply =>
    sendProblem(new Fault('method_not_allowed', { method: request.method, allow }), request, reply);
  scope.route({
    method: ['POST', 'PUT', 'PATCH', 'DELETE'],
    url,
    // whatever the body is, nobody reads it
    onRequest: (request, reply) => {
      refuse(request, reply);
    },
    handler: refuse,
  });
}
