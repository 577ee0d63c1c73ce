import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Mends `package-lock.json`; with `--check`, fails when it needs mending. npm leaves optional packages of other
 * systems out of the lock file without a word, when the registry does not have them at that version, and in some
 * cases when packages are installed already (https://github.com/npm/cli/issues/4828). `npm ci` then refuses it.
 */

export interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

export interface Lock {
  readonly packages: Readonly<Record<string, Entry>>;
}

/** The packages that others name but the lock file lacks, each as [path of the one that names it, name]. */
export function missingFrom({ packages }: Lock): [path: string, name: string][] {
  return Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter((name) => !isFound(packages, path, name))
      .map((name): [string, string] => [path, name]),
  );
}

/** Looks where Node would: beside, then in each folder above. */
function isFound(packages: Lock['packages'], path: string, name: string): boolean {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (Object.hasOwn(packages, `${folder === '' ? '' : `${folder}/`}node_modules/${name}`)) return true;
    if (folder === '') return false;
  }
}

/** The lock file without what is incomplete, so that npm looks that up again, and nothing else. */
export function withoutIncomplete(lock: Lock): Lock {
  const packages: Record<string, Entry> = { ...lock.packages };
  for (const [path, name] of missingFrom(lock)) {
    const entry = packages[path];
    if (path !== '') delete packages[path];
    else if (entry !== undefined) {
      const { [name]: _, ...optionalDependencies } = entry.optionalDependencies ?? {};
      packages[path] = { ...entry, optionalDependencies };
    }
  }
  return { ...lock, packages };
}

/** Packages whose address is written down: it would send everybody to the registry of whoever wrote it. */
export function addressed({ packages }: Lock): string[] {
  return Object.keys(packages).filter((path) => packages[path]?.resolved !== undefined);
}

function mend(root: string, lock: Lock): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-lock-'));
  try {
    for (const name of ['package.json', '.npmrc']) copyFileSync(join(root, name), join(folder, name));
    writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(withoutIncomplete(lock), null, 2));
    const npm = ['install', '--package-lock-only', '--ignore-scripts', '--loglevel=error'];
    if (spawnSync('npm', npm, { cwd: folder, stdio: 'inherit' }).status !== 0) return false;
    copyFileSync(join(folder, 'package-lock.json'), join(root, 'package-lock.json'));
    return true;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readLock(root: string): Lock {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
}

if (import.meta.main) {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const lock = readLock(root);
  if (missingFrom(lock).length > 0 && !process.argv.includes('--check') && !mend(root, lock))
    process.exitCode = 1;
  const missing = missingFrom(readLock(root));
  for (const [path, name] of missing)
    console.error(`package-lock.json: ${path || 'the project'} lacks ${name}`);
  if (missing.length > 0)
    console.error(
      'run `npm run lock`; if that does not find them, choose a version that is out for all systems',
    );
  for (const path of addressed(lock))
    console.error(`package-lock.json: ${path} names a registry (.npmrc says not to)`);
  if (missing.length + addressed(lock).length > 0) process.exitCode = 1;
}
