import { createClient } from '../../../contract/client.ts';
import { AnswerError } from '../../../contract/receive.ts';
import type { Transport } from '../../../contract/transport.ts';
import { PeerTrouble } from '../../../hub/port.ts';
import { odoo } from '../contract.ts';
import { digestOf } from '../wire.ts';
import { refusalOf, troubleOf, type CallOdoo } from './call.ts';

export interface CallerParts {
  readonly transport: Transport;
  readonly base_url: string;
  readonly database: string;
  readonly login: string;
  readonly key: string;
  readonly timeout_ms: number;
  /** awaited before each call that leaves */
  readonly turn: () => Promise<void>;
}

/** Numbers of users by who they are and where: a connection is opened anew for each batch, its user stays the same. */
export type UserNumbers = Map<string, Promise<number>>;

/** Calls over JSON-RPC; the user's number is asked for once, before the first call. */
export function callByJsonRpc(parts: CallerParts, users: UserNumbers = new Map()): CallOdoo {
  const { transport, base_url: baseUrl, timeout_ms, database, login, key, turn } = parts;
  const client = createClient(odoo, { transport, baseUrl, timeout_ms });
  let last_id = 0;
  const send = async (service: 'common' | 'object', method: string, args: unknown[]): Promise<unknown> => {
    await turn();
    last_id += 1;
    const params = { service, method, args };
    try {
      const answer = await client.jsonRpc({ body: { jsonrpc: '2.0', method: 'call', id: last_id, params } });
      // an error that is told otherwise than Odoo tells them must not pass for a success
      if ('error' in answer)
        throw new PeerTrouble('nonsense', "Odoo's answer holds an error of an unknown shape");
      return answer.result;
    } catch (error) {
      if (error instanceof AnswerError && 'error' in (error.told as { body: object }).body)
        throw refusalOf((error as AnswerError<Told>).told.body.error.data);
      throw troubleOf(error);
    }
  };
  const authenticate = async (): Promise<number> => {
    const uid = await send('common', 'authenticate', [database, login, key, {}]);
    if (uid === false) throw new PeerTrouble('credentials', 'Odoo does not know the login or its key');
    if (typeof uid !== 'number') throw new PeerTrouble('nonsense', 'Odoo gave no number for the user');
    return uid;
  };
  const who = digestOf(JSON.stringify([baseUrl, database, login, key]));
  const userNumber = (): Promise<number> => {
    const known = users.get(who);
    if (known !== undefined) return known;
    const asked = authenticate();
    users.set(who, asked);
    asked.catch(() => users.delete(who));
    return asked;
  };
  return async ({ model, method, ids, named = {}, context = {} }) => {
    const uid = await userNumber();
    const positions = ids === undefined ? [] : [ids];
    try {
      return await send('object', 'execute_kw', [
        ...[database, uid, key, model, method, positions],
        { ...named, context },
      ]);
    } catch (error) {
      if (error instanceof PeerTrouble && error.kind === 'credentials') users.delete(who);
      throw error;
    }
  };
}

interface Told {
  readonly status: number;
  readonly body: { readonly error: { readonly data: { readonly name: string; readonly message: string } } };
}
