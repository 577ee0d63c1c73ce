import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formOf } from '../../../src/api/hub/form.ts';
import { loadConnectors } from '../../../src/cli/connectors.ts';
import { choiceWords, frenchHelp } from './field-help.ts';
import { words } from './field-words.ts';

test('every field of every connector is asked for in French and in English', async () => {
  const missing: string[] = [];
  for (const { dialect, settings, secrets } of (await loadConnectors()).values()) {
    const fields = [...formOf(settings), ...formOf(secrets)];
    for (const { name, description, choices } of [...fields, ...fields.flatMap((one) => one.fields ?? [])]) {
      const titled = [`${dialect}_${name}`, name].some((key) => Object.hasOwn(words.fr, key));
      const helped = description === '' || frenchHelp(dialect, name) !== undefined;
      if (!titled) missing.push(`${dialect}.${name}: title`);
      if (!helped) missing.push(`${dialect}.${name}: help`);
      for (const choice of choices ?? [])
        if (choiceWords('fr', name, choice) === undefined) missing.push(`${dialect}.${name}: ${choice}`);
    }
  }
  assert.deepEqual(missing, []);
});
