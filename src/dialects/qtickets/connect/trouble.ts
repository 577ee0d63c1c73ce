import { AnswerError } from '../../../contract/receive.ts';
import { TransportFault } from '../../../contract/transport.ts';
import { PeerTrouble, type TroubleKind } from '../../../hub/port.ts';
import { transport_troubles } from '../../transport-trouble.ts';

/** What the vendor, or the way to it, had against a call. Errors of our own stay what they are. */
export function troubleOf(error: unknown): unknown {
  if (error instanceof AnswerError) {
    const { status, body } = error.told as { status: number; body: { error?: string; code?: string | null } };
    const said = `Qtickets answers ${status}: ${body.error ?? ''} (${body.code ?? 'no code'})`;
    return new PeerTrouble(kindOf(status, body.code), said, { cause: error, words: body.error ?? '' });
  }
  if (!(error instanceof TransportFault)) return error;
  const { status, kind, message } = error;
  const known = status === undefined || status < 300 ? transport_troubles[kind] : kindOf(status);
  return new PeerTrouble(known, `Qtickets: ${message}`, { cause: error });
}

/** By its status, whatever stands around it (qtickets-api.txt, "Обработка ошибок"); a code of 403 may name another reason. */
function kindOf(status: number, code?: string | null): TroubleKind {
  if (status === 401) return 'credentials';
  if (status === 403)
    return (code ?? 'WRONG_AUTHORIZATION') === 'WRONG_AUTHORIZATION' ? 'credentials' : 'refused';
  if (status === 429) return 'limited';
  return status >= 500 ? 'unavailable' : 'refused';
}
