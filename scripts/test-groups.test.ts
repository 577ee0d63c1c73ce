import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { groupTests } from './test-groups.ts';

describe('the processes of tests', () => {
  const root = mkdtempSync(join(tmpdir(), 'guichet-groups-'));
  after(() => rmSync(root, { recursive: true }));
  const write = (file: string, text = ''): void => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };

  test('hold each file once: neighbours together, journeys and files with hooks of their own alone', () => {
    const small = Array.from({ length: 20 }, (_, index) => `src/domain/rule-${index + 10}.test.ts`);
    for (const file of small) write(file, 'test(…)');
    write('src/domain/rule.ts');
    write('src/hooked.test.ts', 'import…\nbeforeEach(() => {\n  …');
    write('src/within.test.ts', "describe('…', () => {\n  beforeEach(() => …");
    write('test/journeys/till.test.ts', 'test(…)');
    const folder = join(root, 'groups');
    mkdirSync(folder);
    const given = groupTests(root, folder);
    const alone = given.filter((file) => file.endsWith('.ts'));
    assert.deepEqual(alone.toSorted(), ['src/hooked.test.ts', 'test/journeys/till.test.ts']);
    const groups = given.filter((file) => file.endsWith('.mjs'));
    const loaded = groups.flatMap((file) => readFileSync(file, 'utf8').match(/[\w-]+\.test\.ts/g) ?? []);
    assert.deepEqual(loaded, [...small.map((file) => basename(file)), 'within.test.ts']);
    assert.equal(groups.length, 3);
  });
});
