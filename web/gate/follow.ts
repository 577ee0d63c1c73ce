import { EventSourceParserStream } from 'eventsource-parser/stream';
import { openStream } from '../api/call.ts';

interface Following {
  readonly signal: AbortSignal;
  /** these tickets were scanned somewhere */
  readonly scanned: (ticket_ids: readonly number[]) => Promise<void>;
  /** the office could not be followed for a while: what it told meanwhile is not known */
  readonly missed: () => Promise<void>;
}

const again_after_ms = 2_000;
/** the office says something every fifteen seconds; a connection that is silent for longer is gone */
const silent_ms_max = 25_000;
const ids_at_once = 200;

/** Follows the live events of the office until the signal says otherwise. Never throws. */
export async function followScans(following: Following): Promise<void> {
  const { signal, missed } = following;
  while (!signal.aborted) {
    if (navigator.onLine) {
      await followOnce(following).catch(() => undefined);
      if (!signal.aborted) await missed();
    }
    await pause(again_after_ms, signal);
  }
}

/** One connection, until it ends. A browser's own `EventSource` sends no token. */
async function followOnce({ signal, scanned, missed }: Following): Promise<void> {
  const silent = new AbortController();
  const body = await openStream('live', AbortSignal.any([signal, silent.signal]));
  let timer = setTimeout(() => silent.abort(), silent_ms_max);
  const heard = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (chunk, out) => {
      clearTimeout(timer);
      timer = setTimeout(() => silent.abort(), silent_ms_max);
      out.enqueue(chunk);
    },
  });
  const events = body.pipeThrough(heard).pipeThrough(new TextDecoderStream());
  const reader = events.pipeThrough(new EventSourceParserStream()).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value.event === 'reset') await missed();
      if (value.event === 'scans') await tell(scanned, missed, value.data);
    }
  } finally {
    clearTimeout(timer);
  }
}

interface ToldScans {
  readonly items: readonly { readonly ticket_id: number | null; readonly outcome: string }[];
  /** that were not told one by one */
  readonly more: number;
}

async function tell(scanned: Following['scanned'], missed: Following['missed'], data: string): Promise<void> {
  const { items, more } = JSON.parse(data) as ToldScans;
  const passed = items.filter(({ outcome }) => outcome === 'admitted' || outcome === 'reported');
  const ids = [...new Set(passed.flatMap(({ ticket_id }) => ticket_id ?? []))];
  if (more > 0) return missed();
  for (let from = 0; from < ids.length; from += ids_at_once)
    await scanned(ids.slice(from, from + ids_at_once));
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });
}
