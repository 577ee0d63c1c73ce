import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { withEveryKey } from './schema.ts';

/** What is wrong with a value and where: `path` is dotted (`data.0.price`), empty for the value itself. */
export interface Complaint {
  readonly path: string;
  readonly message: string;
  /** the first field that should be there and is not, dotted as well */
  readonly missing?: string;
}

/** A compiled strict check of wire values. Nothing is coerced: "5" is not 5. */
export interface Check {
  fits(value: unknown): boolean;
  /** The first, deepest complaint about a value that does not fit. */
  explain(value: unknown): Complaint;
}

/** Compiles on first use: a server starts with hundreds of schemas of which one request needs three. */
export function compileCheck(schema: TSchema): Check {
  let compiled: ReturnType<typeof Compile> | undefined;
  const validator = () => (compiled ??= Compile(withEveryKey(schema)));
  return {
    fits: (value) => validator().Check(value),
    explain: (value) => complaintOf(validator().Errors(value)),
  };
}

function complaintOf(
  errors: readonly { instancePath: string; message: string; params?: unknown }[],
): Complaint {
  let best = errors[0];
  if (best === undefined) return { path: '', message: 'is not valid' };
  // The deepest complaint names the field itself rather than the union or object around it.
  for (const error of errors) if (depthOf(error.instancePath) > depthOf(best.instancePath)) best = error;
  const path = best.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.');
  const { params } = best;
  // how the validator says that a field is not declared
  const message = best.message === 'schema is false' ? 'is not known here' : best.message;
  const [name] = (params as { requiredProperties?: readonly string[] } | undefined)?.requiredProperties ?? [];
  return {
    path,
    message,
    ...(name === undefined ? {} : { missing: path === '' ? name : `${path}.${name}` }),
  };
}

function depthOf(pointer: string): number {
  let depth = 0;
  for (const letter of pointer) if (letter === '/') depth += 1;
  return depth;
}
