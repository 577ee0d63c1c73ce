import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import type { account } from './contract.ts';
import { ownHandlers } from './own-account.ts';
import { sessionHandlers } from './sessions.ts';
import { createTryLimiter } from './tries.ts';

export function accountHandlers(face: ApiFace): GroupHandlers<typeof account> {
  const countTry = createTryLimiter();
  return {
    ...sessionHandlers(face, countTry),
    ...ownHandlers(face, countTry),
  };
}
