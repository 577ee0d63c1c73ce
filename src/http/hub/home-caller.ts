import type { FastifyRequest } from 'fastify';
import { isLoopback } from '../../setting.ts';

/** Headers by which a proxy says for whom it asks. */
const forwarding = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/**
 * Whether a program on this machine calls, and nobody through it: not a proxy that brings the world in, not a page of
 * another site that a browser here shows.
 */
export function isHomeCaller({ socket, headers, host }: FastifyRequest): boolean {
  if (!isLoopback(socket.remoteAddress ?? '')) return false;
  if (forwarding.some((name) => headers[name] !== undefined)) return false;
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  if (!isLoopback(name) && !name.toLowerCase().endsWith('.localhost')) return false;
  const { origin } = headers;
  return origin === undefined || URL.parse(origin)?.host === host;
}
