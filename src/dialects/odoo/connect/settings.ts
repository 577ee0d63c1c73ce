import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import mapping from '../mapping.json' with { type: 'json' };

/** What a person sets of a connection to Odoo. */
export const Settings = Type.Object({
  protocol: Type.Union([Type.Literal('json-rpc'), Type.Literal('json-2')], {
    title: 'How it is called',
    description: 'JSON-RPC until Odoo 21, JSON-2 from Odoo 19 on',
    default: 'json-rpc',
  }),
  database: Type.String({
    title: 'Database',
    description: 'its name; for JSON-2 it may be empty where the server has one database',
    default: '',
    maxLength: 200,
  }),
  login: Type.String({
    title: 'Login',
    description: 'of the user whose key it is; JSON-2 needs none',
    default: '',
    maxLength: 200,
  }),
  events: Type.Array(
    Type.Object({
      from: Type.String({
        description: "the platform's id of the event, or else its name here",
        minLength: 1,
      }),
      to: Type.Integer({ description: "Odoo's id of the event", minimum: 1 }),
    }),
    { title: 'Events', maxItems: 500, default: mapping.events },
  ),
  products: Type.Array(
    Type.Object({
      name: Type.String({ description: 'what the ticket, or the article, is called here', minLength: 1 }),
      barcode: Type.String({ description: 'of the product in Odoo', minLength: 1 }),
    }),
    { title: 'Products', maxItems: 2_000, default: mapping.products },
  ),
  tax_included: Type.Boolean({
    title: 'Prices include taxes',
    description: "whether the taxes of Odoo's products are included in their prices",
    default: true,
  }),
  confirm: Type.Boolean({
    title: 'Confirm orders',
    description: 'else they stay quotations, and their registrations unconfirmed',
    default: true,
  }),
  mails: Type.Boolean({
    title: "Odoo's mails",
    description: 'whether Odoo writes to people whose ticket another platform has sent already',
    default: false,
  }),
  other_lines: Type.Union([Type.Literal('send'), Type.Literal('leave_out')], {
    title: 'Lines without tickets',
    description: 'articles and fees: sent where a product is mapped to them, or left out',
    default: 'send',
  }),
  buyer_without_email: Type.String({
    title: 'Customer for sales without e-mail',
    description: 'its name in Odoo; one contact for all of them',
    default: 'Guichet',
    minLength: 1,
    maxLength: 200,
  }),
});

export const Secrets = Type.Object({
  key: Type.String({
    title: 'API key',
    description: 'made in Odoo under Preferences, Account Security; a password works with JSON-RPC too',
    minLength: 1,
    maxLength: 500,
  }),
});

export type OdooSettings = Static<typeof Settings>;

/** As they were checked when the connection was kept; what an older version did not know is filled in. */
export function readSettings(kept: Readonly<Record<string, unknown>>): OdooSettings {
  return Value.Parse(Settings, Value.Default(Settings, structuredClone(kept)));
}

/** A name as people type it twice alike: case, spaces, kinds of dash and apostrophe do not tell two apart. */
export function plainName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\u2018\u2019\u02bc\u00b4`]/g, "'")
    .replaceAll(/[\u2010-\u2015]/g, '-')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/** What the settings say of names and events. */
export class Mapping {
  readonly #events: ReadonlyMap<string, number>;
  readonly #names: ReadonlyMap<string, number>;
  readonly #products: ReadonlyMap<string, string>;
  readonly #origins: ReadonlyMap<number, string>;

  constructor({ events, products }: Pick<OdooSettings, 'events' | 'products'>) {
    this.#events = new Map(events.map(({ from, to }) => [from.trim(), to]));
    this.#names = new Map(events.map(({ from, to }) => [plainName(from), to]));
    this.#origins = new Map(events.map(({ from, to }) => [to, from.trim()]));
    this.#products = new Map(products.map(({ name, barcode }) => [plainName(name), barcode.trim()]));
  }

  eventOf(event: { readonly origin_ref: string | undefined; readonly name: string }): number | undefined {
    const byRef = event.origin_ref === undefined ? undefined : this.#events.get(event.origin_ref);
    return byRef ?? this.#names.get(plainName(event.name));
  }

  /** What the platform calls an event of Odoo's. */
  originOf(event_id: number): string | undefined {
    return this.#origins.get(event_id);
  }

  productOf(name: string): string | undefined {
    return this.#products.get(plainName(name));
  }

  get event_ids(): readonly number[] {
    return [...this.#origins.keys()];
  }

  get product_barcodes(): readonly string[] {
    return [...new Set(this.#products.values())];
  }
}
