import { createArticle, createDepartment, createVariation } from '../office/counter/article.ts';
import { createCounter, createDiningTable, createPaymentMode } from '../office/counter/counter.ts';
import { programUser } from '../office/counter/till-users.ts';
import { findOrCreateCustomer } from '../office/customers/find-or-create.ts';
import { fixServedId } from '../office/served-ids/served-ids.ts';
import type { Tx } from '../store/transaction.ts';

/**
 * The bar answers the examples of reference/caisse-sale-recording.txt: articles 12, 15 and 42, department 5, variations
 * 3 and 8 of article 12 without surcharge, client 123, user 1 and payment mode 2.
 */
export async function openBar(tx: Tx, { organizer_id }: { organizer_id: number }): Promise<void> {
  const fix = (kind: string, local_id: number, served_id: number) =>
    fixServedId(tx, { organizer_id, dialect: 'caisse', kind, local_id, served_id });
  const kitchen = await createDepartment(tx, { organizer_id, name: 'Cuisine', vat_bp: 1000 });
  await fix('department', kitchen, 5);
  const drinks = await createDepartment(tx, { organizer_id, name: 'Boissons', vat_bp: 550 });
  await fix('department', drinks, 6);
  const article = (department_id: number, id: number, name: string, amount: number) =>
    createArticle(tx, { organizer_id, department_id, name, amount, plu: String(id) });
  const pizza = await article(kitchen, 12, 'Pizza 4 fromages', 1450);
  await fix('article', pizza, 12);
  await fix('article', await article(drinks, 15, 'Canette Cola', 250), 15);
  await fix('article', await article(kitchen, 42, 'Menu midi', 1290), 42);
  for (const [id, name] of [
    [3, 'Pâte fine'],
    [8, 'Sans oignons'],
  ] as const) {
    await fix('variation', await createVariation(tx, { organizer_id, article_id: pizza, name }), id);
  }
  const modes = [
    [1, 'Espèces', 'cash', 0],
    [2, 'Carte bancaire', 'card', 0],
    [3, 'Chèque-vacances', 'voucher', 0],
    [4, 'Titre-restaurant', 'meal_voucher', 0],
    [5, 'Remboursement carte', 'card', 1],
    [6, 'Remboursement espèces', 'cash', 1],
  ] as const;
  for (const [id, name, method, refund_only] of modes) {
    const mode = { organizer_id, name, method, refunds: refund_only, refund_only };
    await fix('payment_mode', await createPaymentMode(tx, mode), id);
  }
  await fix('counter', await createCounter(tx, { organizer_id, name: 'Bar' }), 1);
  for (const id of [1, 2, 3, 4]) {
    const table = await createDiningTable(tx, { organizer_id, name: `Table ${id}`, covers: 4 });
    await fix('dining_table', table, id);
  }
  const client = await findOrCreateCustomer(tx, {
    organizer_id,
    email: 'claire.dubois@example.com',
    first_name: 'Claire',
    last_name: 'Dubois',
  });
  await fix('customer', client, 123);
  // who stands at the bar is nobody who signs in
  await fix('user', await programUser(tx, organizer_id, 'bar'), 1);
}

/** Article 20 of the bar is a ticket of the park: selling it takes from the park's pools and makes a barcode. */
export async function sellTicketsAtBar(
  tx: Tx,
  { organizer_id, offer_id }: { organizer_id: number; offer_id: number },
): Promise<void> {
  const department_id = await createDepartment(tx, { organizer_id, name: 'Billets', vat_bp: 1000 });
  const luge = { name: 'Luge - Forfait 4 tours', amount: 1100, plu: '20', offer_id };
  const article_id = await createArticle(tx, { organizer_id, department_id, ...luge });
  for (const [kind, local_id, served_id] of [
    ['department', department_id, 7],
    ['article', article_id, 20],
  ] as const)
    await fixServedId(tx, { organizer_id, dialect: 'caisse', kind, local_id, served_id });
}
