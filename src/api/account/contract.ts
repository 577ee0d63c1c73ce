import { ownEndpoints } from './own-endpoints.ts';
import { deviceEndpoints } from './device-endpoints.ts';
import { keyEndpoints } from './key-endpoints.ts';
import { sessionEndpoints } from './session-endpoints.ts';
import { userEndpoints } from './user-endpoints.ts';

/** Sign-in, the caller's own account, and who else may call: people, devices, programs. */
export const account = {
  ...sessionEndpoints,
  ...ownEndpoints,
  ...userEndpoints,
  ...deviceEndpoints,
  ...keyEndpoints,
};
