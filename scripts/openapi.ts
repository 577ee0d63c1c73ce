import { glob, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Contract } from '../src/contract/contract.ts';
import { openapiText } from '../src/contract/openapi.ts';

/**
 * Writes `docs/openapi/<name>.json` for every contract: `node scripts/openapi.ts`. With `--check` it writes nothing and
 * fails (exit code 1) where a file is missing, old or left over.
 */
const source = new URL('../src/', import.meta.url);
const target = new URL('../docs/openapi/', import.meta.url);

/** Every exported contract of `src/dialects/<name>/contract.ts` and `src/<room>/contract.ts`. */
export async function findContracts(): Promise<Contract[]> {
  const found: Contract[] = [];
  for await (const file of glob(['*/contract.ts', 'dialects/*/contract.ts'], {
    cwd: fileURLToPath(source),
  })) {
    const exported = (await import(new URL(file, source).href)) as Record<string, unknown>;
    found.push(...Object.values(exported).filter(isContract));
  }
  return found.toSorted((one, other) => (one.name < other.name ? -1 : 1));
}

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'endpoints' in value && 'title' in value;
}

async function run(checking: boolean): Promise<number> {
  const wanted = new Map((await findContracts()).map((one) => [`${one.name}.json`, openapiText(one)]));
  await mkdir(target, { recursive: true });
  const present = (await readdir(target)).filter((name) => name.endsWith('.json'));
  const old: string[] = [];
  for (const [name, text] of wanted) {
    const file = new URL(name, target);
    if ((await readFile(file, 'utf8').catch(() => undefined)) === text) continue;
    old.push(name);
    if (!checking) await writeFile(file, text);
  }
  for (const name of present) {
    if (wanted.has(name)) continue;
    old.push(name);
    if (!checking) await rm(new URL(name, target));
  }
  for (const name of old)
    console.log(`docs/openapi/${name} ${checking ? 'is not what the contract says' : 'written'}`);
  if (checking && old.length > 0) console.log('Run: node scripts/openapi.ts');
  return checking ? Math.min(old.length, 1) : 0;
}

if (import.meta.main) process.exitCode = await run(process.argv.includes('--check'));
