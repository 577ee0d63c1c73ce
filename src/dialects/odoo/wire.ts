/**
 * Odoo's values on the wire: empty is `false`, a relation is `[id, "name"]`, instants are texts in UTC, amounts are numbers
 * with decimals (reference/wire-notes.md, "Odoo").
 */
import { createHash } from 'node:crypto';
import { Type, type Static } from 'typebox';
import { formatLocal, parseLocal } from '../../domain/local-time.ts';
import { amountToNumber, vatWithin } from '../../domain/money.ts';

const Empty = Type.Literal(false);
const Text = Type.Union([Type.String(), Empty]);
const Relation = Type.Union([Type.Tuple([Type.Integer(), Type.String()]), Type.Integer(), Empty]);
const Instant = Type.Union([Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d$' }), Empty]);

const id = Type.Integer();

/** The records that Guichet reads; each is asked for with these fields and no others. */
export const records = {
  'res.partner': Type.Object({ id, email_normalized: Text, active: Type.Boolean() }),
  'product.product': Type.Object({ id, barcode: Text, service_tracking: Text }),
  'event.event': Type.Object({ id, name: Text }),
  'event.event.ticket': Type.Object({ id, event_id: Relation, product_id: Relation }),
  'sale.order': Type.Object({
    id,
    name: Text,
    client_order_ref: Text,
    origin: Text,
    state: Type.String(),
    partner_id: Relation,
    amount_total: Type.Number(),
  }),
  'sale.order.line': Type.Object({
    id,
    order_id: Relation,
    product_id: Relation,
    product_uom_qty: Type.Number(),
    price_unit: Type.Number(),
  }),
  'event.registration': Type.Object({
    id,
    barcode: Text,
    state: Type.String(),
    active: Type.Boolean(),
    event_id: Relation,
    sale_order_id: Relation,
    sale_order_line_id: Relation,
    create_date: Instant,
    write_date: Instant,
  }),
};

export type RecordName = keyof typeof records;
export type RecordOf<Name extends RecordName> = Static<(typeof records)[Name]>;

/** What `load()` gives: ids in the order of the rows, or what was wrong with which row. */
export const Loaded = Type.Object({
  ids: Type.Union([Type.Array(Type.Integer()), Empty]),
  messages: Type.Array(
    Type.Object({
      message: Type.String(),
      record: Type.Optional(Type.Integer({ minimum: 0 })),
      type: Type.Optional(Type.String()),
    }),
  ),
});

export function idOf(relation: Static<typeof Relation>): number | undefined {
  if (relation === false) return undefined;
  return typeof relation === 'number' ? relation : relation[0];
}

export const textOf = (text: string | false): string | undefined => (text === false ? undefined : text);

export const toInstant = (text: string | false): number | undefined =>
  text === false ? undefined : parseLocal(text, 'UTC');

/** "2026-05-15 08:30:00", for UTC whatever the zone of the user there: see `context.tz` of `load()`. */
export const fromInstant = (instant: number): string => formatLocal(instant, 'UTC');

/** The unit price of a line: what was charged, or that less the VAT in it where Odoo adds taxes itself. */
export function unitPrice(
  charged_amount: number,
  of: { readonly currency: string; readonly vat_bp: number; readonly tax_included: boolean },
): number {
  const net = of.tax_included ? charged_amount : charged_amount - vatWithin(charged_amount, of.vat_bp);
  return amountToNumber(net, of.currency);
}

const name_chars_max = 100;

/**
 * The external id of a thing of ours: made of what the thing is known by everywhere (its barcode, its order's reference), so
 * that an office which lost its own records finds what it made. Letters, digits, - and _ are all that Odoo takes there
 * without question; the rest is spelt out, and what becomes long is told by its digest.
 */
export function externalId(kind: string, ...parts: readonly string[]): string {
  const spelt = parts.map((part) =>
    part.replaceAll(/[^A-Za-z0-9-]/gu, (sign) => `_${Buffer.from(sign).toString('hex')}_`),
  );
  const name = [kind, ...spelt].join('.').replaceAll('.', '__');
  return `guichet.${name.length <= name_chars_max ? name : `${kind}__${digestOf(name)}`}`;
}

/** Personal data that has to be part of a name: only its digest is. */
export const digestOf = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 40);
