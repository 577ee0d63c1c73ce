import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { addressed, missingFrom, withoutIncomplete, type Lock } from './lock.ts';

const whole: Lock = {
  packages: {
    '': { dependencies: { a: '1.0.0' }, optionalDependencies: { 'node-x': '26.0.0', 'node-y': '26.0.0' } },
    'node_modules/a': { version: '1.0.0', dependencies: { b: '^1.0.0', c: '^1.0.0' } },
    'node_modules/a/node_modules/b': { version: '1.0.0', optionalDependencies: { '@s/c': '1', c: '1' } },
    'node_modules/@s/c': { version: '1.0.0' },
    'node_modules/c': { version: '1.0.0' },
    'node_modules/node-x': { version: '26.0.0' },
    'node_modules/node-y': { version: '26.0.0' },
  },
};

function without(path: string): Lock {
  const { [path]: _, ...packages } = whole.packages;
  return { packages };
}

suite('a lock file', () => {
  test('that is whole lacks nothing, wherever a package is nested', () => {
    assert.deepEqual(missingFrom(whole), []);
  });

  test('that lost the package of another system lacks it', () => {
    assert.deepEqual(missingFrom(without('node_modules/node-y')), [['', 'node-y']]);
    assert.deepEqual(missingFrom(without('node_modules/@s/c')), [['node_modules/a/node_modules/b', '@s/c']]);
  });

  test('is mended by forgetting what is incomplete, and only that', () => {
    const { '': root, ...rest } = withoutIncomplete(without('node_modules/node-y')).packages;
    assert.deepEqual(root?.optionalDependencies, { 'node-x': '26.0.0' });
    assert.equal(Object.keys(rest).length, 5);
    const nested = withoutIncomplete(without('node_modules/@s/c')).packages;
    assert.equal(Object.hasOwn(nested, 'node_modules/a/node_modules/b'), false);
    assert(Object.hasOwn(nested, 'node_modules/a'));
  });

  test('that names a registry is found out', () => {
    const packages = { ...whole.packages, 'node_modules/c': { resolved: 'https://registry.example/c.tgz' } };
    assert.deepEqual(addressed({ packages }), ['node_modules/c']);
  });
});
