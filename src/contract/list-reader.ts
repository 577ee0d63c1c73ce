import { compileSend, type ClientOptions } from './client.ts';
import { utc } from './codec.ts';
import type { Contract } from './contract.ts';
import type { AnswerOf, CallInput, Endpoint } from './endpoint.ts';
import { ListSplit } from './list-split.ts';
import { compileReceive } from './receive.ts';
import { TransportFault, type StreamedAnswer, type StreamTransport } from './transport.ts';

type Items<E extends Endpoint> = AnswerOf<E> extends readonly (infer Item)[] ? Item[] : never;

export interface ListReaderOptions extends Omit<ClientOptions, 'transport' | 'answer_limit_bytes'> {
  readonly stream: StreamTransport;
}

const item_bytes_max = 1_048_576;
/** what an answer that is no list may be */
const refusal_bytes_max = 1_048_576;

/**
 * Reads a long list as it comes, part by part: of a list of millions no more than a part is in memory, and nobody waits while
 * it is parsed. Gives the items that each part made whole, checked and decoded as the contract says. Failures are those of the
 * typed client, whenever they come: items that came before stand.
 */
export function createListReader<C extends Contract, Name extends keyof C['endpoints'] & string>(
  contract: C,
  name: Name,
  options: ListReaderOptions,
): (input?: CallInput<C['endpoints'][Name]>) => AsyncGenerator<Items<C['endpoints'][Name]>> {
  const one = contract.endpoints[name] as Endpoint;
  const send = compileSend(one);
  const receive = compileReceive(name, contract, one);
  const context = options.context ?? utc;
  return async function* read(input) {
    const { defaults, baseUrl, stream, timeout_ms = 30_000 } = options;
    const given = typeof defaults === 'function' ? await defaults() : (defaults ?? {});
    const sent = send(input ?? {}, given, context);
    const answer = await stream({
      method: one.method,
      url: baseUrl + sent.target,
      headers: sent.headers,
      body: sent.body,
      timeout_ms,
      limit_bytes: Number.MAX_SAFE_INTEGER,
    });
    for await (const body of listsOf(answer)) {
      yield receive({ ...answer, body }, context) as Items<C['endpoints'][Name]>;
    }
  };
}

/** Lists of the items, part by part; an answer that is no list is handed on as a whole, to be read for what it is. */
async function* listsOf(answer: StreamedAnswer): AsyncGenerator<Buffer> {
  const { status } = answer;
  const split = new ListSplit(item_bytes_max);
  const whole: Buffer[] = [];
  let size = 0;
  for await (const part of answer.body) {
    const list = status === 200 ? splitOf(split, part) : undefined;
    if (list !== undefined) yield list;
    if (split.state === 'inside' || split.state === 'after') continue;
    size += part.length;
    if (size > refusal_bytes_max) throw new TransportFault('too_large', 'The answer is too long', { status });
    whole.push(part);
  }
  if (split.state === 'inside') throw new TransportFault('truncated', 'The answer broke off', { status });
  if (split.state !== 'after') yield Buffer.concat(whole, size);
}

function splitOf(split: ListSplit, part: Buffer): Buffer | undefined {
  try {
    return split.push(part);
  } catch (error) {
    throw new TransportFault('too_large', 'An item of the list is too long', { cause: error });
  }
}
