import { compileCheck } from '../../../contract/check.ts';
import { AnswerError } from '../../../contract/receive.ts';
import { TransportFault } from '../../../contract/transport.ts';
import { PeerTrouble } from '../../../hub/port.ts';
import type { TSchema, Static } from 'typebox';

/** One method of one model. Parameters go by their Python names, on JSON-RPC too, so that both ways take the same call. */
export interface OdooCall {
  readonly model: string;
  readonly method: string;
  /** the records that it is called on, where it is called on records */
  readonly ids?: readonly number[];
  readonly named?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
}

/** The transport: JSON-RPC or JSON-2. Throws `PeerTrouble`; what Odoo's own rules refuse is an `OdooRefusal`. */
export type CallOdoo = (call: OdooCall) => Promise<unknown>;

/** Odoo said no: the class of its error and its words. Nothing of the call was kept. */
export class OdooRefusal extends PeerTrouble {
  readonly python: string;

  constructor(python: string, message: string) {
    const words = firstLines(message);
    super('refused', `Odoo refused: ${words}`, { words });
    this.python = python;
  }
}

const words_chars_max = 300;
const firstLines = (message: string): string =>
  message.replaceAll(/\s+/g, ' ').trim().slice(0, words_chars_max) || 'it did not say why';

/** Errors of Odoo's own database that pass by themselves: two writers met. */
const passing =
  /^psycopg2\.(errors\.(SerializationFailure|DeadlockDetected|LockNotAvailable)|OperationalError|InterfaceError)$|^odoo\.exceptions\.(LockError|ConcurrencyError)$/;
const not_known = /AccessDenied$|^werkzeug\.exceptions\.Unauthorized$|SessionExpired/;

/** What an error of Odoo's server means for us. */
export function refusalOf({
  name,
  message,
}: {
  readonly name: string;
  readonly message: string;
}): PeerTrouble {
  if (not_known.test(name)) return new PeerTrouble('credentials', 'Odoo does not know the login or its key');
  if (/database .* does not exist/i.test(message))
    return new PeerTrouble('credentials', 'Odoo has no database of that name');
  if (passing.test(name)) return new PeerTrouble('unavailable', `Odoo was busy: ${firstLines(message)}`);
  return new OdooRefusal(name, message);
}

/** Everything that a call of the typed client may throw, told in the hub's words. */
export function troubleOf(error: unknown): unknown {
  if (error instanceof PeerTrouble) return error;
  if (error instanceof AnswerError) return error;
  if (!(error instanceof TransportFault)) return error;
  const { kind, message, status, cause } = error;
  if (status === 429) return new PeerTrouble('limited', 'Odoo takes no more calls for now', { cause });
  if (kind === 'malformed' || kind === 'shape')
    return new PeerTrouble('nonsense', `Odoo's answer: ${message}`, { cause });
  if (kind === 'status' && status !== undefined && status < 500)
    return new PeerTrouble('nonsense', `Odoo answered with status ${status}`, { cause });
  return new PeerTrouble('unavailable', `Odoo: ${message}`, { cause });
}

/** A value that fits, or `nonsense`. */
export function expectShape<S extends TSchema>(schema: S, what: string): (value: unknown) => Static<S> {
  const check = compileCheck(schema);
  return (value) => {
    if (check.fits(value)) return value as Static<S>;
    const { path, message } = check.explain(value);
    throw new PeerTrouble('nonsense', `${what}: ${path === '' ? 'the answer' : path} ${message}`);
  };
}
