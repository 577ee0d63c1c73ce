import { Fault } from '../../domain/faults.ts';
import type { ForeignAddOn, ForeignTicket } from '../../domain/foreign-records.ts';
import { limits } from '../../domain/limits.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import { createAddOn } from '../catalogue/add-on.ts';
import { createPrice } from '../catalogue/price.ts';
import { createSession } from '../catalogue/session.ts';
import { createPromoCode, normalLabel } from '../promotions/promo-code.ts';
import type { ForeignExtra } from '../selling/foreign.ts';
import { offerOfSale } from './capacities.ts';
import { priceOf } from './catalogue.ts';
import { linksOf, putLinks, unseen } from './links.ts';
import { placeOf } from './places.ts';
import type { Source } from './source.ts';

/** What a ticket of the source comes to here. */
export interface Target {
  readonly event_id: number;
  readonly price_id: number;
  /** of a ticket whose source tells no amount: what its price cost when it was last told */
  readonly price_amount: number | undefined;
  readonly offer_id: number;
  readonly session_id: number | undefined;
  readonly place_id: number | undefined;
  readonly promo_code_id: number | undefined;
  readonly add_ons: readonly ForeignExtra[] | undefined;
}

/** What the ticket cost, as far as it is known: a price that is told no more costs what it cost. */
export function chargedOf({ amount, amount_inferred }: ForeignTicket, target: Target): number {
  return amount_inferred === true && amount === 0 ? (target.price_amount ?? 0) : amount;
}

interface FoundEvent {
  readonly id: number;
  readonly name: string;
  readonly starts_at: number | null;
}

/** Finds, or makes, what tickets are sold of: for one command, so that each thing is looked for once. */
export class Targets {
  readonly #tx: Tx;
  readonly #source: Source;
  readonly #known = new Map<string, Promise<unknown>>();
  /** prices that no record of the catalogue named: sold once, and off sale at the source since */
  prices_made = 0;

  constructor(tx: Tx, source: Source) {
    this.#tx = tx;
    this.#source = source;
  }

  /** Throws `not_found` for an event or a session that was not taken in, `invalid_input` for what cannot be made. */
  async of(ticket: ForeignTicket): Promise<Target> {
    const tx = this.#tx;
    const event = await this.#event(ticket.event_ref);
    const price_id = await this.#price(event, ticket);
    const session_id = await this.#session(event, ticket);
    const { organizer_id } = this.#source;
    const of = { organizer_id, event_id: event.id, price_id };
    const offer_id = await this.#once(`offer ${price_id} ${session_id ?? ''}`, () =>
      offerOfSale(tx, of, session_id ?? null),
    );
    return {
      event_id: event.id,
      price_id,
      price_amount: ticket.amount_inferred === true ? await this.#amount(price_id) : undefined,
      offer_id,
      session_id,
      place_id: await this.#place(event, ticket, session_id),
      promo_code_id: await this.#promoCode(ticket.order.promo_code),
      add_ons: await this.#addOns(event.id, ticket.add_ons),
    };
  }

  #once<T>(key: string, find: () => Promise<T>): Promise<T> {
    let known = this.#known.get(key);
    if (known === undefined) this.#known.set(key, (known = find()));
    return known as Promise<T>;
  }

  #event(ref: string): Promise<FoundEvent> {
    return this.#once(`event ${ref}`, async () => {
      const link = (await linksOf(this.#tx, this.#source, 'event', [ref])).get(ref);
      const event = link === undefined ? undefined : await eventById(this.#tx, link.local_id);
      if (event === undefined) throw new Fault('not_found', { kind: 'event', id: ref });
      return event;
    });
  }

  async #session(event: FoundEvent, ticket: ForeignTicket): Promise<number | undefined> {
    const { session_ref: ref, lists_living_sessions, order } = ticket;
    if (ref === undefined) return undefined;
    return this.#once(`session ${ref}`, async () => {
      const tx = this.#tx;
      const link = (await linksOf(tx, this.#source, 'session', [ref])).get(ref);
      if (link !== undefined) return link.local_id;
      if (lists_living_sessions !== true) throw new Fault('not_found', { kind: 'session', id: ref });
      const { organizer_id } = this.#source;
      // when it would have been is not told any more: nobody enters, and its sales are in the accounts
      const starts_at = event.starts_at ?? order.sold_at;
      const of = { organizer_id, event_id: event.id, name: ref, starts_at, status: 'cancelled' };
      const local_id = await createSession(tx, of);
      await putLinks(tx, this.#source, 'session', [{ ref, local_id, digest: unseen }]);
      return local_id;
    });
  }

  #price(event: FoundEvent, { price, amount }: ForeignTicket): Promise<number> {
    const { ref, name, code } = price;
    return this.#once(
      `price ${event.id} ${ref ?? ''} ${ref === undefined ? `${name} ${code ?? ''}` : ''}`,
      async () => {
        const tx = this.#tx;
        const link =
          ref === undefined ? undefined : (await linksOf(tx, this.#source, 'price', [ref])).get(ref);
        if (link !== undefined) return link.local_id;
        const { organizer_id } = this.#source;
        const found = await priceOf(tx, this.#source, event.id, { name, code });
        const of = { organizer_id, event_id: event.id };
        const title = name.trim() === '' ? (ref ?? '?') : name;
        const id = found ?? (await createPrice(tx, { ...of, name: title, code, amount }));
        if (found === undefined) this.prices_made += 1;
        // the digest is none: what the catalogue says of it later is news
        if (ref !== undefined)
          await putLinks(tx, this.#source, 'price', [{ ref, local_id: id, digest: unseen }]);
        return id;
      },
    );
  }

  #amount(price_id: number): Promise<number | undefined> {
    return this.#once(`amount ${price_id}`, async () => {
      const price = await this.#tx.db
        .selectFrom('price')
        .select('amount')
        .where('id', '=', price_id)
        .executeTakeFirst();
      return price?.amount;
    });
  }

  async #place(
    event: FoundEvent,
    { event_ref, place }: ForeignTicket,
    session_id: number | undefined,
  ): Promise<number | undefined> {
    const name = (place ?? '').trim();
    if (name === '') return undefined;
    return this.#once(`place ${event.id} ${session_id ?? ''} ${name}`, () => {
      const seating = { event_ref, event_name: event.name, session_id: session_id ?? null };
      return placeOf(this.#tx, this.#source, seating, name);
    });
  }

  /** A code that was used elsewhere: one that is not known here is kept, switched off, since its terms are not told. */
  async #promoCode(label: string | undefined): Promise<number | undefined> {
    const trimmed = (label ?? '').trim().slice(0, limits.title_chars_max);
    if (trimmed === '') return undefined;
    const label_normal = normalLabel(trimmed);
    return this.#once(`code ${label_normal}`, async () => {
      const { organizer_id } = this.#source;
      const row = await this.#tx.db
        .selectFrom('promo_code')
        .select('id')
        .where('organizer_id', '=', organizer_id)
        .where('label_normal', '=', label_normal)
        .executeTakeFirst();
      const terms = { organizer_id, label: trimmed, kind: 'value', value: 0, uses: null, enabled: 0 };
      return row?.id ?? createPromoCode(this.#tx, terms);
    });
  }

  async #addOns(
    event_id: number,
    add_ons: readonly ForeignAddOn[] | undefined,
  ): Promise<ForeignExtra[] | undefined> {
    if (add_ons === undefined || add_ons.length === 0) return undefined;
    const extras: ForeignExtra[] = [];
    for (const { name, amount, quantity, barcode, category, product } of add_ons) {
      const add_on_id = await this.#once(`add_on ${event_id} ${name}`, async () => {
        const row = await this.#tx.db
          .selectFrom('add_on')
          .select('id')
          .where('event_id', '=', event_id)
          .where('name', '=', name)
          .orderBy('id')
          .executeTakeFirst();
        const { organizer_id } = this.#source;
        return row?.id ?? createAddOn(this.#tx, { organizer_id, event_id, name, amount, category, product });
      });
      extras.push({ add_on_id, title: name, amount, quantity, vat_bp: 0, barcode });
    }
    return extras;
  }
}

async function eventById(rx: Rx, id: number): Promise<FoundEvent | undefined> {
  return rx.db
    .selectFrom('event')
    .select(['id', 'name', 'starts_at'])
    .where('id', '=', id)
    .executeTakeFirst();
}
