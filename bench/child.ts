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
export function startServer(mode: 'floor' | 'office', data_folder: string): Promise<Served> {
  const script = fileURLToPath(new URL('server.ts', import.meta.url));
  return startProcess([script, mode, data_folder], {}, /^\{"port":(\d+)/);
}

/** Starts `guichet serve` as an operator does, and waits until it is ready. */
export function startOffice(data_folder: string): Promise<Served> {
  const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
  const NODE_COMPILE_CACHE = fileURLToPath(new URL('../node_modules/.cache/guichet', import.meta.url));
  const env = { PORT: '0', GUICHET_DATA: data_folder, GUICHET_LOG_LEVEL: 'silent', NODE_COMPILE_CACHE };
  return startProcess([cli, 'serve', '--json'], env, /^\{"event":"ready","url":"http:\/\/[^"]*:(\d+)"/);
}

async function startProcess(command: string[], env: Record<string, string>, ready: RegExp): Promise<Served> {
  const started = performance.now();
  const child = spawn(process.execPath, command, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`${command.join(' ')} ended with ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = ready.exec(line)?.[1];
      if (found !== undefined) resolve(found);
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
