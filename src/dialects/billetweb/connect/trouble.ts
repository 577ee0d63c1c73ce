import { AnswerError } from '../../../contract/receive.ts';
import { TransportFault } from '../../../contract/transport.ts';
import { PeerTrouble, type TroubleKind } from '../../../hub/port.ts';
import { transport_troubles } from '../../transport-trouble.ts';

/** BilletWeb's words for a failure: its code, and what it says beside. */
interface Words {
  readonly error: unknown;
  readonly description?: unknown;
}

const words_chars_max = 300;
const limited = /rate.?limit|too many|trop d.appels/i;
const unknown_caller =
  /unauthori[sz]ed|authenti|credential|forbidden|access.?denied|(invalid|wrong|unknown|expired|bad).{0,12}(key|user|login|token)|(key|clé|user|identifiant).{0,30}(invalid|incorrect|wrong|expired|expir|unknown|absent)/i;

/** Whether BilletWeb itself said no, in its own words. */
export const isAnswer = (error: unknown): error is AnswerError => error instanceof AnswerError;

/** What BilletWeb said, in one line. */
export function wordsOf(error: AnswerError): string {
  const { error: code, description } = error.told.body as Words;
  return [code, description]
    .filter((part) => typeof part === 'string' && part !== '')
    .map(String)
    .join(': ')
    .slice(0, words_chars_max);
}

/** Everything that a call may throw, told in the hub's words. Errors of our own stay what they are. */
export function troubleOf(error: unknown): unknown {
  if (isAnswer(error)) return troubleOfAnswer(error);
  if (!(error instanceof TransportFault)) return error;
  const { status, kind, message } = error;
  const told = (trouble: TroubleKind) => new PeerTrouble(trouble, `BilletWeb: ${message}`, { cause: error });
  if (status === 401 || status === 403) return told('credentials');
  if (status === 429) return told('limited');
  if (status !== undefined && status >= 500) return told('unavailable');
  return told(transport_troubles[kind]);
}

function troubleOfAnswer(error: AnswerError): PeerTrouble {
  const { status } = error.told;
  const words = wordsOf(error);
  const message = `BilletWeb refused: ${words === '' ? 'it did not say why' : words}`;
  const is = (kind: TroubleKind) => new PeerTrouble(kind, message, { cause: error, words });
  if (status === 429 || limited.test(words)) return is('limited');
  if (status === 401 || status === 403 || unknown_caller.test(words)) return is('credentials');
  return is('refused');
}
