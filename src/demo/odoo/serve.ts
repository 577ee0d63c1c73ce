import type { FastifyInstance } from 'fastify';
import { refuseOtherSites } from '../sandbox.ts';
import { answerOdoo } from './answers.ts';
import { deskPage } from './desk.ts';
import { methodOf } from './methods.ts';
import type { OdooStandIn } from './stand-in.ts';

/** Where the stand-in stands in the demo: `/odoo/jsonrpc`, `/odoo/json/2/…`, and a page of its own at `/odoo`. */
const odoo_path = '/odoo';

const body_limit_bytes = 16 * 1024 * 1024;

/** Serves the stand-in below its path. For the demo alone. */
export function serveOdoo(app: FastifyInstance, odoo: OdooStandIn): void {
  void app.register(
    (scope, _options, done) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, parsed) => parsed(null, body));
      const serve = (url: string) =>
        scope.all(url, { bodyLimit: body_limit_bytes, exposeHeadRoute: false }, async (request, reply) => {
          const { status, type, body } = await answerOdoo(odoo, {
            method: request.method,
            path: request.url.slice(odoo_path.length).replace(/\?.*$/, ''),
            headers: request.headers,
            body: typeof request.body === 'string' ? request.body : '',
          });
          return reply.code(status).type(type).send(body);
        });
      serve('/jsonrpc');
      serve('/json/*');
      scope.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(deskPage(odoo)));
      scope.post('/desk', async (request, reply) => {
        refuseOtherSites(request);
        const id = Number(new URLSearchParams(String(request.body)).get('registration'));
        await scanAtDesk(odoo, id);
        return reply.redirect(odoo_path, 303);
      });
      done();
    },
    { prefix: odoo_path },
  );
}

/** What the button "Attended" of Odoo's own desk does: the automation rule follows. */
async function scanAtDesk(odoo: OdooStandIn, id: number): Promise<void> {
  const [admin] = odoo.users;
  const button = methodOf('event.registration', 'action_set_done');
  if (admin === undefined || button === undefined) throw new Error('the stand-in has an administrator');
  if (odoo.db.get('event.registration', id) === undefined) return;
  await odoo.transact(admin, {}, (env) => button.run(env, 'event.registration', { ids: [id], args: {} }));
}
