import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore } from '../../../test/stores.ts';
import type { Tx } from '../../store/transaction.ts';
import { createPool } from '../catalogue/pool.ts';
import { createArticle, createDepartment, createVariation, updateArticle } from './article.ts';
import { sellArticles, type TillItem, type TillSale } from './sell-articles.ts';

async function openBar(tx: Tx) {
  const event = await openEvent(tx, 10);
  const { organizer_id, offer_id } = event;
  await tx.db.updateTable('organizer').set({ default_vat_bp: 2000 }).where('id', '=', organizer_id).execute();
  const department_id = await createDepartment(tx, { organizer_id, name: 'Bar', vat_bp: 1000 });
  const pool_id = await createPool(tx, { organizer_id, kind: 'quota', capacity: 3 });
  const common = { organizer_id, department_id };
  const cake = await createArticle(tx, { ...common, name: 'Cake', amount: 400, pool_id });
  const tea = await createArticle(tx, { ...common, name: 'Tea', amount: 300 });
  const entry = await createArticle(tx, { organizer_id, name: 'Entry', amount: 1000, offer_id });
  const large = await createVariation(tx, { organizer_id, article_id: tea, name: 'Large', surcharge: 50 });
  const gift = await createVariation(tx, { organizer_id, name: 'Gift wrap', surcharge: 100 });
  return { ...event, department_id, cake, tea, entry, large, gift, stock: pool_id };
}

onEachStore('articles over the counter', (open) => {
  async function opened() {
    const office = open();
    const bar = await office.write(openBar);
    const sellItems = (items: readonly TillItem[], more: Partial<TillSale> = {}) =>
      office.write((tx) =>
        sellArticles(tx, {
          organizer_id: bar.organizer_id,
          channel: 'counter',
          items,
          confirm: true,
          ...more,
        }),
      );
    const linesOf = (order_id: number) =>
      office.read((rx) =>
        rx.db
          .selectFrom('order_line')
          .select(['kind', 'title', 'charged_amount', 'vat_bp'])
          .where('order_id', '=', order_id)
          .orderBy('id')
          .execute(),
      );
    return { ...bar, office, sellItems, linesOf };
  }

  test('have their own title and price; staff may force both', async () => {
    const { tea, sellItems, linesOf } = await opened();
    const forced: TillItem = {
      kind: 'article',
      article_id: tea,
      quantity: 1,
      title: 'Chai',
      unit_amount: 10,
    };
    await assert.rejects(sellItems([forced]), { code: 'forbidden' });
    const { order_id } = await sellItems([forced], { staff: { reason: 'broken cup' } });
    const [line] = await linesOf(order_id);
    assert.deepEqual({ ...line }, { kind: 'article', title: 'Chai', charged_amount: 10, vat_bp: 1000 });
  });

  test('take up to five variations of their own or of none', async () => {
    const { tea, cake, large, gift, sellItems } = await opened();
    const five = [large, gift, gift, large, gift];
    const { total } = await sellItems([
      { kind: 'article', article_id: tea, quantity: 2, variation_ids: five },
    ]);
    assert.equal(total, 2 * (300 + 2 * 50 + 3 * 100));
    const six = [...five, gift];
    await assert.rejects(sellItems([{ kind: 'article', article_id: tea, quantity: 1, variation_ids: six }]), {
      code: 'invalid_input',
    });
    await assert.rejects(
      sellItems([{ kind: 'article', article_id: cake, quantity: 1, variation_ids: [large] }]),
      { code: 'not_found' },
    );
  });

  test('are sold as tickets where they stand for an offer, at the till’s price, variations beside', async () => {
    const { entry, gift, sellItems, linesOf } = await opened();
    const sold = await sellItems([
      { kind: 'article', article_id: entry, quantity: 2, variation_ids: [gift] },
      { kind: 'free', title: 'Tip', quantity: 1, unit_amount: 200 },
    ]);
    assert.equal(sold.total, 2 * 1000 + 2 * 100 + 200);
    assert.equal(sold.tickets.filter((ticket) => ticket.barcode !== null).length, 2);
    const lines = await linesOf(sold.order_id);
    assert.deepEqual(
      lines.map((line) => [line.kind, line.charged_amount, line.vat_bp]),
      [
        ['ticket', 1000, 1000],
        ['article', 100, 0],
        ['free', 200, 2000],
      ],
    );
    assert.equal(sold.item_line_ids.length, 2);
  });

  test('are refused when they are off, used up or somebody else’s, and free lines without words', async () => {
    const { office, organizer_id, cake, tea, sellItems } = await opened();
    const theirs = await office.write(openBar);
    const one = (article_id: number, quantity = 1): TillItem[] => [{ kind: 'article', article_id, quantity }];
    await assert.rejects(sellItems(one(theirs.tea)), { code: 'not_found' });
    await sellItems(one(cake, 3));
    await assert.rejects(sellItems(one(cake)), { code: 'sold_out' });
    await office.write((tx) => updateArticle(tx, { organizer_id, article_id: tea, enabled: 0 }));
    await assert.rejects(sellItems(one(tea)), { code: 'not_found' });
    await assert.rejects(sellItems([{ kind: 'free', title: ' ', quantity: 1, unit_amount: 1 }]), {
      code: 'invalid_input',
    });
    await assert.rejects(sellItems([{ kind: 'free', title: 'Tip', quantity: 1, unit_amount: -1 }]), {
      code: 'invalid_input',
    });
    await assert.rejects(sellItems([]), { code: 'invalid_input' });
  });
});
