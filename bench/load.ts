import autocannon from 'autocannon';

export const connections = 64;

export interface LoadRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
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

/**
 * Requests over 64 connections for some seconds. Anything but a 200 that `isGood` accepts ends the run: a rate of errors
 * is no rate.
 */
export async function load(
  url: string,
  request: LoadRequest,
  seconds: number,
  isGood?: (body: string) => boolean,
): Promise<LoadResult> {
  const { method, path, headers = {}, body } = request;
  let bad: string | undefined;
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [
      {
        method,
        path,
        headers: method === 'POST' ? { 'content-type': 'application/json', ...headers } : headers,
        ...(typeof body === 'string' ? { body } : {}),
        ...(typeof body === 'function' ? { setupRequest: (r) => ({ ...r, body: body() }) } : {}),
        onResponse: (status, text) => {
          if (bad === undefined && (status !== 200 || isGood?.(text) === false)) bad = `${status} ${text}`;
        },
      },
    ],
  });
  if (bad !== undefined) throw new Error(`${method} ${path} answered ${bad.slice(0, 300)}`);
  if (result.errors > 0) throw new Error(`${method} ${path}: ${result.errors} connections failed`);
  return {
    rate: result.requests.total / result.duration,
    p99_ms: result.latency.p99,
    answers: result.requests.total,
  };
}
