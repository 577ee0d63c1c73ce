import type { Endpoint } from '../contract/endpoint.ts';
import { endpoint } from '../contract/endpoint.ts';
import type { Permission } from '../domain/roles.ts';

/**
 * Who may call an endpoint:
 * - a permission: whoever has it in the organizer that the call is about (people by their role, keys by their scopes)
 * - `caller`: everybody who is known, whatever they may do
 * - `user`: a person, in a browser that is signed in
 */
export type Need = Permission | 'caller' | 'user';

/** An endpoint of `/api`: open to all, or with what it needs. */
export type ApiEndpoint = Endpoint & ({ readonly open: true } | { readonly needs: Need });

/** Declares an endpoint of `/api`. */
export function apiEndpoint<const E extends ApiEndpoint>(spec: E): E {
  return endpoint(spec);
}
