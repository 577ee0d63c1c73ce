import type { Plugin } from 'vite';
import { api } from '../../src/api/contract.ts';

const name = 'virtual:endpoints';

/**
 * Hands the pages the table of the API's endpoints, name → [method, path], read from the contract when they are
 * built: the contract itself and the schemas in it stay on the server.
 */
export function endpointTable(): Plugin {
  return {
    name: 'guichet-endpoint-table',
    resolveId: (id) => (id === name ? `\0${name}` : undefined),
    load: (id) => (id === `\0${name}` ? `export default ${JSON.stringify(tableOf())};` : undefined),
  };
}

function tableOf(): Record<string, readonly [method: string, path: string]> {
  return Object.fromEntries(
    Object.entries(api.endpoints).map(([key, { method, path }]) => [key, [method, `/${api.name}${path}`]]),
  );
}
