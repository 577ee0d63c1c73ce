/**
 * The models of the stand-in Odoo with the fields that a ticket office meets. Names and types are Odoo's (modules base,
 * sale, event, event_sale); a field that is not here is unknown to the stand-in as it would be to Odoo.
 */
export interface Field {
  readonly type:
    | 'char'
    | 'text'
    | 'integer'
    | 'float'
    | 'boolean'
    | 'datetime'
    | 'selection'
    | 'many2one'
    | 'one2many'
    | 'many2many';
  readonly label: string;
  /** of a relation: the other model */
  readonly of?: ModelName;
  /** of a one2many: the field there that leads back */
  readonly inverse?: string;
  readonly required?: true;
  /** computed: what is written to it is let pass and forgotten */
  readonly computed?: true;
  readonly values?: readonly string[];
  readonly initial?: string | number | boolean;
  /** searched by; the stand-in keeps an index */
  readonly indexed?: true;
}

export interface Model {
  readonly label: string;
  readonly fields: Readonly<Record<string, Field>>;
  /** how it is listed unless an order is asked for */
  readonly order: string;
}

export type ModelName =
  | 'account.tax'
  | 'event.event'
  | 'event.event.ticket'
  | 'event.registration'
  | 'ir.model.data'
  | 'product.product'
  | 'res.country'
  | 'res.partner'
  | 'sale.order'
  | 'sale.order.line';

const char = (label: string, more: Partial<Field> = {}): Field => ({ type: 'char', label, ...more });
const float = (label: string, more: Partial<Field> = {}): Field => ({ type: 'float', label, ...more });
const datetime = (label: string, more: Partial<Field> = {}): Field => ({ type: 'datetime', label, ...more });
const many2one = (label: string, of: ModelName, more: Partial<Field> = {}): Field => ({
  type: 'many2one',
  label,
  of,
  ...more,
});
const selection = (label: string, values: readonly string[], more: Partial<Field> = {}): Field => ({
  type: 'selection',
  label,
  values,
  ...more,
});
const name = char('Name', { required: true });
const active: Field = { type: 'boolean', label: 'Active', initial: true };

const stamps = {
  id: { type: 'integer', label: 'ID', computed: true },
  display_name: char('Display Name', { computed: true }),
  create_date: datetime('Created on', { computed: true }),
  write_date: datetime('Last Updated on', { computed: true }),
} as const satisfies Record<string, Field>;

export const models: Readonly<Record<ModelName, Model>> = {
  'res.country': {
    label: 'Country',
    order: 'name',
    fields: { ...stamps, name, code: char('Country Code') },
  },
  'res.partner': {
    label: 'Contact',
    order: 'id',
    fields: {
      ...stamps,
      name,
      email: char('Email'),
      email_normalized: char('Normalized Email', { computed: true, indexed: true }),
      phone: char('Phone'),
      street: char('Street'),
      zip: char('Zip'),
      city: char('City'),
      country_id: many2one('Country', 'res.country'),
      company_name: char('Company Name'),
      parent_id: many2one('Related Company', 'res.partner'),
      is_company: { type: 'boolean', label: 'Is a Company', initial: false },
      lang: char('Language'),
      active,
    },
  },
  'account.tax': {
    label: 'Tax',
    order: 'id',
    fields: {
      ...stamps,
      name,
      amount: float('Amount', { initial: 0 }),
      price_include: { type: 'boolean', label: 'Included in Price', initial: false },
    },
  },
  'product.product': {
    label: 'Product Variant',
    order: 'id',
    fields: {
      ...stamps,
      name,
      barcode: char('Barcode', { indexed: true }),
      default_code: char('Internal Reference'),
      list_price: float('Sales Price', { initial: 1 }),
      service_tracking: selection('Create on Order', ['no', 'event'], { initial: 'no' }),
      taxes_id: { type: 'many2many', label: 'Sales Taxes', of: 'account.tax' },
      active,
    },
  },
  'event.event': {
    label: 'Event',
    order: 'date_begin, id',
    fields: {
      ...stamps,
      name,
      date_begin: datetime('Start Date', { required: true }),
      date_end: datetime('End Date', { required: true }),
      active,
    },
  },
  'event.event.ticket': {
    label: 'Event Ticket',
    order: 'id',
    fields: {
      ...stamps,
      name,
      event_id: many2one('Event', 'event.event', { required: true, indexed: true }),
      product_id: many2one('Product', 'product.product', { required: true }),
      price: float('Price', { initial: 0 }),
    },
  },
  'sale.order': {
    label: 'Sales Order',
    order: 'id desc',
    fields: {
      ...stamps,
      name: char('Order Reference'),
      partner_id: many2one('Customer', 'res.partner', { required: true, indexed: true }),
      client_order_ref: char('Customer Reference', { indexed: true }),
      origin: char('Source Document'),
      note: { type: 'text', label: 'Terms and conditions' },
      date_order: datetime('Order Date'),
      state: selection('Status', ['draft', 'sent', 'sale', 'cancel'], { initial: 'draft' }),
      order_line: { type: 'one2many', label: 'Order Lines', of: 'sale.order.line', inverse: 'order_id' },
      amount_untaxed: float('Untaxed Amount', { computed: true, initial: 0 }),
      amount_tax: float('Taxes', { computed: true, initial: 0 }),
      amount_total: float('Total', { computed: true, initial: 0 }),
    },
  },
  'sale.order.line': {
    label: 'Sales Order Line',
    order: 'order_id, id',
    fields: {
      ...stamps,
      order_id: many2one('Order Reference', 'sale.order', { required: true, indexed: true }),
      product_id: many2one('Product', 'product.product', { required: true }),
      name: { type: 'text', label: 'Description' },
      product_uom_qty: float('Quantity', { initial: 1 }),
      price_unit: float('Unit Price'),
      event_id: many2one('Event', 'event.event'),
      event_ticket_id: many2one('Ticket Type', 'event.event.ticket'),
      price_subtotal: float('Subtotal', { computed: true, initial: 0 }),
      price_total: float('Total', { computed: true, initial: 0 }),
    },
  },
  'event.registration': {
    label: 'Event Registration',
    order: 'id desc',
    fields: {
      ...stamps,
      name: char('Attendee Name'),
      email: char('Email'),
      phone: char('Phone'),
      barcode: char('Barcode', { indexed: true }),
      event_id: many2one('Event', 'event.event', { required: true }),
      event_ticket_id: many2one('Ticket Type', 'event.event.ticket'),
      partner_id: many2one('Booked by', 'res.partner'),
      sale_order_id: many2one('Sales Order', 'sale.order', { indexed: true }),
      sale_order_line_id: many2one('Sales Order Line', 'sale.order.line', { indexed: true }),
      state: selection('Status', ['draft', 'open', 'done', 'cancel'], { initial: 'draft' }),
      date_closed: datetime('Attended Date', { computed: true }),
      active,
    },
  },
  'ir.model.data': {
    label: 'Model Data',
    order: 'module, model, name',
    fields: {
      ...stamps,
      module: char('Module', { required: true }),
      name: char('External Identifier', { required: true }),
      complete_name: char('Complete ID', { computed: true, indexed: true }),
      model: char('Model Name', { required: true }),
      res_id: { type: 'integer', label: 'Record ID', initial: 0 },
    },
  },
};

export const modelNames = Object.keys(models) as ModelName[];

export function isModel(text: string): text is ModelName {
  return Object.hasOwn(models, text);
}
