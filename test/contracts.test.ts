import { readdir, stat } from 'node:fs/promises';
import { test } from 'node:test';
import type { Contract } from '../src/contract/contract.ts';
import { example } from '../src/contract/testing/example.ts';
import { fuzzEndpoint } from '../src/contract/testing/fuzz.ts';

const source = new URL('../src/', import.meta.url);

/** Every contract there is: `dialects/<name>/contract.ts` and `api/contract.ts`, so that a new one joins by itself. */
async function contracts(): Promise<Contract[]> {
  const names = await readdir(new URL('dialects/', source));
  const files = [...names.map((name) => `dialects/${name}/contract.ts`), 'api/contract.ts'];
  const found: Contract[] = [example];
  for (const file of files) {
    const url = new URL(file, source);
    if (!(await stat(url).catch(() => undefined))) continue;
    const exported = (await import(url.href)) as Record<string, unknown>;
    found.push(...Object.values(exported).filter(isContract));
  }
  return found;
}

function isContract(value: unknown): value is Contract {
  return typeof value === 'object' && value !== null && 'endpoints' in value && 'title' in value;
}

for (const contract of await contracts()) {
  for (const name of Object.keys(contract.endpoints)) {
    void test(`${contract.name}.${name} carries every value to the server and back`, () =>
      fuzzEndpoint(contract, name));
  }
}
