import {
  keepPreviousData,
  QueryClient,
  useInfiniteQuery,
  useMutation,
  useQuery,
  type InfiniteData,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
} from '@tanstack/react-query';
import { useRef } from 'react';
import { call, type Answer, type EndpointName, type Input } from './call.ts';
import { useIsLive } from './live-state.ts';
import { ApiUnreachable } from './problem.ts';
import { newKey } from './request.ts';
import { keepUnsure, keptUnsure, type Unsure } from './unsure.ts';

/** what two parts of a page ask at once is asked once; a page that is come back to is shown as it was, and asked anew */
const fresh_ms = 1_000;
const tries_max = 2;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: fresh_ms,
      // a problem document says the same the second time; a lost connection may be back
      retry: (failures, error) => error instanceof ApiUnreachable && failures < tries_max,
    },
    // a write that waited for the network by itself would be done when nobody looks any more: it is refused at once instead
    mutations: { retry: false, networkMode: 'always' },
  },
});

/**
 * What was asked under these names is asked again: at once where it is looked at, and where it is not, its next page waits
 * for the answer rather than show for a moment what is no more.
 */
export async function forget(...names: readonly EndpointName[]): Promise<void> {
  for (const name of names) queryClient.removeQueries({ queryKey: [name], type: 'inactive' });
  await Promise.all(names.map((name) => queryClient.invalidateQueries({ queryKey: [name] })));
}

interface AskOptions<A> {
  readonly enabled?: boolean;
  /** how often it is asked again, as long as the page is looked at; may depend on the answer */
  readonly every_ms?: number | ((answer: A | undefined) => number | undefined);
  /** live events tell of it as well: while they come, it is asked for seldom */
  readonly told?: boolean;
  /** what was read before stands until what is asked now is there */
  readonly keep?: boolean;
}

/** for what no event tells of, such as a day that is over */
const told_every_ms = 30_000;

function everyMs<A>(
  { every_ms, told = false }: AskOptions<A>,
  answer: A | undefined,
  live: boolean,
): number | false {
  const ms = typeof every_ms === 'function' ? every_ms(answer) : every_ms;
  if (ms === undefined) return false;
  return told && live ? Math.max(ms, told_every_ms) : ms;
}

/** Reads through an endpoint: `useAsk('me', {})`. */
export function useAsk<N extends EndpointName>(
  name: N,
  input: Input<N>,
  options: AskOptions<Answer<N>> = {},
): UseQueryResult<Answer<N>> {
  const live = useIsLive();
  return useQuery({
    queryKey: [name, input],
    queryFn: ({ signal }) => call(name, input, { signal }),
    enabled: options.enabled ?? true,
    refetchInterval: ({ state }) => everyMs(options, state.data, live),
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  });
}

/** who has leafed that far reads what was, and is not pulled back by what is new */
const fresh_pages_max = 3;

/** Whether so many pages of a list are read that it is not read again by itself. */
export function isDeep(data: unknown): boolean {
  if (typeof data !== 'object' || data === null || !('pages' in data)) return false;
  return Array.isArray(data.pages) && data.pages.length > fresh_pages_max;
}

interface PageOf<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

/** Endpoints that answer lists. */
export type ListName = {
  [N in EndpointName]: Answer<N> extends PageOf<unknown> ? N : never;
}[EndpointName];
export type ItemOf<N extends ListName> = Answer<N> extends PageOf<infer T> ? T : never;
export type Listed<T> = UseInfiniteQueryResult<InfiniteData<PageOf<T>, string | undefined>>;

/** Reads a list page by page; `DataList` shows it and asks for more. */
export function useList<N extends ListName>(
  name: N,
  input: Input<N>,
  options: { readonly every_ms?: number; readonly told?: boolean } = {},
): Listed<ItemOf<N>> {
  const live = useIsLive();
  return useInfiniteQuery({
    // pages are kept apart from what `useAsk` reads by the same input: the two have different shapes
    queryKey: [name, input, 'pages'],
    queryFn: ({ signal, pageParam }) => {
      const { query } = input as { readonly query?: Readonly<Record<string, unknown>> };
      const asked = { ...input, query: { ...query, cursor: pageParam } } as Input<N>;
      return call(name, asked, { signal });
    },
    refetchInterval: ({ state }) => (isDeep(state.data) ? false : everyMs(options, undefined, live)),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next_cursor ?? undefined,
  });
}

/** what a choice or a grid holds at most; a list of an event that is longer is leafed through */
const all_pages_max = 25;
const page_rows = 200;

interface All<T> {
  readonly items: readonly T[];
  /** false: there are more than so many pages */
  readonly complete: boolean;
}

/** Reads a list whole, page after page: for what is chosen from, or named. */
export function useAll<N extends ListName>(
  name: N,
  input: Input<N>,
  options: { readonly enabled?: boolean; readonly keep?: boolean } = {},
): UseQueryResult<All<ItemOf<N>>> {
  return useQuery({
    queryKey: [name, input, 'all'],
    queryFn: ({ signal }) => readAll(name, input, signal),
    enabled: options.enabled ?? true,
    ...(options.keep === true ? { placeholderData: keepPreviousData } : {}),
  });
}

async function readAll<N extends ListName>(
  name: N,
  input: Input<N>,
  signal: AbortSignal,
): Promise<All<ItemOf<N>>> {
  const { query } = input as { readonly query?: Readonly<Record<string, unknown>> };
  const items: ItemOf<N>[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < all_pages_max; page += 1) {
    const asked = { ...input, query: { ...query, limit: page_rows, cursor } } as Input<N>;
    const answer = (await call(name, asked, { signal })) as PageOf<ItemOf<N>>;
    items.push(...answer.items);
    if (answer.next_cursor === null) return { items, complete: true };
    cursor = answer.next_cursor;
  }
  return { items, complete: false };
}

interface WriteOptions {
  readonly changes?: readonly EndpointName[];
  /**
   * the write is kept under this name in the session of the tab, through loading the page again; who asked forgets it
   * (`keepUnsure`) once what was answered is kept, and a refusal does
   */
  readonly kept_as?: string;
}

/**
 * Writes through an endpoint; what was read through those named in `changes` is read again. When the answer of a write
 * is lost, trying again with the same input sends the same idempotency key, so that it is done once.
 */
export function useWrite<N extends EndpointName>(
  name: N,
  { changes = [], kept_as }: WriteOptions = {},
): UseMutationResult<Answer<N>, Error, Input<N>> {
  const unsure = useRef<Unsure>(undefined);
  const keep = (write: Unsure | undefined): void => {
    unsure.current = write;
    if (kept_as !== undefined) keepUnsure(kept_as, write);
  };
  return useMutation({
    mutationFn: async (input: Input<N>) => {
      const text = JSON.stringify(input);
      // what is kept in the session others may have settled since
      const before = kept_as === undefined ? unsure.current : keptUnsure(kept_as);
      const idempotency_key = before?.text === text ? before.idempotency_key : newKey();
      keep({ text, idempotency_key });
      // without any network nothing leaves: what failed then was not done, and is not asked for again
      const leaves = navigator.onLine;
      try {
        const answer = await call(name, input, { idempotency_key });
        unsure.current = undefined;
        return answer;
      } catch (error) {
        if (!(error instanceof ApiUnreachable)) keep(undefined);
        else if (!leaves) keep(before?.text === text ? before : undefined);
        throw error;
      }
    },
    onSuccess: () => forget(...changes),
  });
}
