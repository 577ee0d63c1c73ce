import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Test files that share a process: loading the office takes longer than most of them run, and what has run once runs faster.
 * Journeys and whatever starts processes keep one of their own, so that what waits leaves the processor to others.
 */
const shared = '{src,web,test/model-cases}/**/*.test.ts';
const all = '{src,web,test,scripts,bench}/**/*.test.ts';
/** neighbours, who load much the same; few enough that no process is left running alone at the end */
const files_each = 8;

/** Hooks at the root of a file would run for the tests of all that share its process. */
const rootHook = /^(?:before|after)(?:Each)?\(/m;

/** What to hand to `node --test` for all tests below `root`: files, and files written to `folder` that load several. */
export function groupTests(root: string, folder: string): string[] {
  const sharing = globSync(shared, { cwd: root })
    .filter((file) => !rootHook.test(readFileSync(join(root, file), 'utf8')))
    .toSorted();
  const alone = globSync(all, { cwd: root }).filter((file) => !sharing.includes(file));
  const groups = Array.from({ length: Math.ceil(sharing.length / files_each) }, (_, index) => {
    const group = join(folder, `group-${String(index + 1).padStart(2, '0')}.test.mjs`);
    const files = sharing.slice(index * files_each, (index + 1) * files_each);
    const loads = files.map((file) => `await import('${pathToFileURL(join(root, file)).href}');\n`);
    writeFileSync(group, loads.join(''));
    return group;
  });
  return [...groups, ...alone];
}
