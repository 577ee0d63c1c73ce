import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openapi, openapiText } from './openapi.ts';
import { example } from './testing/example.ts';
import { serveExample } from './testing/server.ts';

interface Document {
  openapi: string;
  paths: Record<string, Record<string, Record<string, unknown>>>;
  components: { schemas: Record<string, unknown>; securitySchemes: Record<string, unknown> };
}

const document = openapi(example) as unknown as Document;

test('the document tells wire types, bracket names and every address', () => {
  assert.equal(document.openapi, '3.1.0');
  const list = document.paths['/event/{id}/attendees']?.get as { parameters: { name: string; in: string }[] };
  assert.deepEqual(
    list.parameters.map(({ name, in: place }) => `${place} ${name}`),
    ['path id', 'query since', 'query used', 'query id_event[]', 'query date_ticket', 'query where[]'],
  );
  assert.ok(document.paths['/events/{id}/attendees']?.get);
  assert.ok(document.paths['/workers/sale.php']?.get && document.paths['/workers/sale.php'].post);
  assert.deepEqual(document.paths['/ping']?.get?.security, []);
  assert.match(JSON.stringify(list), /"text\/html"/);
});

test('recursive schemas are components, and every reference leads to one', () => {
  assert.ok(document.components.schemas.Category);
  for (const { 1: name = '' } of JSON.stringify(document).matchAll(
    /"\$ref":"#\/components\/schemas\/([^"]+)"/g,
  )) {
    assert.ok(document.components.schemas[name], name);
  }
  assert.doesNotMatch(JSON.stringify(document), /\$defs|"\$id"|"~/);
});

test('the text is the same every time', () => {
  assert.equal(openapiText(example), openapiText(example));
});

test('document and page are served from here alone, under a strict policy', async () => {
  const app = serveExample();
  const got = await app.inject('/example/openapi.json');
  assert.deepEqual(got.json(), JSON.parse(openapiText(example)));
  const again = await app.inject({
    url: '/example/openapi.json',
    headers: { 'if-none-match': String(got.headers.etag) },
  });
  assert.equal(again.statusCode, 304);
  const page = await app.inject('/example/reference');
  assert.doesNotMatch(page.body, /https?:/);
  assert.match(String(page.headers['content-security-policy']), /default-src 'none'; script-src 'self'/);
  for (const { 1: name = '' } of page.body.matchAll(/(?:href|src)="([^":]+)"/g)) {
    const asset = await app.inject(`/example/${name}`);
    assert.equal(asset.statusCode, 200, name);
  }
  assert.equal((await app.inject('/example/reference/package.json')).statusCode, 404);
  await app.close();
});
