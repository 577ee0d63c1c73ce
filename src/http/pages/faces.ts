import { existsSync } from 'node:fs';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../../domain/faults.ts';
import { sendProblem } from '../failures.ts';
import { sendTrouble } from './trouble.ts';

/** The pages that are built from `web/`: the desk, the gate, the counter. */
export const faces = ['admin', 'gate', 'counter'] as const;
type Face = (typeof faces)[number];

/** The same from `src/` and from `dist/`, which are equally deep. */
const built_folder = fileURLToPath(new URL('../../../dist/web', import.meta.url));
const year_ms = 31_536_000_000;
/** they lie side by side, as Vite names them */
const assetName = /^[\w-][\w.-]*$/;

/**
 * Nothing from elsewhere, no script that is not a file of ours. The component kit sets its theme by a style element,
 * hence `unsafe-inline` for styles alone; the gate's barcode reader is WebAssembly.
 */
const policyOf = (face: Face): string =>
  [
    "default-src 'none'",
    `script-src 'self'${face === 'gate' ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "media-src 'self' blob:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "frame-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');

/** Only who scans needs the camera. */
const permissionsOf = (face: Face): string =>
  `camera=(${face === 'gate' ? 'self' : ''}), microphone=(), geolocation=()`;

/**
 * Serves the built pages. What is below `/assets` has its digest in its name and is kept for ever; every other address
 * of a face is its index, from which the page finds its own way.
 */
export function addFaces(scope: FastifyInstance, folder: string = built_folder): void {
  scope.register(fastifyStatic, {
    root: join(folder, 'assets'),
    // its own route reads the whole folder for each file, to keep guards by path safe; there are none here
    serve: false,
    preCompressed: true,
    immutable: true,
    maxAge: year_ms,
    index: false,
    // a build that is not there yet is no error of the server's
    suppressWarning: true,
    setHeaders: (reply) => void reply.header('x-content-type-options', 'nosniff'),
  });
  scope.route<{ Params: { file: string } }>({
    method: ['GET', 'HEAD'],
    url: '/assets/:file',
    handler: ({ params: { file } }, reply) =>
      assetName.test(file) ? reply.sendFile(file) : reply.callNotFound(),
  });
  for (const face of faces)
    for (const url of [`/${face}`, `/${face}/*`])
      scope.route({
        method: ['GET', 'HEAD'],
        url,
        handler: (request, reply) => sendFace(face, folder, request, reply),
      });
}

function sendFace(face: Face, folder: string, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!existsSync(join(folder, face, 'index.html'))) return sendTrouble(request, reply, 'unbuilt');
  const asked = (request.params as { readonly '*'?: string })['*'] ?? '';
  const file = extname(asked) === '' ? 'index.html' : asked;
  const inside = normalize(join(folder, face, file)).startsWith(join(folder, face, '/'));
  if (!inside || !existsSync(join(folder, face, file)))
    return sendProblem(new Fault('not_found'), request, reply);
  reply.headers({
    'cache-control': 'no-cache',
    'content-security-policy': policyOf(face),
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': permissionsOf(face),
    'referrer-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'x-robots-tag': 'noindex, nofollow',
    // a worker opens its face's own address too, which has no final slash
    ...(asked === 'worker.js' ? { 'service-worker-allowed': `/${face}` } : {}),
  });
  return reply.sendFile(`${face}/${file}`, folder, { cacheControl: false });
}
