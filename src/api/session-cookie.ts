import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyRequest } from 'fastify';

const cookie_name = 'guichet_session';

/** The session's token that the browser sent. */
export function sessionToken({ headers }: FastifyRequest): string | undefined {
  const { cookie } = headers;
  if (cookie === undefined || !cookie.includes(cookie_name)) return undefined;
  const token = parseCookie(cookie)[cookie_name];
  return token === undefined || token === '' ? undefined : token;
}

/** The header that gives the browser its session; `life_ms` 0 takes it back. */
export function sessionCookie(
  request: FastifyRequest,
  token: string,
  life_ms: number,
): { 'set-cookie': string } {
  const text = stringifySetCookie(cookie_name, token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: !isLoopbackName(request.host),
    path: '/',
    maxAge: Math.floor(life_ms / 1000),
  });
  return { 'set-cookie': text };
}

/** A browser takes this machine for safe without TLS, and nothing else. */
function isLoopbackName(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[|\]$/g, '');
  return /^(127(\.\d+){3}|::1|localhost|[a-z0-9-]+\.localhost)$/i.test(name);
}
