import { createHash } from 'node:crypto';
import type { Plugin, Rolldown } from 'vite';

/** The worker is written once, as the gate's; the till has a copy that opens its own page. */
const worker = 'gate/worker.js';
const copies = ['counter'];

/**
 * Puts into the worker of a face the names of all files that its page may load, those that it loads later too: what a device
 * has opened once, it opens without a network. A digest of the names tells what one build keeps from what another does.
 */
export function faceWorkers(): Plugin {
  return {
    name: 'guichet-face-workers',
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const chunk = bundle[worker];
        if (chunk?.type !== 'chunk') throw new Error(`${worker} is not built`);
        const { code } = chunk;
        for (const face of copies)
          this.emitFile({
            type: 'asset',
            fileName: `${face}/worker.js`,
            source: filledIn(code, face, bundle),
          });
        chunk.code = filledIn(code, 'gate', bundle);
      },
    },
  };
}

function filledIn(code: string, face: string, bundle: Rolldown.OutputBundle): string {
  const files = JSON.stringify(filesOf(`${face}/index.html`, bundle).map((file) => `/${file}`));
  const digest = createHash('sha256').update(files).digest('hex').slice(0, 16);
  return code
    .replace('FACE_INDEX', () => JSON.stringify(`/${face}/`))
    .replace('FACE_FILES', () => files)
    .replace('FACE_BUILD', () => JSON.stringify(digest));
}

function filesOf(face: string, bundle: Rolldown.OutputBundle): string[] {
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
