/** The parts of a call, as the contract declares them. */
export interface Parts {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
}

export interface Marks {
  readonly organizer_id: number | undefined;
  readonly idempotency_key: string | undefined;
  /** of a device; people have a cookie */
  readonly bearer?: string | undefined;
}

/** What `fetch` takes for a call: path and query filled in, the headers that the office asks of its own pages. */
export function requestOf(
  [method, path]: readonly [method: string, path: string],
  parts: Parts,
  { organizer_id, idempotency_key, bearer }: Marks,
): { readonly url: string; readonly init: RequestInit } {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(textOf(parts.params?.[name])),
  );
  const headers: Record<string, string> = { accept: 'application/json' };
  if (organizer_id !== undefined) headers['guichet-organizer'] = String(organizer_id);
  if (bearer !== undefined) headers['authorization'] = `Bearer ${bearer}`;
  if (method !== 'GET') {
    headers['guichet-csrf'] = '1';
    headers['idempotency-key'] = idempotency_key ?? newKey();
  }
  for (const [name, value] of Object.entries(parts.headers ?? {}))
    if (value !== undefined) headers[name] = textOf(value);
  if (parts.body !== undefined) headers['content-type'] = 'application/json';
  return {
    url: filled + queryOf(parts.query),
    init: {
      method,
      headers,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(parts.body === undefined ? {} : { body: JSON.stringify(parts.body) }),
    },
  };
}

/** Lists and objects go as JSON text, which the office reads where it declares one. */
function queryOf(query: Readonly<Record<string, unknown>> = {}): string {
  const text = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, textOf(value)]),
  ).toString();
  return text === '' ? '' : `?${text}`;
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return value === undefined ? '' : JSON.stringify(value);
}

/** 128 random bits. `crypto.randomUUID` is missing where a page comes over plain HTTP, as it may in a local network. */
export function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('');
}
