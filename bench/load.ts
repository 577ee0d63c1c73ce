import autocannon from 'autocannon';

export const connections = 64;

export interface LoadRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** of each request anew, when it has to differ */
  readonly path: string | (() => string);
  readonly headers?: Record<string, string>;
  /** of each request anew, when it has to differ */
  readonly body?: string | (() => string);
}

export interface LoadResult {
  /** answers a second */
  readonly rate: number;
  readonly p99_ms: number;
  readonly answers: number;
}

/** For some seconds, or so many requests. */
export type LoadTime = number | { readonly requests: number };

/**
 * Requests over 64 connections. Anything but a 200 that `isGood` accepts ends the run: a rate of errors
 * is no rate.
 */
export async function load(
  url: string,
  request: LoadRequest,
  time: LoadTime,
  isGood?: (body: string) => boolean,
): Promise<LoadResult> {
  const { method, path, headers = {}, body } = request;
  const place = typeof path === 'string' ? path : 'a path';
  let bad: string | undefined;
  const started = performance.now();
  let answered = started;
  const result = await autocannon({
    url,
    connections,
    ...(typeof time === 'number' ? { duration: time } : { amount: time.requests }),
    requests: [
      {
        method,
        path: typeof path === 'string' ? path : '/',
        headers: method !== 'GET' ? { 'content-type': 'application/json', ...headers } : headers,
        ...(typeof body === 'string' ? { body } : {}),
        ...(typeof body === 'function' || typeof path === 'function'
          ? {
              setupRequest: (r) => ({
                ...r,
                ...(typeof body === 'function' ? { body: body() } : {}),
                ...(typeof path === 'function' ? { path: path() } : {}),
              }),
            }
          : {}),
        onResponse: (status, text) => {
          answered = performance.now();
          if (bad === undefined && (status !== 200 || isGood?.(text) === false)) bad = `${status} ${text}`;
        },
      },
    ],
  });
  if (bad !== undefined) throw new Error(`${method} ${place} answered ${bad.slice(0, 300)}`);
  if (result.errors > 0) throw new Error(`${method} ${place}: ${result.errors} connections failed`);
  // of so many requests, the tool sees only at its next tick, up to a second late, that the last was answered
  const took_s = typeof time === 'number' ? result.duration : (answered - started) / 1000;
  return {
    rate: result.requests.total / took_s,
    p99_ms: result.latency.p99,
    answers: result.requests.total,
  };
}
