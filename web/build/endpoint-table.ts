import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { api } from '../../src/api/contract.ts';

const name = 'virtual:endpoints';
const web = fileURLToPath(new URL('../', import.meta.url));

/**
 * Hands the pages the table of the API's endpoints that they name, name → [method, path], read from the contract when they
 * are built: the contract itself and the schemas in it stay on the server.
 */
export function endpointTable(): Plugin {
  return {
    name: 'guichet-endpoint-table',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(tableOf())};` : undefined),
  };
}

function tableOf(): Record<string, readonly [method: string, path: string]> {
  const named = namesIn(
    globSync('**/*.{ts,tsx}', { cwd: web }).map((file) => readFileSync(web + file, 'utf8')),
  );
  return Object.fromEntries(
    Object.entries(api.endpoints)
      .filter(([key]) => named.has(key))
      .map(([key, { method, path }]) => [key, [method, `/${api.name}${path}`]]),
  );
}

/** Every word that stands in single quotes: an endpoint is called by its name, never by one that is put together. */
function namesIn(sources: readonly string[]): ReadonlySet<string> {
  return new Set(sources.flatMap((source) => [...source.matchAll(/'(\w+)'/g)].map(([, word]) => word ?? '')));
}
