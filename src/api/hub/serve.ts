import type { ApiFace } from '../face.ts';
import type { GroupHandlers } from '../group.ts';
import { connectionHandlers } from './connections.ts';
import type { hub } from './contract.ts';
import { asideHandlers } from './asides.ts';
import { runHandlers } from './runs.ts';

export function hubHandlers(face: ApiFace): GroupHandlers<typeof hub> {
  return { ...connectionHandlers(face), ...runHandlers(face), ...asideHandlers(face) };
}
