import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { FastifyInstance } from 'fastify';
import type { Contract } from './contract.ts';
import { openapiText } from './openapi.ts';

const assets = new Map([
  [
    'swagger-ui.css',
    { type: 'text/css; charset=utf-8', url: import.meta.resolve('swagger-ui-dist/swagger-ui.css') },
  ],
  [
    'swagger-ui-bundle.js',
    {
      type: 'text/javascript; charset=utf-8',
      url: import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js'),
    },
  ],
]);

/** Nothing from elsewhere, no inline script; Swagger UI draws with style attributes and data: images. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const start = `window.ui = SwaggerUIBundle({
  url: document.body.dataset.document,
  dom_id: '#reference',
  deepLinking: true,
  displayRequestDuration: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  persistAuthorization: false,
});
`;

/**
 * Adds `/<dialect>/openapi.json` and `/<dialect>/reference`, a page on which calls can be tried. All of it is served
 * from here: no CDN, works offline.
 */
export function serveReference(app: FastifyInstance, contract: Contract, prefix = `/${contract.name}`): void {
  let document: { text: string; tag: string } | undefined;
  app.get(`${prefix}/openapi.json`, { exposeHeadRoute: false }, (request, reply) => {
    document ??= tagged(openapiText(contract));
    reply.header('etag', document.tag);
    if (request.headers['if-none-match'] === document.tag) return reply.code(304).send();
    return reply.type('application/json; charset=utf-8').send(document.text);
  });
  app.get(`${prefix}/reference`, { exposeHeadRoute: false }, (_request, reply) =>
    reply.type('text/html; charset=utf-8').header('content-security-policy', policy).send(page(contract)),
  );
  app.get<{ Params: { name: string } }>(
    `${prefix}/reference/:name`,
    { exposeHeadRoute: false },
    async (request, reply) => {
      const { name } = request.params;
      reply.header('x-content-type-options', 'nosniff').header('cache-control', 'public, max-age=3600');
      if (name === 'start.js') return reply.type('text/javascript; charset=utf-8').send(start);
      const asset = assets.get(name);
      if (asset === undefined) return reply.callNotFound();
      return reply.type(asset.type).send(await readFile(new URL(asset.url)));
    },
  );
}

function tagged(text: string): { text: string; tag: string } {
  return { text, tag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"` };
}

/** Addresses are relative: the page is the same below a prefix and at the root of a dialect's own host or port. */
function page(contract: Contract): string {
  const title = `${contract.title} – reference`.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="reference/swagger-ui.css">
</head>
<body data-document="openapi.json">
<div id="reference"></div>
<script src="reference/swagger-ui-bundle.js"></script>
<script src="reference/start.js"></script>
</body>
</html>
`;
}
