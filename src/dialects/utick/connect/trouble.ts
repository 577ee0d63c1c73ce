import { AnswerError } from '../../../contract/receive.ts';
import { TransportFault, type IncomingAnswer, type Transport } from '../../../contract/transport.ts';
import { PeerTrouble, type TroubleKind } from '../../../hub/port.ts';
import { transport_troubles } from '../../transport-trouble.ts';

/** What the vendor, or the way to it, had against a call. Errors of our own stay what they are. */
export function troubleOf(error: unknown): unknown {
  if (error instanceof AnswerError) {
    const { status, body } = error.told as {
      status: number;
      body: { error?: { code?: number; message?: string } };
    };
    const said = `uTick answers ${status}: ${body.error?.message ?? ''} (${body.error?.code ?? 'no code'})`;
    return new PeerTrouble(kindOf(status), said, { cause: error, words: body.error?.message ?? '' });
  }
  if (!(error instanceof TransportFault)) return error;
  const { status, kind, message } = error;
  const known = status === undefined || status < 300 ? transport_troubles[kind] : kindOf(status);
  return new PeerTrouble(known, `uTick: ${message}`, { cause: error });
}

function kindOf(status: number): TroubleKind {
  if (status === 401 || status === 403) return 'credentials';
  if (status === 429) return 'limited';
  return status >= 500 ? 'unavailable' : 'refused';
}

const failure_bytes_max = 16_384;

/**
 * uTick's clients go by `success` and by the `status_code` inside (wire-notes.md, "uTick"), so that a failure may well come
 * with status 200: it is given the status that it names.
 */
export function byOwnStatus(transport: Transport): Transport {
  return async (sent) => {
    const answer = await transport(sent);
    const status = statusInside(answer);
    return status === undefined ? answer : { ...answer, status };
  };
}

interface Failure {
  readonly success?: unknown;
  readonly status_code?: unknown;
  readonly error?: { readonly code?: unknown } | null;
}

function statusInside({ status, body }: IncomingAnswer): number | undefined {
  if (status >= 300 || body.length > failure_bytes_max) return undefined;
  const text = body.toString('utf8');
  if (!/"success"\s*:\s*false/.test(text)) return undefined;
  let told: Failure | null;
  try {
    told = JSON.parse(text) as Failure | null;
  } catch {
    return undefined;
  }
  if (told?.success !== false) return undefined;
  const named = [told.status_code, told.error?.code].find(
    (code): code is number => typeof code === 'number' && code >= 400 && code < 600,
  );
  return named ?? 400;
}
