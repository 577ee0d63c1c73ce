import { Type } from 'typebox';
import { contract } from '../../contract/contract.ts';
import { endpoint } from '../../contract/endpoint.ts';

/** What Odoo's server tells of an error: the Python class and its message; `debug` is a traceback. */
const Failure = Type.Object({
  name: Type.String({ examples: ['odoo.exceptions.ValidationError'] }),
  message: Type.String(),
  arguments: Type.Optional(Type.Array(Type.Unknown())),
  context: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  debug: Type.Optional(Type.String()),
});

const envelope = {
  jsonrpc: Type.Optional(Type.String()),
  id: Type.Optional(Type.Union([Type.Integer(), Type.String(), Type.Null()])),
};

/**
 * Odoo's two ways to be called, as Guichet calls them (reference/wire-notes.md, "Odoo"). Nothing of this is served: what the
 * methods take and give is read in `wire.ts`.
 */
export const odoo = contract({
  name: 'odoo',
  title: 'Odoo',
  version: '1.0.0',
  description: 'The external API of Odoo 18 and 19, as far as Guichet calls it. It is not served here.',
  schemes: { key: { type: 'http', scheme: 'bearer', description: 'an API key; JSON-RPC has it in `args`' } },
  security: [['key']],
  endpoints: {
    jsonRpc: endpoint({
      method: 'POST',
      path: '/jsonrpc',
      summary: 'A call over JSON-RPC, until Odoo 21',
      body: Type.Object({
        jsonrpc: Type.Literal('2.0'),
        method: Type.Literal('call'),
        id: Type.Integer(),
        params: Type.Object({
          service: Type.Union([Type.Literal('common'), Type.Literal('object')]),
          method: Type.String(),
          args: Type.Array(Type.Unknown()),
        }),
      }),
      // a method that gives nothing leaves `result` out
      answers: { 200: Type.Object({ ...envelope, result: Type.Optional(Type.Unknown()) }) },
      errors: {
        200: Type.Object({
          ...envelope,
          // 200 from Odoo 18, 0 from 19
          error: Type.Object({ code: Type.Integer(), message: Type.String(), data: Failure }),
        }),
      },
    }),
    json2: endpoint({
      method: 'POST',
      path: '/json/2/{model}/{method}',
      summary: 'A call over JSON-2, from Odoo 19 on',
      params: Type.Object({
        model: Type.String({ pattern: '^[a-z0-9_.]+$' }),
        method: Type.String({ pattern: '^[a-z0-9_]+$' }),
      }),
      headers: Type.Object({ 'x-odoo-database': Type.Optional(Type.String({ pattern: '^[!-~]+$' })) }),
      body: Type.Record(Type.String(), Type.Unknown(), {
        description: "the method's parameters by name, with `ids` and `context`",
      }),
      answers: { 200: Type.Unknown() },
      errors: {
        400: Failure,
        401: Failure,
        403: Failure,
        404: Failure,
        409: Failure,
        415: Failure,
        422: Failure,
        500: Failure,
      },
    }),
  },
});
