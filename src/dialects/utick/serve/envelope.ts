import type { Office } from '../../../office/office.ts';
import type { Caller, Language, Manner } from './caller.ts';

export type Environment = 'test' | 'prod';

/** What an answer says before it is known who asks: `ping`, and what is refused. In the demo everything is a test. */
export function environmentOf({ settings }: Pick<Office, 'settings'>): Environment {
  return settings.sandbox === true ? 'test' : 'prod';
}

/** What stands around every answer (wire-notes.md, "uTick"). */
export interface Envelope<T> {
  readonly success: true;
  readonly response: T;
  readonly environment: Environment;
  readonly api_version: 1;
  readonly datetime: number;
  readonly cached: boolean;
  readonly status_code: number;
  readonly language: Language;
}

/** `cached` is always false: every answer is read from the store. */
export function enveloped<T>(
  response: T,
  manner: Pick<Manner, 'language' | 'environment'>,
  now: number,
): Envelope<T> {
  const { language, environment } = manner;
  return {
    success: true,
    response,
    environment,
    api_version: 1,
    datetime: now,
    cached: false,
    status_code: 200,
    language,
  };
}

export interface Paging {
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
  readonly entry_count?: number | undefined;
  readonly entry_start?: number | undefined;
}

const page_max = 200;

/** `limit` and `offset`, or `entry_count` and `entry_start`; more than 200 gives 200 (utick-api.txt, "Search for orders"). */
export function pageOf(paging: Paging): { limit: number; offset: number } {
  const limit = paging.limit ?? paging.entry_count ?? page_max;
  return { limit: Math.min(limit, page_max), offset: paging.offset ?? paging.entry_start ?? 0 };
}

/** A page out of a list that is short by nature: counters, ways to pay, the events of an organizer. */
export function pageIn<T>(rows: readonly T[], paging: Paging): T[] {
  const { limit, offset } = pageOf(paging);
  return rows.slice(offset, offset + limit);
}

export type Asking = Pick<Caller, 'organizer' | 'language'>;
