import type { SecretSealer } from '../office/access/sealing.ts';
import { closePeriods } from '../office/counter/close-periods.ts';
import { forgetIdempotencyKeys } from '../office/access/idempotency.ts';
import { forgetSignInFailures } from '../office/access/sign-in.ts';
import { forgetUserSessions } from '../office/access/user-sessions.ts';
import { releaseDueAllotments } from '../office/catalogue/pool.ts';
import { forgetPageStarts } from '../office/filters/page-starts.ts';
import { sealLedger, startSealer } from '../office/ledger/seal.ts';
import { indexNext } from '../office/search/index-next.ts';
import { Rush } from './rush.ts';
import { tallyNext } from '../office/tallies/tally-all.ts';
import { expireHolds } from '../office/selling/expire.ts';
import { systemActor, type Store, type Tx } from '../store/transaction.ts';

/** What the office does by itself, again and again. Each turn is one short command. */
const choresOf = ({ sealer }: Parts, rush: Rush): readonly NamedChore[] => [
  {
    name: 'expired holds',
    every_ms: 500,
    batch: 100,
    run: (tx, limit) => expireHolds(tx, { orders_max: limit }),
  },
  {
    name: 'due allotments',
    every_ms: 5_000,
    batch: 100,
    run: (tx, limit) => releaseDueAllotments(tx, { limit }),
  },
  {
    name: 'idempotency keys',
    every_ms: 60_000,
    batch: 500,
    run: (tx, limit) => forgetIdempotencyKeys(tx, { limit }),
  },
  {
    name: 'sessions of users',
    every_ms: 60_000,
    batch: 500,
    run: (tx, limit) => forgetUserSessions(tx, { limit }),
  },
  {
    name: 'wrong passwords',
    every_ms: 60_000,
    batch: 500,
    run: (tx, limit) => forgetSignInFailures(tx, { limit }),
  },
  {
    name: 'pages of walks',
    every_ms: 60_000,
    batch: 500,
    run: (tx, limit) => forgetPageStarts(tx, { limit }),
  },
  {
    name: 'days of the counters',
    every_ms: 30_000,
    batch: 1,
    run: (tx, limit) => closePeriods(tx, { sealer, limit }),
  },
  {
    name: 'sums of sales and arrivals',
    every_ms: 1_000,
    batch: 300,
    run: tallies(rush),
  },
  {
    name: 'what people search for',
    every_ms: 1_000,
    batch: 200,
    run: searchTerms(rush),
  },
];

/** Takes up where it left; in a rush one batch a turn, and the rest later. */
function tallies(rush: Rush): NamedChore['run'] {
  let from = 0;
  return async (tx, limit) => {
    const { after, more } = await tallyNext(tx, { after: from, limit });
    from = after;
    return more && !rush.isOn() ? limit : 0;
  };
}

/** The same of what customers, orders and tickets are found by. */
function searchTerms(rush: Rush): NamedChore['run'] {
  return async (tx, limit) => {
    const taken = await indexNext(tx, { limit });
    return taken === limit && !rush.isOn() ? limit : 0;
  };
}

interface Parts {
  readonly store: Store;
  readonly sealer: SecretSealer;
}

interface NamedChore {
  readonly name: string;
  readonly every_ms: number;
  /** what one command does at most */
  readonly batch: number;
  readonly run: (tx: Tx, limit: number) => Promise<number>;
}

const seal_every_ms = 1_000;
const last_batches_max = 20;

export interface Background {
  /** Resolves once nothing runs any more. The store must still be open. */
  stop(): Promise<void>;
}

/** Starts the office's own work; `onError` hears of a turn that failed, and the next one tries again. */
export function startBackground(office: Parts, onError: (error: unknown, chore: string) => void): Background {
  const { store } = office;
  const stopping = new AbortController();
  const loops = choresOf(office, new Rush(store)).map((chore) =>
    repeat(store, chore, stopping.signal, onError),
  );
  const sealer = startSealer(store, {
    every_ms: seal_every_ms,
    onError: (error) => onError(error, 'ledger seal'),
  });
  return {
    async stop() {
      stopping.abort();
      await Promise.all([...loops.map((loop) => loop()), sealer.stop()]);
      await sealRest(store).catch((error: unknown) => onError(error, 'ledger seal'));
    },
  };
}

/** An office that closes leaves nothing unsealed, unless that would keep it from closing. */
async function sealRest(store: Store): Promise<void> {
  for (let batch = 0; batch < last_batches_max; batch += 1) {
    if ((await store.write(systemActor, (tx) => sealLedger(tx))) === 0) return;
  }
}

/** Runs the chore, sleeps, runs it again; a full batch is followed by the next at once. Gives a wait for its end. */
function repeat(
  store: Store,
  { name, every_ms, batch, run }: NamedChore,
  signal: AbortSignal,
  onError: (error: unknown, chore: string) => void,
): () => Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();
  const turn = async (): Promise<void> => {
    try {
      let done = batch;
      while (done >= batch && !signal.aborted) done = await store.write(systemActor, (tx) => run(tx, batch));
    } catch (error) {
      onError(error, name);
    }
    wait();
  };
  const wait = (): void => {
    if (signal.aborted) return;
    timer = setTimeout(() => {
      running = turn();
    }, every_ms);
    timer.unref();
  };
  wait();
  return async () => {
    clearTimeout(timer);
    await running;
  };
}
