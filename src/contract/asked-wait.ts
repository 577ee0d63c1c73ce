import type { IncomingAnswer } from './transport.ts';

/** Delays are told in seconds; a number this large is an instant, in seconds since 1970. */
const instant_s_min = 1_000_000_000;

type Answered = Pick<IncomingAnswer, 'status' | 'headers'>;

/**
 * How long a service asks not to be called, in ms; undefined where it does not ask. By RFC 9110 `Retry-After` says it in
 * seconds or as a date, with 429 and with 503; with 429, services that go by the older habit name the end of their window
 * instead. A date is held against the service's own clock where the answer tells it: ours may go wrong.
 */
export function waitAsked({ status, headers }: Answered, now: number): number | undefined {
  if (status !== 429 && status !== 503) return undefined;
  const by = parseDate(headerOf(headers, 'date')) ?? now;
  const wait =
    waitOf(headerOf(headers, 'retry-after'), by) ??
    (status === 429
      ? (waitOf(headerOf(headers, 'ratelimit-reset'), by) ??
        waitOf(headerOf(headers, 'x-ratelimit-reset'), by))
      : undefined);
  return wait !== undefined && wait > 0 ? wait : undefined;
}

function headerOf(headers: Answered['headers'], name: string): string | undefined {
  const value = headers[name];
  return (Array.isArray(value) ? value[0] : value)?.trim();
}

function waitOf(text: string | undefined, by: number): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,15}(\.\d{1,9})?$/.test(text)) {
    const date = parseDate(text);
    return date === undefined ? undefined : date - by;
  }
  const seconds = Number(text);
  return Math.ceil(seconds < instant_s_min ? seconds * 1000 : seconds * 1000 - by);
}

/** The date of HTTP, in any of its three forms (RFC 9110, 5.6.7); each is of UTC. */
function parseDate(text: string | undefined): number | undefined {
  if (text === undefined || !/^(Mon|Tues?|Wed(nes)?|Thu(rs)?|Fri|Sat(ur)?|Sun)(day)?,? /.test(text))
    return undefined;
  const at = Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
  return Number.isNaN(at) ? undefined : at;
}
