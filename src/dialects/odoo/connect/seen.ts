import { idOf, textOf, toInstant, type RecordOf } from '../wire.ts';
import type { CallOdoo } from './call.ts';
import { findRecords } from './records.ts';
import { doneMarks } from './marks.ts';
import type { WantedOrder } from './wanted.ts';

export interface SeenOrder {
  readonly id: number;
  readonly name: string;
  readonly ref: string | undefined;
  readonly origin: string;
  /** registrations that were scanned before the order was worked on, as its mark says */
  readonly done_before: ReadonlySet<number>;
  readonly state: string;
  readonly partner_id: number | undefined;
  readonly amount_total: number;
}

export interface SeenLine {
  readonly id: number;
  readonly order_id: number;
  readonly product_id: number | undefined;
  readonly quantity: number;
  readonly price: number;
}

export interface SeenRegistration {
  readonly id: number;
  readonly barcode: string | undefined;
  readonly state: string;
  readonly active: boolean;
  readonly event_id: number | undefined;
  readonly order_id: number | undefined;
  readonly line_id: number | undefined;
  readonly created_at: number | undefined;
  readonly written_at: number | undefined;
}

/** What Odoo holds of some orders, read in three to five calls whatever their number. */
export class Seen {
  readonly orders = new Map<number, SeenOrder>();
  readonly #byRef = new Map<string, SeenOrder[]>();
  readonly #lines = new Map<number, SeenLine[]>();
  readonly #registrations = new Map<number, SeenRegistration>();
  readonly #byBarcode = new Map<string, SeenRegistration>();
  readonly #byOrder = new Map<number, SeenRegistration[]>();
  readonly partners = new Map<string, number>();
  readonly archived_partners = new Set<number>();

  static async read(call: CallOdoo, wanted: readonly WantedOrder[]): Promise<Seen> {
    const seen = new Seen();
    const barcodes = wanted.flatMap(({ tickets, unnamed }) =>
      [...tickets, ...unnamed].map(({ barcode }) => barcode),
    );
    const refs = [...new Set(wanted.flatMap((one) => one.refs))];
    await seen.#readRegistrations(call, [
      '|',
      ['barcode', 'in', barcodes],
      ['sale_order_id.client_order_ref', 'in', refs],
    ]);
    await seen.#readOrders(call, refs);
    // of orders that have another reference, known by one of our barcodes
    const others = [...seen.orders.values()].filter(({ ref }) => ref === undefined || !refs.includes(ref));
    if (others.length > 0)
      await seen.#readRegistrations(call, [['sale_order_id', 'in', others.map(({ id }) => id)]]);
    return seen;
  }

  /** Contacts by their addresses: those in use before archived ones, people and companies before their children. */
  async readPartners(call: CallOdoo, emails: readonly string[]): Promise<void> {
    const missing = [...new Set(emails)].filter((email) => !this.partners.has(email));
    if (missing.length === 0) return;
    const domain = [['email_normalized', 'in', missing]];
    const found = await findRecords(call, 'res.partner', { domain });
    const inUseFirst = found.toSorted(
      (one, other) => Number(other.active) - Number(one.active) || one.id - other.id,
    );
    for (const { id, email_normalized, active } of inUseFirst) {
      if (!active) this.archived_partners.add(id);
      const email = textOf(email_normalized);
      if (email !== undefined && !this.partners.has(email)) this.partners.set(email, id);
    }
  }

  ordersByRef(ref: string): readonly SeenOrder[] {
    return this.#byRef.get(ref) ?? [];
  }

  linesOf(order_id: number): readonly SeenLine[] {
    return this.#lines.get(order_id) ?? [];
  }

  registrationsOf(order_id: number): readonly SeenRegistration[] {
    return this.#byOrder.get(order_id) ?? [];
  }

  byBarcode(barcode: string): SeenRegistration | undefined {
    return this.#byBarcode.get(barcode);
  }

  lineOf(registration: SeenRegistration): SeenLine | undefined {
    const { line_id, order_id } = registration;
    if (order_id === undefined) return undefined;
    return this.linesOf(order_id).find(({ id }) => id === line_id);
  }

  async #readRegistrations(call: CallOdoo, domain: readonly unknown[]): Promise<void> {
    for (const record of await findRecords(call, 'event.registration', { domain })) {
      if (this.#registrations.has(record.id)) continue;
      const registration = seenRegistration(record);
      this.#registrations.set(record.id, registration);
      if (registration.barcode !== undefined) this.#byBarcode.set(registration.barcode, registration);
      if (registration.order_id !== undefined) push(this.#byOrder, registration.order_id, registration);
    }
  }

  async #readOrders(call: CallOdoo, refs: readonly string[]): Promise<void> {
    const known = [...this.#byOrder.keys()];
    const domain = ['|', ['client_order_ref', 'in', refs], ['id', 'in', known]];
    for (const record of await findRecords(call, 'sale.order', { domain })) {
      const order = seenOrder(record);
      this.orders.set(order.id, order);
      if (order.ref !== undefined) push(this.#byRef, order.ref, order);
    }
    if (this.orders.size === 0) return;
    const lines = await findRecords(call, 'sale.order.line', {
      domain: [['order_id', 'in', [...this.orders.keys()]]],
    });
    for (const { id, order_id, product_id, product_uom_qty: quantity, price_unit: price } of lines) {
      const order = idOf(order_id);
      if (order !== undefined)
        push(this.#lines, order, { id, order_id: order, product_id: idOf(product_id), quantity, price });
    }
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function seenOrder(record: RecordOf<'sale.order'>): SeenOrder {
  const origin = textOf(record.origin) ?? '';
  return {
    id: record.id,
    name: textOf(record.name) ?? `#${record.id}`,
    ref: textOf(record.client_order_ref),
    origin,
    done_before: doneMarks(origin),
    state: record.state,
    partner_id: idOf(record.partner_id),
    amount_total: record.amount_total,
  };
}

export function seenRegistration(record: RecordOf<'event.registration'>): SeenRegistration {
  return {
    id: record.id,
    barcode: textOf(record.barcode),
    state: record.state,
    active: record.active,
    event_id: idOf(record.event_id),
    order_id: idOf(record.sale_order_id),
    line_id: idOf(record.sale_order_line_id),
    created_at: toInstant(record.create_date),
    written_at: toInstant(record.write_date),
  };
}
