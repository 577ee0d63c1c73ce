import { Type, type TSchema } from 'typebox';
import { endpoint, type Endpoint } from '../../../contract/endpoint.ts';
import { enveloped } from '../shapes.ts';
import { Count, Ref } from '../wire.ts';

/** What the endpoints are written with. */

export const one = Type.Object({ id: Ref });
export const answer = <T extends TSchema>(schema: T) => ({ 200: enveloped(schema) });
export const listOf = <T extends TSchema>(schema: T) => ({ 200: enveloped(Type.Array(schema)) });
export const may = <T extends TSchema>(schema: T) => Type.Optional(schema);

/** More than 200 gives 200; `entry_count` and `entry_start` are the same under other names. */
export const paging = {
  limit: may(Count),
  offset: may(Count),
  entry_count: may(Count),
  entry_start: may(Count),
};

/** Parameters are always JSON bodies, on GET and DELETE too; the query is read as well (wire-notes.md, "uTick"). */
export const json = <const E extends Endpoint>(spec: E) => endpoint({ sends: 'json', ...spec });
