import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

const face = 'gate/index.html';
const worker = 'gate/worker.js';

/**
 * Puts into the gate's worker the names of all files that its page may load, those that it loads later too: what a phone
 * has opened once, it opens without a network. A digest of the names tells what one build keeps from what another does.
 */
export function gateWorker(): Plugin {
  return {
    name: 'guichet-gate-worker',
    generateBundle: {
      order: 'post',
      handler: (_options, bundle) => {
        const chunk = bundle[worker];
        if (chunk?.type !== 'chunk') throw new Error(`${worker} is not built`);
        const files = JSON.stringify(filesOf(bundle).map((file) => `/${file}`));
        const digest = createHash('sha256').update(files).digest('hex').slice(0, 16);
        chunk.code = chunk.code
          .replace('GATE_FILES', () => files)
          .replace('GATE_BUILD', () => JSON.stringify(digest));
      },
    },
  };
}

function filesOf(bundle: Rolldown.OutputBundle): string[] {
  const files = new Set<string>();
  const add = (name: string): void => {
    const chunk = bundle[name];
    if (files.has(name) || chunk === undefined) return;
    files.add(name);
    if (chunk.type !== 'chunk') return;
    for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style);
    for (const asset of chunk.viteMetadata?.importedAssets ?? []) files.add(asset);
    for (const one of [...chunk.imports, ...chunk.dynamicImports]) add(one);
  };
  for (const chunk of Object.values(bundle))
    if (chunk.type === 'chunk' && chunk.facadeModuleId?.endsWith(`/web/${face}`) === true)
      add(chunk.fileName);
  if (files.size === 0) throw new Error(`${face} is not built`);
  return [...files].sort();
}
