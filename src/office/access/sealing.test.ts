import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createSecretSealer, loadSealingKey, sealedFor } from './sealing.ts';

const sealer = createSecretSealer(new Uint8Array(32).fill(1));

test('a sealed text opens with its key and its context, and is sealed anew each time', () => {
  const texts = ['demo-utick-private', '', 'é'.repeat(1000)];
  for (const text of texts) {
    const sealed = sealer.seal(text, sealedFor.credential(7));
    assert.equal(sealer.open(sealed, sealedFor.credential(7)), text);
    assert.notEqual(sealer.seal(text, sealedFor.credential(7)), sealed);
    if (text !== '') assert.ok(!sealed.includes(text));
  }
});

test('it does not open elsewhere, with another key, or touched', () => {
  const sealed = sealer.seal('secret', sealedFor.credential(7));
  assert.throws(() => sealer.open(sealed, sealedFor.credential(8)));
  assert.throws(() => sealer.open(sealed, sealedFor.connection(7)));
  assert.throws(() => createSecretSealer(new Uint8Array(32)).open(sealed, sealedFor.credential(7)));
  for (const at of [3, 10, 30, sealed.length - 2]) {
    const touched = sealed.slice(0, at) + (sealed[at] === 'A' ? 'B' : 'A') + sealed.slice(at + 1);
    assert.throws(() => sealer.open(touched, sealedFor.credential(7)), `at ${at}`);
  }
  for (const text of ['', 'v1.', 'v1.AAAA', 'secret']) {
    assert.throws(() => sealer.open(text, sealedFor.credential(7)), /no sealed text/);
  }
});

test('the key comes from the environment, or from a file made once for its owner alone', () => {
  const data_folder = mkdtempSync(join(tmpdir(), 'guichet-key-'));
  try {
    const made = loadSealingKey({ data_folder });
    assert.equal(made.length, 32);
    assert.deepEqual(loadSealingKey({ data_folder, from_environment: '' }), made);
    assert.equal(statSync(join(data_folder, 'secret.key')).mode & 0o777, 0o600);
    const hex = 'ab'.repeat(32);
    const base64 = Buffer.from(hex, 'hex').toString('base64');
    for (const from_environment of [hex, ` ${base64}\n`]) {
      assert.equal(Buffer.from(loadSealingKey({ data_folder, from_environment })).toString('hex'), hex);
    }
    assert.throws(
      () => loadSealingKey({ data_folder, from_environment: 'changeme' }),
      /GUICHET_SECRET_KEY must be/,
    );
    writeFileSync(join(data_folder, 'secret.key'), 'broken');
    assert.throws(() => loadSealingKey({ data_folder }), /secret\.key must be/);
  } finally {
    rmSync(data_folder, { recursive: true });
  }
});

test('the folder of the key is made, where no database has made it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guichet-key-'));
  try {
    const data_folder = join(folder, 'new', 'demo');
    assert.deepEqual(loadSealingKey({ data_folder }), loadSealingKey({ data_folder }));
    assert.equal(statSync(data_folder).mode & 0o777, 0o700);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a key of another length is none', () => {
  assert.throws(() => createSecretSealer(new Uint8Array(16)), /32 bytes/);
});
