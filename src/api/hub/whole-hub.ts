import { Fault } from '../../domain/faults.ts';
import type { ConnectionKey } from '../../hub/connections.ts';
import type { Runner } from '../../hub/runner.ts';
import type { Caller } from '../caller.ts';
import type { ApiFace } from '../face.ts';

/** The hub of this process. Throws `not_supported` where it runs none. */
export function runnerOf({ hub }: ApiFace): Runner {
  if (hub === undefined) throw new Fault('not_supported', { reason: 'this process works no connections' });
  return hub;
}

/** A connection is the whole organizer's. Throws `forbidden` for who has the permission for single events alone. */
export function keyOf(auth: Caller, connection_id: number): ConnectionKey {
  auth.requireEverywhere();
  return { organizer_id: auth.organizer_id, connection_id };
}
