import table from 'virtual:endpoints';
import type { AnswerOf, CallInput } from '../../src/contract/endpoint.ts';
import type { api } from '../../src/api/contract.ts';
import { ApiProblem, ApiUnreachable, problemIn } from './problem.ts';
import { requestOf } from './request.ts';

type Endpoints = (typeof api)['endpoints'];
export type EndpointName = keyof Endpoints;
export type Input<N extends EndpointName> = CallInput<Endpoints[N]>;
export type Answer<N extends EndpointName> = AnswerOf<Endpoints[N]>;

const timeout_ms = 30_000;

/** Told when the office no longer knows who calls. */
let onSignedOut = (): void => {};
export function whenSignedOut(told: () => void): void {
  onSignedOut = told;
}

/** The organizer that calls are about; undefined: the only one that is reached. */
let organizer_id: number | undefined;
export function setOrganizer(id: number | undefined): void {
  organizer_id = id;
}

/** The token of a device that was joined; people are known by their cookie. */
let bearer: string | undefined;
export function setBearer(token: string | undefined): void {
  bearer = token;
}

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** of a write; made up unless given. Send the same again when it is not known whether a write was carried out. */
  readonly idempotency_key?: string;
}

/**
 * Calls an endpoint of `/api` by its name in the contract. Throws `ApiProblem` for an answer that says what is wrong,
 * `ApiUnreachable` for all others.
 */
export async function call<N extends EndpointName>(
  name: N,
  input: Input<N>,
  options: CallOptions = {},
): Promise<Answer<N>> {
  const address = table[name];
  if (address === undefined) throw new Error(`${name} is no endpoint of the API`);
  const { url, init } = requestOf(address, input, {
    organizer_id,
    idempotency_key: options.idempotency_key,
    bearer,
  });
  const { response, body } = await exchange(url, init, options.signal);
  if (response.ok) return body as Answer<N>;
  const problem = problemIn(body);
  if (problem === undefined) throw new ApiUnreachable(`status ${response.status}`);
  if (problem.code === 'unauthenticated') onSignedOut();
  throw new ApiProblem(problem);
}

/** Opens an answer that goes on, such as live events. Throws `ApiUnreachable` for any answer but that. */
export async function openStream(
  name: EndpointName,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  const address = table[name];
  if (address === undefined) throw new Error(`${name} is no endpoint of the API`);
  const { url, init } = requestOf(address, {}, { organizer_id, idempotency_key: undefined, bearer });
  const { ok, status, body } = await fetch(url, { ...init, signal });
  if (!ok || body === null) throw new ApiUnreachable(`status ${status}`);
  return body;
}

async function exchange(
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<{ response: Response; body: unknown }> {
  const late = AbortSignal.timeout(timeout_ms);
  try {
    const response = await fetch(url, {
      ...init,
      signal: signal === undefined ? late : AbortSignal.any([signal, late]),
    });
    const text = await response.text();
    // a file, such as CSV, is text as it is
    const json = (response.headers.get('content-type') ?? '').includes('json');
    if (text === '') return { response, body: undefined };
    return { response, body: json ? (JSON.parse(text) as unknown) : text };
  } catch (error) {
    // who asked does not want the answer any more
    if (signal?.aborted === true) throw error;
    throw new ApiUnreachable(error);
  }
}
