import { createHash } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/**
 * Builds the pages into `dist/web`; with `--if-older`, only where their sources have changed since. Contents are
 * compared, not dates: a checkout touches files that it does not change.
 */
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const built = join(root, 'dist', 'web');
const mark = 'sources.txt';

/** What the pages are made of: their own sources, what they take from the server's, and the packages. */
const sources = ['web/**/*', 'src/{api,domain}/**/*.ts', 'src/contract/*.ts', 'package-lock.json'];

/** A digest of the sources, the same for the same contents. */
function sourcesDigest(): string {
  const digest = createHash('sha256');
  const files = sources
    .flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts') && !entry.name.endsWith('.md'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) digest.update(file.slice(root.length)).update(readFileSync(file));
  return digest.digest('hex');
}

/** Builds the pages unless they are up to date; says so with the time it took. */
export async function buildWebIfOlder(): Promise<void> {
  const digest = sourcesDigest();
  const found = await readFile(join(built, mark), 'utf8').catch(() => undefined);
  if (found !== digest) await buildWeb(digest, found === undefined ? 'missing' : 'older than their sources');
}

async function buildWeb(digest: string, reason: string | undefined): Promise<void> {
  const started_at = performance.now();
  console.log(`Building the pages${reason === undefined ? '' : ` (${reason})`} …`);
  // aside, so that whoever builds or serves at the same time never sees half of it
  const aside = join(root, 'dist', `web-${process.pid}`);
  try {
    await mkdir(aside, { recursive: true });
    // only who builds needs Vite
    const { build } = await import('vite');
    await build({
      configFile: join(root, 'web', 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: aside, emptyOutDir: true },
    });
    await compressAll(aside);
    await writeFile(join(aside, mark), digest);
    await rm(built, { recursive: true, force: true });
    await rename(aside, built);
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
  console.log(`The pages are built in ${((performance.now() - started_at) / 1000).toFixed(1)} s.`);
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);
/** What is smaller goes into one packet as it is. */
const worth_compressing_bytes = 1_000;

/** Puts `x.js.br` and `x.js.gz` beside every text of some length, so that the server compresses nothing. */
async function compressAll(folder: string): Promise<void> {
  const texts = globSync('**/*.{js,css,html,svg,json,webmanifest,wasm}', { cwd: folder });
  await Promise.all(
    texts.map(async (name) => {
      const file = join(folder, name);
      const text = await readFile(file);
      if (text.length < worth_compressing_bytes) return;
      const params = { [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
      await writeFile(`${file}.br`, await brotli(text, { params }));
      await writeFile(`${file}.gz`, await zip(text, { level: 9 }));
    }),
  );
}

if (import.meta.main) {
  if (process.argv.includes('--if-older')) await buildWebIfOlder();
  else await buildWeb(sourcesDigest(), undefined);
}
