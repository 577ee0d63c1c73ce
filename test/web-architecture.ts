import { dirname, join, normalize } from 'node:path/posix';
import { parseSync } from 'oxc-parser';
import type { Tree } from './architecture.ts';

/**
 * What the pages may import. Of the server they know types, which are gone when they are built, and pure rules of
 * `domain/` that need nothing of Node: no use case, no schema, no secret reaches a browser.
 */

/** What each room of `web/` may import beside itself. A face never imports another. */
const arrows: Readonly<Record<string, readonly string[]>> = {
  admin: ['kit', 'session', 'api', 'words'],
  gate: ['kit', 'api', 'words'],
  counter: ['kit', 'session', 'api', 'words'],
  kit: ['session', 'api', 'words'],
  session: ['api', 'words'],
  api: [],
  words: [],
};

/** Rooms of the server whose types pages may know. */
const known_types = ['api', 'contract', 'domain'];

/** Everything that breaks a rule, one sentence each; empty when all is well. */
export function findWebBreaches(tree: Tree): string[] {
  // what builds the pages runs in Node
  const pages = tree.paths.filter(
    (path) =>
      /^web\/[^/]+\/.*\.tsx?$/.test(path) && !/\.(test|d)\.ts$/.test(path) && !path.startsWith('web/build/'),
  );
  return pages.flatMap((path) => {
    const room = roomOf(path);
    if (!Object.hasOwn(arrows, room)) return [`${path}: belongs to no room of the table`];
    return importsOf(path, tree.read(path)).flatMap(({ target, type }) => {
      const reason = target.startsWith('.')
        ? reasonAgainst(tree, path, target, type)
        : packageReason(target, type);
      return reason === undefined ? [] : [`${path}: imports ${target}: ${reason}`];
    });
  });
}

const roomOf = (path: string): string => path.split('/')[1] ?? '';

function reasonAgainst(tree: Tree, path: string, target: string, type: boolean): string | undefined {
  const file = normalize(join(dirname(path), target));
  const [top, room = ''] = file.split('/');
  const from = roomOf(path);
  if (top === 'web') {
    if (room === from || arrows[from]?.includes(room)) return undefined;
    return `${from} → ${room} is not in the table`;
  }
  if (top !== 'src' || !known_types.includes(room)) return 'pages know nothing of it';
  if (type) return undefined;
  if (room !== 'domain') return 'of the server a page imports types alone';
  return nodeIn(tree, file, new Set());
}

/** The first thing of Node that a file of the server imports, itself or through others. */
function nodeIn(tree: Tree, file: string, seen: Set<string>): string | undefined {
  if (seen.has(file)) return undefined;
  seen.add(file);
  for (const { target, type } of importsOf(file, tree.read(file))) {
    if (type) continue;
    if (!target.startsWith('.')) return `${file} needs ${target}, which no browser has`;
    const found = nodeIn(tree, normalize(join(dirname(file), target)), seen);
    if (found !== undefined) return found;
  }
  return undefined;
}

function packageReason(target: string, type: boolean): string | undefined {
  if (type || !target.startsWith('node:')) return undefined;
  return 'no browser has it';
}

interface Import {
  readonly target: string;
  /** gone when it is built */
  readonly type: boolean;
}

function importsOf(path: string, source: string): Import[] {
  const { program, module, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? 'cannot be parsed'}`);
  const declared = program.body.flatMap((node): Import[] => {
    if (node.type === 'ImportDeclaration')
      return [{ target: node.source.value, type: node.importKind === 'type' }];
    if (node.type === 'ExportAllDeclaration')
      return [{ target: node.source.value, type: node.exportKind === 'type' }];
    if (node.type === 'ExportNamedDeclaration' && node.source !== null)
      return [{ target: node.source.value, type: node.exportKind === 'type' }];
    return [];
  });
  const later = module.dynamicImports.map(({ moduleRequest: { start, end } }): Import => {
    const literal = /^(['"])(.*)\1$/.exec(source.slice(start, end))?.[2];
    if (literal === undefined) throw new Error(`${path}: a computed import() cannot be checked`);
    return { target: literal, type: false };
  });
  return [...declared, ...later];
}
