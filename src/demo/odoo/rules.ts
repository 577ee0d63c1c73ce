import type { Row } from './database.ts';
import { rowOf, setFields, type Env } from './env.ts';
import type { ModelName } from './models.ts';
import { userError, validationError } from './odoo-error.ts';
import { completeRegistration, followOrder, registrationStored } from './registrations.ts';

/** What a model does of itself when its records are made, changed and removed. */
export interface Rules {
  /** before it is kept: computes what follows from the rest, refuses what may not be */
  readonly complete?: (env: Env, row: Row, given: ReadonlySet<string>, before: Row | undefined) => Row;
  /** after it was kept: what else follows */
  readonly stored?: (env: Env, row: Row, before: Row | undefined) => void;
  /** throws when it may not be removed */
  readonly removable?: (env: Env, row: Row) => void;
  readonly removed?: (env: Env, row: Row) => void;
}

export const rulesOf: Partial<Readonly<Record<ModelName, Rules>>> = {
  'res.partner': { complete: (_env, row) => ({ ...row, email_normalized: normalized(row.email) }) },
  'product.product': { complete: (env, row) => uniqueBarcode(env, 'product.product', row) },
  'event.registration': {
    complete: (env, row, given, before) =>
      uniqueBarcode(env, 'event.registration', completeRegistration(env, row, given, before)),
    stored: registrationStored,
  },
  'ir.model.data': {
    complete: (_env, row) => ({ ...row, complete_name: `${String(row.module)}.${String(row.name)}` }),
  },
  'sale.order': {
    complete: (env, row, _given, before) =>
      before === undefined
        ? {
            ...row,
            name: row.name === false ? `S${String(row.id).padStart(5, '0')}` : (row.name ?? false),
            date_order: row.date_order === false ? env.now : (row.date_order ?? false),
          }
        : row,
    stored: (env, row, before) => {
      if (before === undefined || before.state === row.state) return;
      const cancelled = row.state === 'cancel' || before.state === 'cancel';
      followOrder(env, row.id, cancelled ? 'cancellation' : row.state === 'sale' ? 'confirmation' : 'line');
    },
    removable: (_env, row) => {
      if (row.state === 'draft' || row.state === 'cancel') return;
      throw userError(
        'You can not delete a sent quotation or a confirmed sales order. You must first cancel it.',
      );
    },
  },
  'sale.order.line': {
    complete: completeLine,
    stored: (env, row, before) => {
      const amount = sumOrder(env, Number(row.order_id));
      if (amount || before === undefined) followOrder(env, Number(row.order_id), 'line');
    },
    removable: (env, row) => {
      if (rowOf(env, 'sale.order', Number(row.order_id)).state !== 'sale') return;
      throw userError(
        "Once a sales order is confirmed, you can't remove one of its lines (we need to track if something gets " +
          'invoiced or delivered).\nSet the quantity to 0 instead.',
      );
    },
    removed: (env, row) => {
      if (sumOrder(env, Number(row.order_id))) followOrder(env, Number(row.order_id), 'line');
    },
  },
};

function normalized(email: Row[string] | undefined): string | false {
  if (typeof email !== 'string') return false;
  const found = /^\s*(?:[^<]*<)?([^\s@<>]+@[^\s@<>]+)>?\s*$/.exec(email)?.[1];
  return found === undefined ? false : found.toLowerCase();
}

/** Archived records count as well. */
function uniqueBarcode(env: Env, model: 'product.product' | 'event.registration', row: Row): Row {
  if (row.barcode === false) return row;
  const others = env.db.found(model, 'barcode', row.barcode ?? false) ?? [];
  if (others.every(({ id }) => id === row.id)) return row;
  throw validationError(
    model === 'event.registration'
      ? 'The operation cannot be completed: Barcode should be unique'
      : `Barcode(s) already assigned:\n\n- Barcode "${String(row.barcode)}" already assigned to product(s)`,
  );
}

function completeLine(env: Env, row: Row, given: ReadonlySet<string>, before: Row | undefined): Row {
  const product = rowOf(env, 'product.product', Number(row.product_id));
  if (before !== undefined && before.product_id !== row.product_id) {
    const { state } = rowOf(env, 'sale.order', Number(row.order_id));
    if (state === 'sale') throw userError('You cannot modify the product of this order line.');
  }
  const isEvent = product.service_tracking === 'event';
  const price_unit = before === undefined && !given.has('price_unit') ? product.list_price : row.price_unit;
  const taxes = (Array.isArray(product.taxes_id) ? product.taxes_id : []).map((id: number) =>
    rowOf(env, 'account.tax', id),
  );
  const gross = Number(price_unit ?? 0) * Number(row.product_uom_qty);
  const rate = taxes.reduce((sum, tax) => sum + Number(tax.amount) / 100, 0);
  const included = taxes.some(({ price_include }) => price_include === true);
  return {
    ...row,
    name: row.name === false ? (product.name ?? false) : (row.name ?? false),
    price_unit: price_unit ?? 0,
    event_id: isEvent ? (row.event_id ?? false) : false,
    event_ticket_id: isEvent ? (row.event_ticket_id ?? false) : false,
    price_subtotal: cents(included ? gross / (1 + rate) : gross),
    price_total: cents(included ? gross : gross * (1 + rate)),
  };
}

const cents = (amount: number): number => Math.round(amount * 100) / 100 + 0;

/** Whether the order's total is another one now. */
function sumOrder(env: Env, order_id: number): boolean {
  const lines = env.db.found('sale.order.line', 'order_id', order_id) ?? [];
  const sum = (field: 'price_subtotal' | 'price_total') =>
    cents(lines.reduce((all, line) => all + Number(line[field]), 0));
  const [amount_untaxed, amount_total] = [sum('price_subtotal'), sum('price_total')];
  const amount_tax = cents(amount_total - amount_untaxed);
  return setFields(env, 'sale.order', order_id, { amount_untaxed, amount_total, amount_tax });
}
