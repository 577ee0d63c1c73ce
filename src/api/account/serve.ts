import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import type { account } from './contract.ts';
import { deviceHandlers } from './devices.ts';
import { keyHandlers } from './keys.ts';
import { ownHandlers } from './own-account.ts';
import { sessionHandlers } from './sessions.ts';
import { createTryLimiter } from './tries.ts';
import { userHandlers } from './users.ts';

export function accountHandlers(face: ApiFace): GroupHandlers<typeof account> {
  const countTry = createTryLimiter();
  return {
    ...sessionHandlers(face, countTry),
    ...ownHandlers(face, countTry),
    ...userHandlers(face, countTry),
    ...deviceHandlers(face, countTry),
    ...keyHandlers(face),
  };
}
