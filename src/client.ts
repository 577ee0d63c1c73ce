/**
 * The typed client of Guichet's own API, published as `guichet/client`: `openGuichet({ url, key })` has a method for each
 * endpoint, named as in `/api/openapi.json`. A call that the office refuses throws `AnswerError` (`problemOf` says which), one
 * that did not arrive `TransportFault`.
 */
import { api } from './api/contract.ts';
import { createClient, type Client } from './contract/client.ts';
import { AnswerError } from './contract/receive.ts';
import { undiciTransport, type Transport } from './contract/transport.ts';

export { AnswerError } from './contract/receive.ts';
export { TransportFault } from './contract/transport.ts';

export type Guichet = Client<typeof api>;

export interface GuichetOptions {
  /** of the office, with or without a final slash: `https://tickets.example.org` */
  readonly url: string;
  /** a key that `POST /api/keys` or `guichet keys issue api` made, or the token of a device */
  readonly key: string;
  /** which organizer, where the key reaches several */
  readonly organizer_id?: number;
  /** 30 s unless given */
  readonly timeout_ms?: number;
  /** what carries the requests; the network unless given */
  readonly transport?: Transport;
}

export function openGuichet(options: GuichetOptions): Guichet {
  const { url, key, organizer_id, timeout_ms, transport = undiciTransport() } = options;
  const headers: Record<string, string> = { authorization: `Bearer ${key}` };
  if (organizer_id !== undefined) headers['guichet-organizer'] = String(organizer_id);
  return createClient(api, {
    transport,
    baseUrl: `${url.replace(/\/+$/, '')}/api`,
    defaults: { headers },
    ...(timeout_ms === undefined ? {} : { timeout_ms }),
  });
}

/** A problem document's code (docs/errors.md) and words. */
export interface ToldProblem {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
}

/** What the office said of a call that it refused; undefined for an error of another kind. */
export function problemOf(error: unknown): ToldProblem | undefined {
  if (!(error instanceof AnswerError)) return undefined;
  const { status, body } = error.told as { status: number; body: ToldProblem };
  return { status, code: body.code, title: body.title, detail: body.detail };
}

interface ListPage<Item> {
  readonly items: readonly Item[];
  readonly next_cursor: string | null;
}

/** Every row of a list, page after page: `for await (const event of allOf((cursor) => guichet.list_events({ query: { cursor } })))`. */
export async function* allOf<Item>(
  page: (cursor: string | undefined) => Promise<ListPage<Item>>,
): AsyncGenerator<Item> {
  let cursor: string | undefined;
  do {
    const { items, next_cursor } = await page(cursor);
    yield* items;
    cursor = next_cursor ?? undefined;
  } while (cursor !== undefined);
}
