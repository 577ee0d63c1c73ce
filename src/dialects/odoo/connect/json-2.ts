import { createClient } from '../../../contract/client.ts';
import { AnswerError } from '../../../contract/receive.ts';
import { odoo } from '../contract.ts';
import { refusalOf, troubleOf, type CallOdoo } from './call.ts';
import type { CallerParts } from './json-rpc.ts';

/** Calls over JSON-2, from Odoo 19 on: the key alone says who calls. */
export function callByJson2(parts: Omit<CallerParts, 'login'>): CallOdoo {
  const { transport, base_url: baseUrl, timeout_ms, database, key, turn } = parts;
  const defaults = { headers: { authorization: `bearer ${key}` } };
  const client = createClient(odoo, { transport, baseUrl, timeout_ms, defaults });
  const headers = database === '' ? {} : { 'x-odoo-database': database };
  return async ({ model, method, ids, named = {}, context = {} }) => {
    await turn();
    const body = { ...named, ...(ids === undefined ? {} : { ids }), context };
    try {
      return await client.json2({ params: { model, method }, headers, body });
    } catch (error) {
      if (error instanceof AnswerError) throw refusalOf((error as AnswerError<Told>).told.body);
      throw troubleOf(error);
    }
  };
}

interface Told {
  readonly status: number;
  readonly body: { readonly name: string; readonly message: string };
}
