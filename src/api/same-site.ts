import type { FastifyRequest } from 'fastify';
import { Fault } from '../domain/faults.ts';

/**
 * A call that a cookie vouches for must come from a page of ours. Two marks are asked for: a header that no form and no
 * page of another site can send, and what the browser itself says of where the call comes from. Throws `forbidden`.
 */
export function requireOwnPage({ headers, host }: FastifyRequest): void {
  const { origin } = headers;
  const site = headers['sec-fetch-site'];
  if (headers['guichet-csrf'] !== '1') throw new Fault('forbidden', { header: 'guichet-csrf: 1 is missing' });
  const told = origin !== undefined || site !== undefined;
  const own = origin === undefined || URL.parse(origin)?.host === host;
  const same = site === undefined || site === 'same-origin';
  if (!told || !own || !same) throw new Fault('forbidden', { reason: 'the call comes from another site' });
}
