import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { postgresBinaries } from './postgres.ts';

export const chromium_path = '/usr/bin/chromium';

export function hasChromium(): boolean {
  return existsSync(chromium_path);
}

interface SystemPackage {
  readonly name: string;
  /** Debian's packages; a page without a font shows no text. */
  readonly debian: readonly string[];
  readonly isInstalled: () => boolean;
  readonly without: string;
}

const wanted: readonly SystemPackage[] = [
  {
    name: 'PostgreSQL',
    debian: ['postgresql'],
    isInstalled: () => postgresBinaries() !== undefined,
    without: 'every test on PostgreSQL is skipped; the same tests run on SQLite',
  },
  {
    name: 'Chromium',
    debian: ['chromium', 'fonts-dejavu-core'],
    isInstalled: hasChromium,
    without: 'every test of a page in a browser is skipped',
  },
];

/**
 * Installs what tests need from the system, where that is Debian-like and we are root or may become it without
 * a password. Says plainly what is missing otherwise, and fails for it in CI.
 */
export function installSystemPackages(): boolean {
  const missing = wanted.filter((item) => !item.isInstalled());
  if (missing.length === 0) return true;
  const apt = aptCommand();
  if (apt === undefined)
    console.log(
      'Packages cannot be installed here: that takes apt-get, and root or sudo without a password.',
    );
  else install(apt, [...new Set(missing.flatMap((item) => item.debian))]);
  const absent = missing.filter((item) => !item.isInstalled());
  for (const { name, debian, without } of absent)
    console.log(`! ${name} is missing (Debian: apt-get install ${debian.join(' ')}): ${without}`);
  return absent.length === 0 || process.env['CI'] !== 'true';
}

/** How to run apt-get with the rights it needs; undefined when we cannot. */
function aptCommand(): readonly string[] | undefined {
  const exists = (command: string, ...args: string[]): boolean => spawnSync(command, args).status === 0;
  if (!exists('apt-get', '--version')) return undefined;
  if (process.getuid?.() === 0) return ['apt-get'];
  // -n: never ask for a password
  return exists('sudo', '-n', 'true') ? ['sudo', '-n', 'apt-get'] : undefined;
}

function install(apt: readonly string[], packages: readonly string[]): void {
  console.log(`Installing ${packages.join(', ')} (${apt.join(' ')}) …`);
  const run = (...args: string[]): boolean => {
    const [command = 'apt-get', ...before] = apt;
    const options = ['-q', '-y', '-o', 'Dpkg::Use-Pty=0', '-o', 'DPkg::Lock::Timeout=120'];
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const done = spawnSync(command, [...before, ...options, ...args], { env, encoding: 'utf8' });
    if (done.status !== 0) console.log(done.stderr.trimEnd() || done.stdout.trimEnd());
    return done.status === 0;
  };
  run('update');
  run('install', '--no-install-recommends', ...packages);
}
