import { ownEndpoints } from './own-endpoints.ts';
import { sessionEndpoints } from './session-endpoints.ts';

/** Sign-in, and the caller's own account. */
export const account = {
  ...sessionEndpoints,
  ...ownEndpoints,
};
