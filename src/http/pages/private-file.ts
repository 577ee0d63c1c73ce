import type { FastifyReply } from 'fastify';

/** A file for who holds the link: kept by nobody on the way, found by no search engine. */
export function privateFile(reply: FastifyReply, type: string, name: string): FastifyReply {
  const safe = name.replace(/[^\w.-]+/g, '-');
  return reply.type(type).headers({
    'content-disposition': `inline; filename="${safe}"`,
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-robots-tag': 'noindex, nofollow',
  });
}
