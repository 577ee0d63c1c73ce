import type { Handler } from '../contract/route.ts';
import type { Caller } from './caller.ts';
import type { ApiEndpoint } from './endpoint.ts';

/** The handlers of one group of endpoints. */
export type GroupHandlers<Group extends Readonly<Record<string, ApiEndpoint>>> = {
  readonly [Name in keyof Group]: Handler<Group[Name], Caller>;
};
