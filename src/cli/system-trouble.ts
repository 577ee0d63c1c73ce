/** What the system says of a file or an address, for a person. */

const ofFiles: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'it may not be read or written by this user',
  EPERM: 'it may not be read or written by this user',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'it is no folder',
  EROFS: 'its disk can only be read',
  ENOSPC: 'its disk is full',
};

interface SystemError extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly path?: string;
  readonly address?: string;
  readonly port?: number;
  readonly hostname?: string;
}

/** In words where it is a failure of the system, else as it says itself. */
export function wordsOfError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // several addresses of one name were tried
  if (error instanceof AggregateError && error.errors.length > 0) return wordsOfError(error.errors[0]);
  const { code = '', syscall, path, address = '', port = 0, hostname } = error as SystemError;
  if (syscall === 'listen') {
    const place = `port ${port} of ${address}`;
    if (code === 'EADDRINUSE') return `Another program has ${place}: give Guichet another.`;
    if (code === 'EADDRNOTAVAIL') return `This machine has no address ${address} to listen on.`;
    if (code === 'EACCES') return `This user may not listen on ${place}: take one from 1024 on.`;
  }
  if (code === 'ENOTFOUND' && hostname !== undefined) return `There is no machine named ${hostname}.`;
  if (code === 'ECONNREFUSED') return `Nobody answers at ${address}:${port}.`;
  const words = ofFiles[code];
  return words === undefined || path === undefined ? error.message : `${path}: ${words}.`;
}
