import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createEvent } from '../catalogue/event.ts';
import { createOrganizer } from '../catalogue/organizer.ts';
import { findApplicableCodes } from './find-applicable.ts';
import {
  createDiscount,
  createPromoCode,
  createPromoCodes,
  deletePromoCode,
  updateDiscount,
  updatePromoCode,
} from './promo-code.ts';

let count = 0;

async function organizer({ write }: TestStore): Promise<number> {
  count += 1;
  const slug = `promotions-${count}`;
  return write((tx) => createOrganizer(tx, { slug, name: 'Park', zone: 'Europe/Paris', currency: 'EUR' }));
}

onEachStore('promo codes', (open) => {
  test('are found by label in any capitals and by id, with uses and scope', async () => {
    const opened = open();
    const { read, write } = opened;
    const organizer_id = await organizer(opened);
    const event_id = await write((tx) => createEvent(tx, { organizer_id, name: 'Show' }));
    const scopes = [{ kind: 'event', target_id: event_id }] as const;
    const id = await write((tx) =>
      createPromoCode(tx, {
        organizer_id,
        label: 'Été2026',
        kind: 'percent',
        percent_bp: 1000,
        uses: 100,
        scopes,
      }),
    );
    const [byLabel] = await read((rx) => findApplicableCodes(rx, { organizer_id, labels: [' éTé2026 '] }));
    const [byId] = await read((rx) => findApplicableCodes(rx, { organizer_id, ids: [id] }));
    assert.deepEqual(byLabel, byId);
    assert.deepEqual(
      [byId?.percent_bp, byId?.uses_left, byId?.enabled, byId?.scopes],
      [1000, 100, true, [...scopes]],
    );
    await assert.rejects(
      write((tx) => createPromoCode(tx, { organizer_id, label: 'ÉTÉ2026', kind: 'reveal', uses: null })),
      { code: 'already_exists' },
    );
    await write((tx) => updatePromoCode(tx, { organizer_id, promo_code_id: id, uses: 5, scopes: [] }));
    const [changed] = await read((rx) => findApplicableCodes(rx, { organizer_id, ids: [id] }));
    assert.deepEqual([changed?.uses_left, changed?.scopes], [5, []]);
    await write((tx) => deletePromoCode(tx, { organizer_id, promo_code_id: id }));
    assert.deepEqual(await read((rx) => findApplicableCodes(rx, { organizer_id, ids: [id] })), []);
    const other = await organizer(opened);
    assert.deepEqual(await read((rx) => findApplicableCodes(rx, { organizer_id: other, ids: [id] })), []);
  });

  test('a discount gives its codes their terms, and switches them off', async () => {
    const opened = open();
    const { read, write } = opened;
    const organizer_id = await organizer(opened);
    const discount_id = await write((tx) =>
      createDiscount(tx, { organizer_id, name: 'Spring', kind: 'value', value: 300, ends_at: 9000 }),
    );
    const labels = ['A1', 'A2', 'A3'];
    const ids = await write((tx) => createPromoCodes(tx, { organizer_id, discount_id, labels, uses: 1 }));
    const codes = () => read((rx) => findApplicableCodes(rx, { organizer_id, ids }));
    assert.deepEqual(
      (await codes()).map((code) => [code.label, code.kind, code.value, code.ends_at, code.enabled]),
      labels.map((label) => [label, 'value', 300, 9000, true]),
    );
    await write((tx) => updateDiscount(tx, { organizer_id, discount_id, enabled: 0 }));
    assert.ok((await codes()).every((code) => !code.enabled));
    await assert.rejects(
      write((tx) => createPromoCodes(tx, { organizer_id, discount_id, labels: ['B1', 'A2'], uses: 1 })),
      { code: 'already_exists' },
    );
    assert.deepEqual(await read((rx) => findApplicableCodes(rx, { organizer_id, labels: ['B1'] })), []);
  });

  test('are refused with terms that contradict each other, or a scope of somebody else', async () => {
    const opened = open();
    const { write } = opened;
    const organizer_id = await organizer(opened);
    const other = await organizer(opened);
    const theirs = await write((tx) => createEvent(tx, { organizer_id: other, name: 'Theirs' }));
    const code = { organizer_id, label: 'X', uses: 1 };
    const wrong = { code: 'invalid_input' };
    await assert.rejects(
      write((tx) => createPromoCode(tx, { ...code, kind: 'percent', value: 5 })),
      wrong,
    );
    await assert.rejects(
      write((tx) => createPromoCode(tx, { ...code, kind: 'percent', percent_bp: 10_001 })),
      wrong,
    );
    await assert.rejects(
      write((tx) => createPromoCode(tx, { ...code })),
      wrong,
    );
    const scopes = [{ kind: 'event', target_id: theirs }] as const;
    await assert.rejects(
      write((tx) => createPromoCode(tx, { ...code, kind: 'reveal', scopes })),
      {
        code: 'not_found',
      },
    );
  });
});
