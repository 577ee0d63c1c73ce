import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import type { gate } from './contract.ts';
import { conflictHandlers } from './conflicts.ts';
import { controlPointHandlers } from './control-points.ts';
import { downloadHandlers } from './downloads.ts';
import { figureHandlers } from './figures.ts';
import { scanHandlers } from './scans.ts';

export function gateHandlers(face: ApiFace): GroupHandlers<typeof gate> {
  return {
    ...controlPointHandlers(face),
    ...scanHandlers(face),
    ...downloadHandlers(face),
    ...conflictHandlers(face),
    ...figureHandlers(face),
  };
}
