import { idOf, textOf } from '../wire.ts';
import type { CallOdoo } from './call.ts';
import { findRecords } from './records.ts';
import type { Mapping } from './settings.ts';

export interface OdooProduct {
  readonly id: number;
  readonly barcode: string;
  /** sold for an event: only lines of such products keep their registrations' event */
  readonly is_event: boolean;
}

/** What Odoo has of the mapped events and products. */
export class OdooCatalogue {
  readonly #products: ReadonlyMap<string, OdooProduct>;
  readonly #events: ReadonlySet<number>;
  readonly #tickets: ReadonlyMap<string, number>;

  private constructor(
    products: ReadonlyMap<string, OdooProduct>,
    events: ReadonlySet<number>,
    tickets: ReadonlyMap<string, number>,
  ) {
    this.#products = products;
    this.#events = events;
    this.#tickets = tickets;
  }

  /** Three calls; `codes` are those of prices, which may name products that nobody mapped. */
  static async read(call: CallOdoo, mapping: Mapping, codes: readonly string[]): Promise<OdooCatalogue> {
    const barcodes = [...new Set([...mapping.product_barcodes, ...codes])];
    const products = await findRecords(call, 'product.product', {
      domain: [['barcode', 'in', barcodes]],
      archived: false,
    });
    const ids = mapping.event_ids;
    const events = await findRecords(call, 'event.event', { domain: [['id', 'in', ids]] });
    const tickets = await findRecords(call, 'event.event.ticket', { domain: [['event_id', 'in', ids]] });
    return new OdooCatalogue(
      new Map(
        products.map(({ id, barcode, service_tracking }) => {
          const code = textOf(barcode) ?? '';
          return [code, { id, barcode: code, is_event: service_tracking === 'event' }];
        }),
      ),
      new Set(events.map(({ id }) => id)),
      // the oldest where an event has several tickets of one product
      new Map(
        tickets
          .toReversed()
          .map(({ id, event_id, product_id }) => [`${idOf(event_id)}/${idOf(product_id)}`, id]),
      ),
    );
  }

  productOf(barcode: string): OdooProduct | undefined {
    return this.#products.get(barcode);
  }

  hasEvent(id: number): boolean {
    return this.#events.has(id);
  }

  eventTicketOf(event_id: number, product_id: number): number | undefined {
    return this.#tickets.get(`${event_id}/${product_id}`);
  }
}
