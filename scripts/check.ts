import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { postgresBinaries, startPostgres } from './postgres.ts';
import { installSystemPackages } from './system-packages.ts';
import { groupTests } from './test-groups.ts';

/**
 * `npm test`: every check to its end, so that one run shows all that is wrong; those that only look at files two at a time.
 * Fails when any of them fails, and when no test ran.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const test_timeout_ms = 300_000;

interface Step {
  readonly name: string;
  /** `told` takes what it says; without, it says so itself */
  readonly run: (told?: Buffer[]) => Promise<boolean>;
  /** whether others may run beside it: it only looks at files, or writes what no other reads */
  readonly beside?: boolean;
}

const beside_at_once = 2;

const running = new AbortController();

/** Runs one command, its output on ours or in `told`; true when it ended well. */
async function command(
  name: string,
  args: readonly string[],
  { env = {}, told }: { env?: Record<string, string>; told?: Buffer[] | undefined } = {},
): Promise<boolean> {
  running.signal.throwIfAborted();
  const stdio = told === undefined ? 'inherit' : 'pipe';
  const child = spawn(name, args, { cwd: root, stdio, env: { ...process.env, ...env } });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => told?.push(part));
  const stop = (): boolean => child.kill('SIGTERM');
  running.signal.addEventListener('abort', stop);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      running.signal.removeEventListener('abort', stop);
      resolve(code === 0);
    });
  });
}

/** A generator in its checking mode: fails when the file in the repository is not what it would write. */
const upToDate = (name: string, script: string): Step => look(name, process.execPath, [script, '--check']);

function look(name: string, program: string, args: readonly string[]): Step {
  return { name, beside: true, run: async (told) => command(program, args, { told }) };
}

/** Each of several would work out the types that all share anew: twice the work and memory, with another step beside it. */
const one_checker = ['--checkers', '1'];

const steps: readonly Step[] = [
  { name: 'system', run: async () => installSystemPackages() },
  // the longest first
  look('lint', 'oxlint', ['--type-aware']),
  look('format', 'prettier', ['--check', '--log-level=warn', '.']),
  look('typecheck', 'tsc', ['-p', '.', ...one_checker]),
  look('typecheck-web', 'tsc', ['-p', 'web', ...one_checker]),
  upToDate('lock', 'scripts/lock.ts'),
  upToDate('errors', 'scripts/errors.ts'),
  upToDate('openapi', 'scripts/openapi.ts'),
  look('deadcode', 'knip', []),
  look('pages', process.execPath, ['scripts/build-web.ts', '--if-older']),
  { name: 'test', run: runTests },
];

/** What `test-counts.ts` leaves of the run. */
interface Counts {
  readonly tests: number;
  readonly passed: number;
  readonly failed: number;
  readonly cancelled: number;
  readonly skipped: number;
}

let counts: Counts | undefined;

/** One more than there are processors: a journey waits for its browser for a third of its time. */
const files_at_once = Math.max(2, availableParallelism()) + 1;

async function runTests(): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'guichet-check-'));
  const countsFile = join(folder, 'counts.json');
  const cluster = postgresBinaries() === undefined ? undefined : await startPostgres();
  try {
    const passed = await command(
      process.execPath,
      [
        ...['--test', `--test-concurrency=${files_at_once}`],
        ...[`--test-timeout=${test_timeout_ms}`, '--test-reporter=./scripts/test-counts.ts'],
        ...[`--test-reporter-destination=${countsFile}`, '--test-reporter=spec'],
        ...['--test-reporter-destination=stdout', ...groupTests(root, folder)],
      ],
      cluster === undefined ? {} : { env: { GUICHET_TEST_DATABASE_URL: cluster.url } },
    );
    counts = await readCounts(countsFile);
    if (counts === undefined || counts.tests - counts.skipped <= 0) {
      console.log('No test ran.');
      return false;
    }
    return passed;
  } finally {
    await cluster?.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function readCounts(file: string): Promise<Counts | undefined> {
  try {
    // our own reporter wrote it
    return JSON.parse(await readFile(file, 'utf8')) as Counts;
  } catch {
    return undefined;
  }
}

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  readonly took_ms: number;
}

async function runStep({ name, run, beside = false }: Step): Promise<Outcome> {
  // what runs beside others speaks once it has ended
  const told: Buffer[] = [];
  if (!beside) console.log(`\n── ${name}`);
  const started_at = Date.now();
  const passed = await run(beside ? told : undefined).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return false;
  });
  const outcome = { name, passed, took_ms: Date.now() - started_at };
  if (beside) console.log(`\n── ${name}\n${Buffer.concat(told).toString()}`.trimEnd());
  if (name !== 'test') console.log(line(outcome));
  return outcome;
}

/** Several at once, each begun when one before has ended. */
async function runBeside(queue: Step[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const worker = async (): Promise<void> => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift()) {
      if (running.signal.aborted) return;
      outcomes.push(await runStep(step));
    }
  };
  await Promise.all(Array.from({ length: beside_at_once }, worker));
  return outcomes;
}

function line({ name, passed, took_ms }: Outcome): string {
  return `${passed ? '✔' : '✖'} ${name} ${passed ? 'passed' : 'FAILED'} in ${(took_ms / 1000).toFixed(1)} s`;
}

/** The counts once more, where a list of failures has pushed those of the reporter off the screen. */
function closing({ tests, passed, failed, cancelled, skipped }: Counts): string {
  return `\nℹ tests ${tests}\nℹ pass ${passed}\nℹ fail ${failed + cancelled}\nℹ skipped ${skipped}`;
}

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    console.error(
      `There is no step ${unknown.join(', ')}; steps: ${steps.map(({ name }) => name).join(', ')}`,
    );
    process.exitCode = 2;
    return;
  }
  const chosen = steps.filter(({ name }) => names.length === 0 || names.includes(name));
  const outcomes: Outcome[] = [];
  for (const step of chosen.filter(({ name }) => name === 'system')) outcomes.push(await runStep(step));
  outcomes.push(...(await runBeside(chosen.filter(({ beside }) => beside === true))));
  for (const step of chosen.filter(({ name }) => name === 'test')) {
    if (running.signal.aborted) break;
    // the counts that close the tests are to be the last thing on the screen: what went before is summed up first
    if (outcomes.length > 0) console.log(`\n${outcomes.map(line).join('\n')}`);
    outcomes.push(await runStep(step));
  }
  const failed = outcomes.filter((outcome) => !outcome.passed);
  if (failed.length > 0) {
    console.log(`\n${failed.map(line).join('\n')}`);
    if (counts !== undefined) console.log(closing(counts));
  }
  if (failed.length > 0 || outcomes.length < chosen.length) process.exitCode = 1;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => running.abort());
await main(process.argv.slice(2));
