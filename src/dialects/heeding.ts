import { waitAsked } from '../contract/asked-wait.ts';
import type { IncomingAnswer, OutgoingRequest } from '../contract/transport.ts';

/** What of an open connection of the hub it takes. */
interface Heeding {
  readonly now: () => number;
  readonly turn: () => Promise<void>;
  readonly asked_to_wait: (wait_ms: number) => Promise<boolean>;
}

/** calls of one request, where each is answered by a wish to wait */
const calls_max = 4;

/**
 * A transport that tells the hub when the other system asks not to be called for a while, and makes the call again where the
 * hub has waited for it: what was answered so was not carried out. Every connector calls through this.
 */
export function heeding<A extends Pick<IncomingAnswer, 'status' | 'headers'>>(
  send: (request: OutgoingRequest) => Promise<A>,
  { now, asked_to_wait, turn }: Heeding,
): (request: OutgoingRequest) => Promise<A> {
  return async (request) => {
    for (let calls = 1; ; calls += 1) {
      const answer = await send(request);
      const wait_ms = waitAsked(answer, now());
      if (wait_ms === undefined) return answer;
      const waits = await asked_to_wait(wait_ms);
      if (!waits || calls === calls_max) return answer;
      await turn();
    }
  };
}
