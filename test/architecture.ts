import { dirname, join, normalize } from 'node:path/posix';
import { parseSync } from 'oxc-parser';

/**
 * The rules of the house, over a tree of files given by name (paths from the root of the project, `/` between):
 * which room may import which, how files are named, what a dialect consists of.
 */

/**
 * What each room of `src/` may import beside itself. Arrows run only downwards:
 * cli → http → {api → hub, dialects, hub} → office → {domain, store}.
 * Anything that is not written here is forbidden: a new arrow is a decision, taken by changing this table.
 */
const arrows: Readonly<Record<string, readonly string[]>> = {
  // the composition root: puts dialects, the hub's connections and the store together
  cli: [
    'config',
    'setting',
    'http',
    'api',
    'dialects',
    'dialect',
    'connect',
    'demo',
    'hub',
    'office',
    'store',
    'domain',
  ],
  // the demo's data and the sandbox's controls, which the composition root mounts in the demo alone
  demo: ['api', 'contract', 'office', 'store', 'domain'],
  // mounts the dialects that the composition root hands over
  http: ['config', 'setting', 'api', 'dialects', 'hub', 'contract', 'office', 'store', 'domain'],
  // its group of connections works them through the runner that the composition root hands over
  api: ['hub', 'contract', 'office', 'store', 'domain'],
  // files beside the dialects' folders: what http expects of every dialect; they know none of them
  dialects: ['contract', 'office', 'store', 'domain'],
  // one vendor's folder; another vendor's is never in reach
  dialect: ['dialects', 'contract', 'office', 'store', 'domain'],
  // a dialect's connect.ts implements the port that the hub declares
  connect: ['dialects', 'dialect', 'hub', 'contract', 'domain'],
  // imports no dialect: it is handed what implements its port
  hub: ['office', 'store', 'domain'],
  office: ['store', 'domain'],
  store: ['domain'],
  contract: ['domain'],
  config: ['setting', 'domain'],
  setting: [],
  // what integrators import: shapes and calls, nothing that serves them
  client: ['api', 'contract', 'domain'],
  domain: [],
};

/** Packages and built-in modules that only these rooms may import. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  pg: ['store'],
  'node:sqlite': ['store'],
  kysely: ['store', 'office'],
};

/**
 * Rooms of pure rules: the same input gives the same output. Clock and randomness are passed in; of packages and
 * built-in modules, only those that compute from what they are given.
 */
const pure: Readonly<Record<string, readonly string[]>> = { domain: ['node:crypto', 'node:url'] };

const impure = /^(Date\.now|Math\.random|performance\.now|Temporal\.Now|process\.\w+|crypto\.\w+|random\w+)$/;

const vague_name = /^(utils?|helpers?|common|misc|managers?|shared)$/;
const dialect_files = ['contract.ts', 'wire.ts', 'serve.ts', 'README.md', 'fixtures/'];

export interface Tree {
  /** Every file, by its path from the root. */
  readonly paths: readonly string[];
  read(path: string): string;
}

/** Everything that breaks a rule, one sentence each; empty when all is well. */
export function findBreaches(tree: Tree): string[] {
  const sources = tree.paths.filter((path) => /^src\/.*\.ts$/.test(path));
  const tests = tree.paths.filter((path) => path.endsWith('.test.ts'));
  return [
    ...sources.filter((path) => !isTest(path)).flatMap((path) => importBreaches(path, tree.read(path))),
    ...tree.paths.filter(hasVagueName).map((path) => `${path}: name it after what it holds`),
    ...dialectBreaches(tree.paths),
    ...tests.filter((path) => !holdsTest(tree.read(path))).map((path) => `${path}: holds no test`),
  ];
}

/** Tests may import anything. */
const isTest = (path: string): boolean => path.endsWith('.test.ts');

/** The room a file belongs to, with the vendor when it is part of a dialect; undefined outside every room. */
function roomOf(path: string): { room: string; vendor?: string } | undefined {
  const [top, first, second, third] = path.split('/');
  if (top !== 'src' || first === undefined) return undefined;
  if (first === 'dialects' && second !== undefined && third !== undefined)
    return { room: /^connect(\.|\b)/.test(third) ? 'connect' : 'dialect', vendor: second };
  const room = second === undefined ? first.replace(/\.ts$/, '') : first;
  return Object.hasOwn(arrows, room) && room !== 'dialect' && room !== 'connect' ? { room } : undefined;
}

function importBreaches(path: string, source: string): string[] {
  const from = roomOf(path);
  if (from === undefined) return [`${path}: belongs to no room of the table`];
  const impurities = Object.hasOwn(pure, from.room) ? impuritiesOf(source) : [];
  const imports = importsOf(path, source).flatMap((target) => {
    if (target === undefined) return [`${path}: a computed import() cannot be checked`];
    const reason = target.startsWith('.')
      ? arrowBreach(from, path, target)
      : packageBreach(from.room, target);
    return reason === undefined ? [] : [`${path}: imports ${target}: ${reason}`];
  });
  return [
    ...imports,
    ...impurities.map((name) => `${path}: uses ${name}: ${from.room} is handed its clock and chance`),
  ];
}

function arrowBreach(
  from: { room: string; vendor?: string },
  path: string,
  target: string,
): string | undefined {
  const file = normalize(join(dirname(path), target));
  const to = roomOf(file);
  if (to === undefined) return `${file} belongs to no room of the table`;
  if (from.vendor !== undefined && to.vendor !== undefined && from.vendor !== to.vendor)
    return `${from.vendor} → ${to.vendor}: a dialect never imports another`;
  if (from.room === to.room || arrows[from.room]?.includes(to.room)) return undefined;
  return `${from.room} → ${to.room} is not in the table`;
}

function packageBreach(room: string, target: string): string | undefined {
  const computing = pure[room];
  if (computing !== undefined && !computing.includes(target)) return `${room} imports nothing but itself`;
  const rooms = reserved[target];
  if (rooms === undefined || rooms.includes(room)) return undefined;
  return `only ${rooms.join(' and ')} may import it`;
}

/** What a file imports, in every way there is: static, `import type`, re-export, `import('…')` as value and type. */
export function importsOf(path: string, source: string): (string | undefined)[] {
  const { program, errors } = parseSync(path, source);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message ?? 'cannot be parsed'}`);
  const found: (string | undefined)[] = [];
  walk(program, (node) => {
    if (!importing.has(String(node['type']))) return;
    const from = node['source'];
    if (from === null || from === undefined) return; // export { x }
    const literal = isNode(from) ? from['value'] : undefined;
    found.push(typeof literal === 'string' ? literal : undefined);
  });
  return found;
}

const importing = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'ImportExpression',
  'TSImportType',
]);

type Node = Record<string, unknown>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) walk(item, visit);
  } else if (isNode(value)) {
    if (typeof value['type'] === 'string') visit(value);
    for (const child of Object.values(value)) walk(child, visit);
  }
}

/** What a source reads of clock, chance or process: `Date.now`, `new Date()`, `randomBytes` … */
function impuritiesOf(source: string): string[] {
  const found: string[] = [];
  walk(parseSync('x.ts', source).program, (node) => {
    const { type, object, property, callee, arguments: args, imported } = node;
    if (type === 'MemberExpression' && impure.test(`${nameOf(object)}.${nameOf(property)}`))
      found.push(`${nameOf(object)}.${nameOf(property)}`);
    if (type === 'ImportSpecifier' && impure.test(nameOf(imported))) found.push(nameOf(imported));
    if (type === 'NewExpression' && nameOf(callee) === 'Date' && Array.isArray(args) && args.length === 0)
      found.push('new Date()');
  });
  return found;
}

const nameOf = (value: unknown): string =>
  isNode(value) && typeof value['name'] === 'string' ? value['name'] : '';

function hasVagueName(path: string): boolean {
  return path.split('/').some((part) => vague_name.test((part.split('.')[0] ?? '').toLowerCase()));
}

function dialectBreaches(paths: readonly string[]): string[] {
  const vendors = new Set(paths.flatMap((path) => /^src\/dialects\/([^/]+)\//.exec(path)?.[1] ?? []));
  return [...vendors].flatMap((vendor) => {
    const folder = `src/dialects/${vendor}/`;
    const has = (name: string): boolean =>
      paths.some((path) => (name.endsWith('/') ? path.startsWith(folder + name) : path === folder + name));
    // a dialect that only connects (it is a client and nothing else) has nothing to serve
    const needed =
      has('connect.ts') && !has('serve.ts') ? dialect_files.filter((n) => n !== 'serve.ts') : dialect_files;
    return needed.filter((name) => !has(name)).map((name) => `${folder}: lacks ${name}`);
  });
}

/** Whether a file holds a test: a call with a sentence and a function, as `test('…', () => …)` and its relatives. */
export function holdsTest(source: string): boolean {
  let found = false;
  walk(parseSync('x.test.ts', source).program, (node) => {
    const args = node['type'] === 'CallExpression' ? node['arguments'] : undefined;
    if (!Array.isArray(args) || args.length < 2) return;
    const [name, ...rest]: unknown[] = args;
    const named = isNode(name) && (typeof name['value'] === 'string' || name['type'] === 'TemplateLiteral');
    found ||= named && rest.some((arg) => isNode(arg) && /Function/.test(String(arg['type'])));
  });
  return found;
}
