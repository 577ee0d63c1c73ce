/**
 * Opens the gate's page without a network. The build puts the page's files in place of `GATE_FILES`, and a digest of them in place of `GATE_BUILD`; a build that differs
 * in one of them is another worker, which browsers fetch by themselves.
 */
declare const GATE_FILES: readonly string[];
declare const GATE_BUILD: string;

interface WorkerEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface FetchEvent extends WorkerEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface WorkerScope extends EventTarget {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
}

const scope = globalThis as unknown as WorkerScope;
const index = '/gate/';
const files = GATE_FILES;
const cache_name = `gate ${GATE_BUILD}`;
/** a network that is there and does not answer is none */
const index_within_ms = 3_000;

scope.addEventListener('install', (event) => {
  (event as WorkerEvent).waitUntil(
    caches
      .open(cache_name)
      .then((cache) => cache.addAll([index, ...files]))
      .then(() => scope.skipWaiting()),
  );
});

scope.addEventListener('activate', (event) => {
  (event as WorkerEvent).waitUntil(forgetOthers().then(() => scope.clients.claim()));
});

async function forgetOthers(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== cache_name).map((name) => caches.delete(name)));
}

scope.addEventListener('fetch', (event) => {
  const { request, respondWith } = event as FetchEvent;
  if (request.method !== 'GET') return;
  const answer = respondWith.bind(event);
  if (request.mode === 'navigate') answer(indexOf(request));
  else if (files.includes(new URL(request.url).pathname)) answer(fileOf(request));
});

async function indexOf(request: Request): Promise<Response> {
  try {
    return await fetch(request.url, { signal: AbortSignal.timeout(index_within_ms) });
  } catch (error) {
    const kept = await caches.match(index);
    if (kept === undefined) throw error;
    return kept;
  }
}

async function fileOf(request: Request): Promise<Response> {
  return (await caches.match(new URL(request.url).pathname)) ?? fetch(request);
}
