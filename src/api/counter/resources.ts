import * as as from '../catalogue/fields.ts';
import { resource } from '../catalogue/resource.ts';

/** The things of a shop whose rows are made, shown and changed as they stand. */

export const counters = resource({
  ...{ kind: 'counter', one: 'counter', many: 'counters', path: '/counters', words: 'Tills' },
  fields: { name: as.title, settings: as.metadata },
  ...{ must: ['name'], fixed: [], kept: [] },
});

export const departments = resource({
  ...{ kind: 'department', one: 'department', many: 'departments', path: '/departments' },
  words: 'Parts of the shop, with the VAT that their articles have unless they say otherwise',
  fields: { name: as.title, vat_bp: as.basisPoints },
  ...{ must: ['name', 'vat_bp'], fixed: [], kept: [] },
});

export const articles = resource({
  ...{ kind: 'article', one: 'article', many: 'articles', path: '/articles' },
  words: 'Articles sold at tills; with an offer, selling one sells a ticket',
  fields: {
    department_id: as.idOrNull,
    name: as.title,
    plu: as.titleOrNull,
    amount: as.amount,
    vat_bp: as.basisPoints,
    offer_id: as.idOrNull,
    pool_id: as.idOrNull,
    enabled: as.flag,
  },
  ...{ must: ['name', 'amount'], fixed: [], kept: [] },
});

export const variations = resource({
  ...{ kind: 'variation', one: 'variation', many: 'variations', path: '/variations' },
  words: 'Choices that change an article, or without one any article, and what they cost on top',
  fields: { article_id: as.idOrNull, name: as.title, surcharge: as.amount },
  ...{ must: ['name'], fixed: ['article_id'], kept: [] },
});

export const diningTables = resource({
  ...{ kind: 'dining_table', one: 'dining_table', many: 'dining_tables', path: '/dining-tables' },
  words: 'Tables where people eat',
  fields: { name: as.title, covers: as.countOrNull },
  ...{ must: ['name'], fixed: [], kept: [] },
});

export const paymentModes = resource({
  ...{ kind: 'payment_mode', one: 'payment_mode', many: 'payment_modes', path: '/payment-modes' },
  words: 'Ways to pay at tills, those that are switched off included',
  fields: {
    name: as.title,
    method: as.title,
    refunds: as.flag,
    refund_only: as.flag,
    enabled: as.flag,
  },
  ...{ must: ['name', 'method'], fixed: [], kept: [] },
});
