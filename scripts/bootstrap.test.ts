import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { after, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), 'guichet-bootstrap-'));
after(() => rmSync(folder, { recursive: true }));

/** Runs a script of this text as `npm start` runs the demo. */
function boot(source: string, ...args: string[]): ChildProcess {
  const script = join(folder, `script-${Math.random()}.ts`);
  writeFileSync(script, source);
  const call = `runScript(${JSON.stringify(relative(root, script))}, ${JSON.stringify(args)})`;
  const { NODE_TEST_CONTEXT: _, npm_lifecycle_event: __, ...env } = process.env;
  return spawn(
    process.execPath,
    ['--input-type=module', '-e', `import { runScript } from './scripts/bootstrap.mjs'; ${call}`],
    { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] },
  );
}

async function output(child: ChildProcess): Promise<string> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (part: string) => (text += part));
  await once(child, 'close');
  return text;
}

suite('a script run on the Node that npm brought', () => {
  test('is given its arguments, and Node 26 under the name of node', async () => {
    const child = boot(
      `import { execFileSync } from 'node:child_process';
       const named = String(execFileSync('node', ['--version'])).trim();
       console.log(JSON.stringify([process.argv.slice(2), named === process.version, process.version]));`,
      'demo',
      'a b',
    );
    const [args, same, version] = JSON.parse(await output(child)) as [string[], boolean, string];
    assert.deepEqual(args, ['demo', 'a b']);
    assert(same && Number(version.slice(1).split('.')[0]) >= 26, version);
  });

  test('gives its exit code back', async () => {
    const child = boot('process.exitCode = 7;');
    await output(child);
    assert.equal(child.exitCode, 7);
  });

  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    test(`is handed ${signal} and may end in its own time`, async () => {
      const child = boot(
        `process.on('${signal}', () => { console.log('closing'); setTimeout(() => process.exit(3), 50); });
         setInterval(() => {}, 1000); console.log('ready');`,
      );
      assert(child.stdout);
      const seen: string[] = [];
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        if (text.includes('ready')) child.kill(signal);
        seen.push(text.trim());
      });
      await once(child, 'close');
      assert.deepEqual(seen, ['ready', 'closing']);
      assert.equal(child.exitCode, 3);
    });

  test('that a signal ends is told as a shell tells it', async () => {
    const child = boot(`process.kill(process.pid, 'SIGKILL');`);
    await output(child);
    assert.equal(child.exitCode, 137);
  });
});
