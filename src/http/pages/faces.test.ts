import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { openHttpOffice } from '../../../test/fixtures/http-office.ts';
import { builtPages } from '../../../test/fixtures/pages.ts';
import Fastify from 'fastify';
import { addFaces, faces } from './faces.ts';

const built = fileURLToPath(new URL('../../../dist/web', import.meta.url));

interface Chunk {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

/** The compressed bytes of what a face's index loads before anything is drawn. */
function firstLoadBytes(face: string): number {
  const manifest = JSON.parse(readFileSync(join(built, '.vite', 'manifest.json'), 'utf8')) as Record<
    string,
    Chunk
  >;
  const files = new Set([`${face}/index.html`]);
  const add = (key: string): void => {
    const chunk = manifest[key];
    assert.ok(chunk !== undefined, `${key} is not in the manifest`);
    if (files.has(chunk.file)) return;
    files.add(chunk.file);
    for (const file of chunk.css ?? []) files.add(file);
    for (const one of chunk.imports ?? []) add(one);
  };
  add(`${face}/index.html`);
  // the desk opens on its home
  if (face === 'admin') add('admin/home/home-page.tsx');
  return [...files].reduce((sum, file) => sum + compressedBytes(file), 0);
}

function compressedBytes(file: string): number {
  const [found = file] = globSync(`${file}.gz`, { cwd: built });
  return readFileSync(join(built, found)).length;
}

suite('the built pages', () => {
  before(builtPages);

  for (const [face, limit_bytes] of [
    ['admin', 250_000],
    ['gate', 175_000],
    ['counter', 200_000],
  ] as const)
    test(`of /${face} come in fewer than ${limit_bytes} bytes`, (t) => {
      const bytes = firstLoadBytes(face);
      t.diagnostic(`${face}: ${bytes} bytes, gzip`);
      assert.ok(bytes > 50_000, 'something is left out of the count');
      assert.ok(bytes < limit_bytes, `${bytes} bytes`);
    });

  test('are one index for every address of a face, asked for anew each time and without inline scripts', async () => {
    await using office = await openHttpOffice();
    for (const face of faces)
      for (const path of [`/${face}`, `/${face}/`, `/${face}/orders/5?x=1`]) {
        const { statusCode, headers, body } = await request(office.origin + path);
        assert.deepEqual(
          [statusCode, headers['content-type'], headers['cache-control']],
          [200, 'text/html; charset=utf-8', 'no-cache'],
        );
        const policy = String(headers['content-security-policy']);
        // WebAssembly and the camera are for the gate's reader alone
        const scripts = face === 'gate' ? "'self' 'wasm-unsafe-eval'" : "'self'";
        assert.ok(policy.startsWith(`default-src 'none'; script-src ${scripts};`), policy);
        const camera = face === 'gate' ? 'camera=(self)' : 'camera=()';
        assert.ok(String(headers['permissions-policy']).startsWith(camera));
        assert.doesNotMatch(await body.text(), /<script(?![^>]* src=)/);
      }
  });

  test('keep what has its digest in its name for ever, and send it as the browser takes it', async () => {
    await using office = await openHttpOffice();
    const [name = ''] = globSync('*.js.br', { cwd: join(built, 'assets') });
    const url = `${office.origin}/assets/${name.slice(0, -'.br'.length)}`;
    for (const [accepted, coding] of [
      ['br, gzip', 'br'],
      ['gzip', 'gzip'],
      ['identity', undefined],
    ] as const) {
      const { statusCode, headers, body } = await request(url, { headers: { 'accept-encoding': accepted } });
      await body.dump();
      assert.equal(statusCode, 200);
      assert.equal(headers['content-encoding'], coding);
      assert.equal(headers['content-type'], 'application/javascript; charset=utf-8');
      assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
      assert.match(String(headers.vary), /accept-encoding/i);
    }
  });

  test('answer HEAD, and other methods that they do not take them', async () => {
    await using office = await openHttpOffice();
    const head = await request(`${office.origin}/admin`, { method: 'HEAD' });
    assert.equal(head.statusCode, 200);
    assert.equal(await head.body.text(), '');
    for (const [path, type] of [
      ['/admin/x', undefined],
      ['/gate', 'application/x-www-form-urlencoded'],
      ['/', 'multipart/form-data; boundary=x'],
      ['/o/1.x/nothing', 'application/json'],
    ] as const) {
      const headers = type === undefined ? {} : { 'content-type': type };
      const body = type === undefined ? null : '{';
      const post = await request(`${office.origin}${path}`, { method: 'POST', headers, body });
      await post.body.dump();
      assert.deepEqual([post.statusCode, post.headers.allow], [405, 'GET, HEAD'], path);
    }
  });

  test('give nothing but themselves: files that are not there, and those beside them, are not found', async () => {
    await using office = await openHttpOffice();
    for (const path of [
      '/assets/none.js',
      '/assets/..%2f..%2fsources.txt',
      '/admin/none.js',
      '/admin/..%2f..%2fsources.txt',
      '/admin/%2e%2e/sources.txt',
      '/assets/',
    ]) {
      const { statusCode, body } = await request(office.origin + path);
      await body.dump();
      assert.equal(statusCode, 404, path);
    }
  });
});

test('pages that are not built say so, and how they are built', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-faces-'));
  const app = Fastify();
  addFaces(app, folder);
  try {
    const { statusCode, body } = await app.inject({ url: '/admin', headers: { 'accept-language': 'en' } });
    assert.equal(statusCode, 503);
    assert.match(body, /The pages are not built[\s\S]*npm run build:web/);
  } finally {
    await app.close();
    rmSync(folder, { recursive: true });
  }
});
