import { accessSync, constants, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';

const in_memory = '/dev/shm';
/** a server's databases and its log of writes stay far below */
const room_bytes = 2 * 2 ** 30;

/** Where to put files that need not outlive the machine: in its memory where that has room, else the temporary folder. */
export function quickFolder(): string {
  try {
    accessSync(in_memory, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(in_memory);
    return Math.min(bavail * bsize, freemem()) >= room_bytes ? in_memory : tmpdir();
  } catch {
    return tmpdir();
  }
}
