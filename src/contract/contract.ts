import type { ByStatus, Endpoint } from './endpoint.ts';

/** An OpenAPI security scheme. */
export type SecurityScheme =
  | {
      readonly type: 'apiKey';
      readonly in: 'query' | 'header' | 'cookie';
      readonly name: string;
      readonly description?: string;
    }
  | { readonly type: 'http'; readonly scheme: 'basic' | 'bearer'; readonly description?: string };

export interface Contract {
  /** The dialect, which is also the first part of its path: `billetweb`. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly description?: string;
  readonly schemes?: Readonly<Record<string, SecurityScheme>>;
  /** Alternatives, each a list of schemes needed together: `[['user', 'key'], ['basic']]`. */
  readonly security?: readonly (readonly string[])[];
  /** Failures that every endpoint may answer. */
  readonly errors?: ByStatus;
  /**
   * A query name that an endpoint does not declare is refused: whoever misspells a filter would take the answer for a
   * filtered one. Let pass are these names, on a GET, and what begins with `_`. Without this, every name is let pass.
   */
  readonly closed_query?: { readonly besides: readonly string[] };
  readonly endpoints: Readonly<Record<string, Endpoint>>;
}

/** Declares a contract; throws when two endpoints claim one address. */
export function contract<const C extends Contract>(spec: C): C {
  const taken = new Map<string, string>();
  for (const [name, one] of Object.entries(spec.endpoints)) {
    for (const { method, path } of addressesOf(one)) {
      const address = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')}`;
      const other = taken.get(address);
      if (other !== undefined) throw new Error(`${spec.name}: ${name} and ${other} both claim ${address}`);
      taken.set(address, name);
    }
  }
  return spec;
}

/** All addresses of an endpoint, its main one first. */
export function addressesOf(one: Endpoint): { method: string; path: string }[] {
  const further = (one.also ?? []).map((text) => {
    const space = text.indexOf(' ');
    return space === -1
      ? { method: one.method, path: text }
      : { method: text.slice(0, space), path: text.slice(space + 1) };
  });
  return [{ method: one.method, path: one.path }, ...further];
}

/** The failures an endpoint may answer: the contract's and its own. */
export function errorsOf(within: Contract, one: Endpoint): ByStatus {
  return { ...within.errors, ...one.errors };
}
