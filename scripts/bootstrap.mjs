// Runs on the Node that the machine has (20 or newer), before anything is installed: plain JavaScript, no packages.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const wantedMajor = 26;

/**
 * Makes sure that node_modules holds what package-lock.json asks for. Contents are compared, not dates:
 * a checkout touches files that it does not change.
 * @param {{ development: boolean }} options development: whether tools for tests are needed as well
 */
export function installPackages({ development }) {
  if (packagesMatch(development)) return;
  console.log('Installing packages (npm ci) …');
  const include = development ? ['--include=dev'] : [];
  const npm = spawnSync('npm', ['ci', '--include=optional', '--loglevel=error', ...include], {
    cwd: root,
    stdio: 'inherit',
    // npm must run on the machine's own Node: the one in node_modules is about to be replaced
    env: { ...process.env, PATH: systemPath() },
  });
  if (npm.status !== 0) {
    console.error(`npm ci failed${npm.error ? `: ${npm.error.message}` : ''}`);
    process.exit(npm.status || 1);
  }
}

/** @param {boolean} development */
function packagesMatch(development) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (wanted === undefined || installed === undefined) return false;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === '' || (entry.dev && !development)) return true;
    const found = installed[path];
    // what is made for other systems is left out
    if (found === undefined) return entry.optional || entry.devOptional;
    return found.version === entry.version && found.integrity === entry.integrity;
  });
}

/**
 * @typedef {{ version?: string, integrity?: string, dev?: boolean, optional?: boolean, devOptional?: boolean }} Entry
 * @param {string} file
 * @returns {Record<string, Entry> | undefined}
 */
function readPackages(file) {
  if (!existsSync(file)) return undefined;
  const lock = /** @type {{ packages: Record<string, Entry> }} */ (JSON.parse(readFileSync(file, 'utf8')));
  return lock.packages;
}

function systemPath() {
  const own = join(root, 'node_modules', '.bin');
  return (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== own)
    .join(delimiter);
}

/**
 * The Node that npm brought for this system. Several packages offer a `node` command and npm does not always
 * link the one that fits, so it is looked up in its own package.
 */
function findBroughtRuntime() {
  const system = `${process.platform}-${process.arch}`;
  return [`node-${system}`, `node-bin-${system}`]
    .map((name) => join(root, 'node_modules', name, 'bin', 'node'))
    .find((file) => existsSync(file));
}

const linkedRuntime = join(root, 'node_modules', '.bin', 'node');

/** Makes `node` in npm's scripts (`npm run bench`) the Node that npm brought, where npm has not linked it. */
export function linkRuntime() {
  const brought = findBroughtRuntime();
  if (existsSync(linkedRuntime) || brought === undefined) return;
  mkdirSync(dirname(linkedRuntime), { recursive: true });
  rmSync(linkedRuntime, { force: true }); // a link to what is gone
  symlinkSync(relative(dirname(linkedRuntime), brought), linkedRuntime);
}

/** The Node to run the project on: the one npm brought for this system, or the machine's own when new enough. */
function findRuntime() {
  linkRuntime();
  const brought = findBroughtRuntime();
  if (brought !== undefined && spawnSync(brought, ['--version']).status === 0) return brought;
  if (Number(process.versions.node.split('.')[0]) >= wantedMajor) return process.execPath;
  console.error(
    `Guichet needs Node ${wantedMajor}. npm has none that runs on ${process.platform}-${process.arch}; ` +
      `install it (https://nodejs.org) and run this again. This is Node ${process.versions.node}.`,
  );
  return process.exit(1);
}

/**
 * So that what a script starts by name (`node`, `tsc`) comes from node_modules as well.
 * @param {string} runtime
 */
function surroundings(runtime) {
  const path = [dirname(runtime), join(root, 'node_modules', '.bin'), systemPath()].join(delimiter);
  // set before the first file is read: taking the types out of a single one costs 10 MB that stay
  const cache = process.env.NODE_COMPILE_CACHE ?? join(root, 'node_modules', '.cache', 'guichet');
  return { ...process.env, PATH: path, NODE_COMPILE_CACHE: cache };
}

/**
 * Runs a script of ours on the right Node to its end, and ends with it where it fails.
 * @param {string} script path from the root of the project
 * @param {string[]} args
 */
export function runToEnd(script, args) {
  const runtime = findRuntime();
  const options = { stdio: /** @type {const} */ ('inherit'), env: surroundings(runtime) };
  const { status, signal, error } = spawnSync(runtime, [join(root, script), ...args], options);
  if (error !== undefined) console.error(`${runtime} could not be started: ${error.message}`);
  if (status !== 0) process.exit(status ?? 128 + (signal ? constants.signals[signal] : 1));
}

/**
 * Runs a script of ours on the right Node, hands signals on, and ends as it ends.
 * @param {string} script path from the root of the project
 * @param {string[]} args
 */
export function runScript(script, args) {
  const runtime = findRuntime();
  const child = spawn(runtime, [join(root, script), ...args], {
    stdio: 'inherit',
    env: surroundings(runtime),
  });
  // Ctrl-C in a terminal reaches the child too, being in the same foreground group: handing it on would double it
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
  process.on('SIGTERM', () => child.kill('SIGTERM')).on('SIGHUP', () => child.kill('SIGHUP'));
  if (process.env.npm_lifecycle_event !== undefined) followParent(() => child.kill('SIGTERM'));
  child.on('error', (error) => {
    console.error(`${runtime} could not be started: ${error.message}`);
    process.exit(1);
  });
  // a shell's convention for a child that a signal ended
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 1)));
}

/**
 * npm hands a signal to the shell between us, which dies of it and does not hand it on: being orphaned is how we
 * learn of it.
 * @param {() => void} onOrphaned
 */
function followParent(onOrphaned) {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onOrphaned();
  }, 300);
  timer.unref();
}
