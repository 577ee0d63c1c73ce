import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { onEachStore } from '../../../test/stores.ts';
import { ownRow } from '../catalogue/rows.ts';
import {
  createArticle,
  createDepartment,
  createVariation,
  deleteArticle,
  deleteDepartment,
  deleteVariation,
  updateArticle,
  updateDepartment,
  updateVariation,
} from './article.ts';
import {
  createCounter,
  createDiningTable,
  createPaymentMode,
  deleteCounter,
  deleteDiningTable,
  updateCounter,
  updateDiningTable,
  updatePaymentMode,
} from './counter.ts';
import { sessionFor } from './register.ts';

const gone = { code: 'not_found' };

onEachStore('the counter', (open) => {
  test('an article has the VAT of its department unless it says otherwise', async () => {
    const { write } = open();
    await write(async (tx) => {
      const organizer_id = await newOrganizer(tx);
      const department_id = await createDepartment(tx, { organizer_id, name: 'Bar', vat_bp: 1000 });
      const article = { organizer_id, department_id, amount: 250 };
      const coffee = await createArticle(tx, { ...article, name: 'Coffee' });
      const wine = await createArticle(tx, { ...article, name: 'Wine', vat_bp: 2000 });
      assert.equal((await ownRow(tx, 'article', organizer_id, coffee)).vat_bp, 1000);
      assert.equal((await ownRow(tx, 'article', organizer_id, wine)).vat_bp, 2000);
      await updateDepartment(tx, { organizer_id, department_id, vat_bp: 550 });
      const changed = await updateArticle(tx, { organizer_id, article_id: coffee, amount: 260 });
      assert.deepEqual([changed.amount, changed.vat_bp], [260, 1000]);
      await deleteArticle(tx, { organizer_id, article_id: coffee });
      await assert.rejects(updateArticle(tx, { organizer_id, article_id: coffee, amount: 1 }), gone);
      await deleteDepartment(tx, { organizer_id, department_id });
      await assert.rejects(createArticle(tx, { ...article, name: 'Tea' }), gone);
    });
  });

  test('variations, tills, tables and ways to pay are made, changed and put away', async () => {
    const { write } = open();
    await write(async (tx) => {
      const organizer_id = await newOrganizer(tx);
      const variation_id = await createVariation(tx, { organizer_id, name: 'Large', surcharge: 100 });
      await assert.rejects(createVariation(tx, { organizer_id, name: 'Less', surcharge: -1 }), {
        code: 'invalid_input',
      });
      const variation = await updateVariation(tx, { organizer_id, variation_id, surcharge: 120 });
      assert.equal(variation.surcharge, 120);
      await deleteVariation(tx, { organizer_id, variation_id });
      const counter_id = await createCounter(tx, { organizer_id, name: 'Till 1' });
      assert.equal((await updateCounter(tx, { organizer_id, counter_id, name: 'Till' })).name, 'Till');
      await deleteCounter(tx, { organizer_id, counter_id });
      await assert.rejects(updateCounter(tx, { organizer_id, counter_id, name: 'Till' }), gone);
      const dining_table_id = await createDiningTable(tx, { organizer_id, name: 'T1', covers: 4 });
      assert.equal((await updateDiningTable(tx, { organizer_id, dining_table_id, covers: 6 })).covers, 6);
      await deleteDiningTable(tx, { organizer_id, dining_table_id });
      const payment_mode_id = await createPaymentMode(tx, { organizer_id, name: 'Cash', method: 'cash' });
      const off = await updatePaymentMode(tx, { organizer_id, payment_mode_id, enabled: 0 });
      assert.equal(off.enabled, 0);
    });
  });

  test('nothing of another organizer can be changed', async () => {
    const { write } = open();
    await write(async (tx) => {
      const [mine, theirs] = [await newOrganizer(tx), await newOrganizer(tx)];
      const department_id = await createDepartment(tx, { organizer_id: theirs, name: 'Bar', vat_bp: 0 });
      await assert.rejects(updateDepartment(tx, { organizer_id: mine, department_id, name: 'X' }), gone);
      const article = { organizer_id: mine, department_id, name: 'X', amount: 1 };
      await assert.rejects(createArticle(tx, article), gone);
    });
  });

  test("a till that its first sale has opened says so on its Z in the organizer's language", async () => {
    const { write } = open();
    await write(async (tx) => {
      const organizer_id = await newOrganizer(tx);
      const notesOf = async (language: string): Promise<string> => {
        const counter_id = await createCounter(tx, { organizer_id, name: language });
        await tx.db.updateTable('organizer').set({ language }).where('id', '=', organizer_id).execute();
        const id = await sessionFor(tx, { organizer_id, counter_id });
        const session = tx.db.selectFrom('counter_session').select('notes').where('id', '=', id);
        return (await session.executeTakeFirstOrThrow()).notes;
      };
      assert.equal(await notesOf('fr'), 'ouverte par sa première vente');
      assert.equal(await notesOf('en'), 'opened by its first sale');
    });
  });
});
