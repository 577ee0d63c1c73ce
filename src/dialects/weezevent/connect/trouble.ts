import { AnswerError } from '../../../contract/receive.ts';
import { TransportFault } from '../../../contract/transport.ts';
import { PeerTrouble, type TroubleKind } from '../../../hub/port.ts';
import { transport_troubles } from '../../transport-trouble.ts';

const words_chars_max = 300;

/** What Weezevent said, in one line; `{"error": {"message"}}` as a rule. */
function wordsOf(body: unknown): string {
  const { error } = body as { error?: unknown };
  const message = typeof error === 'object' && error !== null && 'message' in error ? error.message : error;
  return typeof message === 'string' ? message.slice(0, words_chars_max) : '';
}

const isAnswer = (error: unknown): error is AnswerError => error instanceof AnswerError;

/** The status of a failure that Weezevent itself has told; undefined for all others. */
export function statusOf(error: unknown): number | undefined {
  return isAnswer(error) ? error.told.status : undefined;
}

/** Everything that a call may throw, told in the hub's words. Errors of our own stay what they are. */
export function troubleOf(error: unknown, of: 'login' | 'call'): unknown {
  if (isAnswer(error)) {
    const { status, body } = error.told;
    const words = wordsOf(body);
    const said = `Weezevent answers ${status}: ${words === '' ? 'it did not say why' : words}`;
    return new PeerTrouble(kindOf(status, of), said, { cause: error, words });
  }
  if (!(error instanceof TransportFault)) return error;
  const { status, kind, message } = error;
  const known = status === undefined || status < 300 ? transport_troubles[kind] : kindOf(status, of);
  // an answer that is none of Weezevent's own says nothing but its status
  const told = kind === 'status' ? `Weezevent answers ${status}` : `Weezevent: ${message}`;
  return new PeerTrouble(known, told, { cause: error });
}

function kindOf(status: number, of: 'login' | 'call'): TroubleKind {
  if (status === 401 || status === 403) return 'credentials';
  if (status === 429) return 'limited';
  if (status >= 500) return 'unavailable';
  // a login is refused with whatever status
  return of === 'login' ? 'credentials' : 'refused';
}
