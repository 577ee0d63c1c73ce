import { parkEvent, parkProducts, voucherEvent, voucherProducts, type DemoProduct } from '../products.ts';
import type { Env } from './env.ts';
import { createRecord } from './records.ts';
import type { OdooStandIn } from './stand-in.ts';

/** The login of the demo's connection, and its key: of a user who sells and keeps events, and no more. */
export const odooLogin = { database: 'park', login: 'guichet@park.example', key: 'demo-odoo' } as const;
export const odooAdmin = { login: 'admin', password: 'admin-demo-odoo' } as const;

/** Fills a stand-in with the park's company: events 1 and 2, and the 18 products under their barcodes. */
export function fillPark(odoo: OdooStandIn): void {
  const admin = { uid: 2, ...odooAdmin, tz: 'Europe/Paris', admin: true };
  const seller = { uid: 7, login: odooLogin.login, password: '', tz: 'Europe/Paris', admin: false };
  odoo.users.splice(0, odoo.users.length, admin, seller);
  odoo.keys.clear();
  odoo.keys.set(odooLogin.key, seller).set(odooAdmin.password, admin);
  odoo.db.clear();
  odoo.mails.length = 0;
  const env = odoo.env(admin);
  addCountries(env);
  const tax = createRecord(env, 'account.tax', { name: '20% TTC', amount: 20, price_include: true });
  addEvent(env, parkEvent.name, parkProducts, tax);
  addEvent(env, voucherEvent.name, voucherProducts, tax);
  odoo.db.commit();
}

function addEvent(env: Env, name: string, products: readonly DemoProduct[], tax: number): void {
  const event_id = createRecord(env, 'event.event', {
    name,
    date_begin: '2026-01-01 08:00:00',
    date_end: '2026-12-31 17:00:00',
  });
  for (const { name, code, amount } of products) {
    const price = amount / 100;
    const product_id = createRecord(env, 'product.product', {
      name,
      barcode: code,
      list_price: price,
      service_tracking: 'event',
      taxes_id: [[6, 0, [tax]]],
    });
    createRecord(env, 'event.event.ticket', { name, event_id, product_id, price });
  }
}

function addCountries(env: Env): void {
  for (const [code, name] of Object.entries({
    FR: 'France',
    BE: 'Belgium',
    CH: 'Switzerland',
    GB: 'United Kingdom',
  })) {
    const res_id = createRecord(env, 'res.country', { name, code });
    const label = code === 'GB' ? 'uk' : code.toLowerCase();
    createRecord(env, 'ir.model.data', { module: 'base', name: label, model: 'res.country', res_id });
  }
}
