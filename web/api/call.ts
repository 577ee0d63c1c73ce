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
/** of a file, which may be a list of any length */
const file_timeout_ms = 600_000;

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
  const { response, content: text } = await exchange(name, input, options, (answer) => answer.text());
  if (!response.ok) throw troubleIn(response, text);
  if (text === '') return undefined as Answer<N>;
  // what is not JSON is text as it is
  return (isJson(response) ? JSON.parse(text) : text) as Answer<N>;
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

/** Endpoints whose answer is a file. */
type FileName = {
  [N in EndpointName]: Uint8Array extends Answer<N> ? N : never;
}[EndpointName];

/** Calls an endpoint whose answer is a file and hands it to the browser, under the name that the office gives it. */
export async function takeFile<N extends FileName>(name: N, input: Input<N>): Promise<void> {
  const { response, content } = await exchange(name, input, { late_ms: file_timeout_ms }, (answer) =>
    answer.blob(),
  );
  if (!response.ok) throw troubleIn(response, await content.text());
  const told = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '');
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = told?.[1] ?? name;
  link.click();
  URL.revokeObjectURL(url);
}

interface Exchanged<T> {
  readonly response: Response;
  readonly content: T;
}

/** Throws `ApiUnreachable` where no whole answer comes. */
async function exchange<N extends EndpointName, T>(
  name: N,
  input: Input<N>,
  { signal, idempotency_key, late_ms = timeout_ms }: CallOptions & { readonly late_ms?: number },
  read: (response: Response) => Promise<T>,
): Promise<Exchanged<T>> {
  const address = table[name];
  if (address === undefined) throw new Error(`${name} is no endpoint of the API`);
  const { url, init } = requestOf(address, input, { organizer_id, idempotency_key, bearer });
  const late = AbortSignal.timeout(late_ms);
  try {
    const response = await fetch(url, {
      ...init,
      signal: signal === undefined ? late : AbortSignal.any([signal, late]),
    });
    return { response, content: await read(response) };
  } catch (error) {
    // who asked does not want the answer any more
    if (signal?.aborted === true) throw error;
    throw new ApiUnreachable(error);
  }
}

const isJson = (response: Response): boolean => (response.headers.get('content-type') ?? '').includes('json');

/** What an answer that is none says is wrong. */
function troubleIn(response: Response, text: string): Error {
  const problem = isJson(response) && text !== '' ? problemIn(JSON.parse(text)) : undefined;
  if (problem === undefined) return new ApiUnreachable(`status ${response.status}`);
  if (problem.code === 'unauthenticated') onSignedOut();
  return new ApiProblem(problem);
}
