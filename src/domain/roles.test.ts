import assert from 'node:assert/strict';
import { test } from 'node:test';
import { permissions, permissionsOf, roles, scopeOf } from './roles.ts';

test('a manager may do everything, and whoever only reads changes nothing', () => {
  assert.deepEqual(permissionsOf('manager'), permissions);
  for (const permission of permissionsOf('read_only')) assert.match(permission, /\.read$/);
  for (const role of roles) if (role !== 'manager') assert.ok(!permissionsOf(role).includes('access.write'));
});

test('a word that is no role may do nothing', () => {
  assert.deepEqual(permissionsOf('till'), []);
  assert.deepEqual(permissionsOf('constructor'), []);
});

test('a role for one event holds there, one for the organizer everywhere in it, and none elsewhere', () => {
  const held = [
    { organizer_id: 1, role: 'read_only', event_id: null },
    { organizer_id: 1, role: 'manager', event_id: 7 },
    { organizer_id: 1, role: 'manager', event_id: 5 },
  ];
  assert.equal(scopeOf(held, 1, 'catalogue.read'), 'everywhere');
  assert.deepEqual(scopeOf(held, 1, 'catalogue.write'), [5, 7]);
  assert.equal(scopeOf(held, 1, 'nothing' as never), undefined);
  assert.equal(scopeOf(held, 2, 'catalogue.read'), undefined);
});
