import { callByName, callByPosition, methodOf } from './methods.ts';
import { accessDenied, notFound, OdooError } from './odoo-error.ts';
import type { OdooStandIn } from './stand-in.ts';

/** A request as it reached the stand-in; `path` without what it is mounted below, header names in lower case. */
export interface OdooRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

export interface OdooAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

type Fields = Readonly<Record<string, unknown>>;

/** Both of Odoo's ways to be called: JSON-RPC at `/jsonrpc`, and from 19 on JSON-2 below `/json/2`. */
export async function answerOdoo(odoo: OdooStandIn, request: OdooRequest): Promise<OdooAnswer> {
  const path = request.path.replace(/\/$/, '');
  if (path === '/jsonrpc') return answerJsonRpc(odoo, request);
  const [, model, method] = /^\/json\/2\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  if (model === undefined || method === undefined || odoo.version < 19)
    return page(404, 'Not Found', 'The requested URL was not found on the server.');
  return answerJson2(odoo, request, model, method);
}

async function answerJsonRpc(odoo: OdooStandIn, { method, body }: OdooRequest): Promise<OdooAnswer> {
  if (method !== 'POST') return page(405, 'Method Not Allowed', 'The method is not allowed.');
  const call = parse(body);
  // plain text, without an envelope
  if (call === undefined) return { status: 400, type: 'text/plain', body: 'Invalid JSON data' };
  const id = call.id ?? null;
  try {
    const result = await serviceCall(odoo, (call.params ?? {}) as Fields);
    // a method that returns None: the key is left out
    return json(200, { jsonrpc: '2.0', id, ...(result === undefined ? {} : { result }) });
  } catch (error) {
    const data = told(error);
    const code = odoo.version === 18 ? 200 : 0;
    return json(200, { jsonrpc: '2.0', id, error: { code, message: 'Odoo Server Error', data } });
  }
}

async function serviceCall(odoo: OdooStandIn, { service, method, args }: Fields): Promise<unknown> {
  const given = Array.isArray(args) ? (args as unknown[]) : [];
  odoo.count(String(service), String(method));
  if (service === 'common') return commonCall(odoo, String(method), given);
  if (service !== 'object' || method !== 'execute_kw')
    throw new OdooError('builtins.ValueError', `Method not found: ${String(service)}.${String(method)}`);
  const [database, uid, secret, model, name, positions, named] = given;
  refuseOtherDatabase(odoo, database);
  const user = odoo.userOf(Number(uid), String(secret));
  if (user === undefined) throw accessDenied();
  const known = odoo.modelOf(model);
  if (known === undefined) throw new OdooError('builtins.KeyError', `'${String(model)}'`);
  odoo.count(known, String(name));
  const kwargs = (named ?? {}) as Fields;
  return odoo.transact(user, kwargs.context, (env) =>
    callByPosition(env, known, String(name), (positions ?? []) as unknown[], kwargs),
  );
}

function commonCall(odoo: OdooStandIn, method: string, args: readonly unknown[]): unknown {
  if (method === 'version') return { server_version: `${odoo.version}.0`, protocol_version: 1 };
  if (method !== 'authenticate' && method !== 'login')
    throw new OdooError('builtins.ValueError', `Method not found: common.${method}`);
  const [database, login, secret] = args;
  refuseOtherDatabase(odoo, database);
  return odoo.userOf(String(login), String(secret))?.uid ?? false;
}

function refuseOtherDatabase(odoo: OdooStandIn, database: unknown): void {
  if (database === odoo.database_name) return;
  throw new OdooError(
    'psycopg2.OperationalError',
    `connection to server failed: FATAL:  database "${String(database)}" does not exist\n`,
  );
}

async function answerJson2(
  odoo: OdooStandIn,
  request: OdooRequest,
  model: string,
  method: string,
): Promise<OdooAnswer> {
  try {
    return json(200, (await namedCall(odoo, request, model, method)) ?? null);
  } catch (error) {
    return json(error instanceof OdooError ? error.status : 500, told(error));
  }
}

async function namedCall(
  odoo: OdooStandIn,
  { headers, body }: OdooRequest,
  model: string,
  method: string,
): Promise<unknown> {
  odoo.count(model, method);
  const type = String(headers['content-type'] ?? '');
  if (!type.startsWith('application/json')) {
    throw new OdooError(
      'werkzeug.exceptions.UnsupportedMediaType',
      `Request inferred type is not compatible with 'json'`,
      415,
    );
  }
  const key = /^bearer (.+)$/i.exec(String(headers.authorization ?? ''))?.[1] ?? '';
  const user = odoo.keys.get(key);
  const database = headers['x-odoo-database'];
  if (database !== undefined && database !== odoo.database_name)
    throw notFound('The database does not exist');
  if (user === undefined) throw new OdooError('werkzeug.exceptions.Unauthorized', 'Invalid apikey', 401);
  const known = odoo.modelOf(model);
  if (known === undefined) throw notFound(`the model '${model}' does not exist`);
  const found = methodOf(known, method);
  if (found === undefined) throw notFound(`the method '${model}.${method}' does not exist`);
  const named = parse(body);
  if (named === undefined)
    throw new OdooError('werkzeug.exceptions.BadRequest', 'could not parse the body as json', 400);
  return odoo.transact(user, named.context, (env) => callByName(env, known, found, named));
}

function told(error: unknown) {
  if (!(error instanceof OdooError)) throw error;
  return {
    name: error.python,
    message: error.message,
    arguments: [error.message],
    context: {},
    debug: `Traceback (most recent call last):\n${error.python}: ${error.message}\n`,
  };
}

/** A JSON object; undefined for what is none. */
function parse(body: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Fields)
      : undefined;
  } catch {
    return undefined;
  }
}

const json = (status: number, body: unknown): OdooAnswer => ({
  status,
  type: 'application/json',
  body: JSON.stringify(body),
});

function page(status: number, title: string, text: string): OdooAnswer {
  const body = `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`;
  return { status, type: 'text/html; charset=utf-8', body };
}
