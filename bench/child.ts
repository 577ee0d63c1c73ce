import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Served {
  readonly url: string;
  readonly process: ChildProcess;
  /** from the spawn of the process to its first word, in ms */
  readonly ready_ms: number;
  stop(): Promise<void>;
}

/** Starts `server.ts` as a process of its own and waits until it listens. */
export async function startServer(mode: 'floor' | 'office', data_folder: string): Promise<Served> {
  const started = performance.now();
  const script = fileURLToPath(new URL('server.ts', import.meta.url));
  const child = spawn(process.execPath, [script, mode, data_folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the ${mode} server ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"port"')) resolve((JSON.parse(line) as { port: number }).port);
    });
  });
  return {
    url: `http://127.0.0.1:${port}`,
    process: child,
    ready_ms: performance.now() - started,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Memory of a running process in MB: now, and the most it ever had (Linux). */
export function memoryOf(pid: number): { now_mb: number; most_mb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const read = (name: string): number =>
    Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1024;
  return { now_mb: read('VmRSS'), most_mb: read('VmHWM') };
}
