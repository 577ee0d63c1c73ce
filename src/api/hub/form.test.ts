import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Type } from 'typebox';
import { loadConnectors } from '../../cli/connectors.ts';
import { formOf } from './form.ts';
import { kindItem } from './items.ts';

test('every connector can be asked for in a form, and its mappings are pairs of its settings', async () => {
  const connectors = await loadConnectors();
  assert.ok(connectors.size >= 6);
  for (const connector of connectors.values()) {
    const { settings, secrets, mappings } = kindItem(connector);
    assert.equal(settings.length, Object.keys(connector.settings.properties).length);
    assert.ok(secrets.every(({ type }) => type === 'text'));
    for (const { setting, from, to } of mappings) {
      const field = settings.find(({ name }) => name === setting);
      assert.equal(field?.type, 'pairs');
      assert.deepEqual(
        field.fields?.map(({ name }) => name),
        [from, to],
      );
    }
  }
});

test('a field that no form could ask for is an error of whoever wrote the connector', () => {
  assert.throws(() => formOf(Type.Object({ odd: Type.Array(Type.Boolean()) })), /odd/);
});
