/**
 * Opens the page of the gate, or of the till, without a network. The build makes one of it for each of the two: the page's address
 * stands in place of `FACE_INDEX`, its files in place of `FACE_FILES`, and a digest of them in place of `FACE_BUILD`; a build that
 * differs in one of them is another worker, which browsers fetch by themselves.
 */
declare const FACE_INDEX: string;
declare const FACE_FILES: readonly string[];
declare const FACE_BUILD: string;

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
const index = FACE_INDEX;
const files = FACE_FILES;
const cache_name = `${index} ${FACE_BUILD}`;
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
  await Promise.all(names.filter(isOlder).map((name) => caches.delete(name)));
}

/** What another face keeps is none of ours. */
function isOlder(name: string): boolean {
  return name.startsWith(`${index} `) && name !== cache_name;
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
