import type {
  ForeignEvent,
  ForeignPerson,
  ForeignRecord,
  ForeignSession,
} from '../../../domain/foreign-records.ts';
import { PeerTrouble } from '../../../hub/port.ts';
import type { Ask } from '../connect.ts';
import type { AgendaEvent, Product, Stock } from '../shapes.ts';

const page_events = 200;
const pages_max = 1_000;

/** Where a product belongs: what its stock says. */
export interface Placing {
  readonly event_ref: string;
  readonly session_ref: string | undefined;
}

/** What the source says of its events, stocks and contacts, each asked once per pull. */
export class SourceCatalogue {
  readonly #ask: Ask;
  readonly #events = new Set<string>();
  readonly #sessions = new Set<string>();
  /** of the sessions that the agenda lists */
  readonly #eventOf = new Map<string, string>();
  readonly #prices = new Set<string>();
  /** what prices cost, as their stocks list them: a product in a pack shows its share of what the pack costs */
  readonly #amounts = new Map<string, number>();
  readonly #stocks = new Map<string, Placing | undefined>();
  readonly #contacts = new Map<string, ForeignPerson>();

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  async events(): Promise<ForeignRecord[]> {
    const records: ForeignRecord[] = [];
    for (let page = 0; page < pages_max; page += 1) {
      const events = await this.#ask((api) =>
        api.events({ input: { limit: page_events, offset: page * page_events } }),
      );
      for (const event of events) records.push(...this.#recordsOf(event));
      if (events.length < page_events) break;
    }
    return records;
  }

  #recordsOf(event: AgendaEvent): ForeignRecord[] {
    if (this.#events.has(event.id)) return [];
    this.#events.add(event.id);
    const slots = [...event.timeslots, ...event.streams];
    const own: ForeignEvent = {
      ref: event.id,
      name: event.label,
      description: event.description,
      starts_at: event.starttime ?? undefined,
      ends_at: event.endtime ?? undefined,
      published: true,
      ...venueOf(slots),
    };
    const sessions = slots.map((slot): { readonly kind: 'session' } & ForeignSession => {
      this.#sessions.add(slot.id);
      this.#eventOf.set(slot.id, event.id);
      return {
        kind: 'session',
        ref: slot.id,
        event_ref: event.id,
        name: slot.label,
        starts_at: slot.starttime,
        ends_at: slot.endtime ?? undefined,
        cancelled: slot.cancelled,
      };
    });
    return [{ kind: 'event', ...own }, ...sessions];
  }

  /** Where the products of a stock belong; undefined where it is not told. */
  async placing(stockid: string): Promise<Placing | undefined> {
    if (this.#stocks.has(stockid)) return this.#stocks.get(stockid);
    const stock = await this.#orNone((ask) => ask((api) => api.stock({ params: { id: stockid } })));
    const placing = stock === undefined ? undefined : placingOf(stock);
    this.#stocks.set(stockid, placing);
    for (const { id, value } of stock?.categories.flatMap(({ prices }) => prices) ?? [])
      this.#amounts.set(id, value.amount);
    return placing;
  }

  /** Where tickets of these sessions belong, going by the agenda: their event, and the session where it is one alone. */
  placedAt(session_refs: readonly string[]): Placing | undefined {
    const events = new Set(session_refs.map((ref) => this.#eventOf.get(ref)));
    const [event_ref] = events;
    if (event_ref === undefined || events.size > 1) return undefined;
    return { event_ref, session_ref: session_refs.length === 1 ? session_refs[0] : undefined };
  }

  /** What has to be known before a ticket of it: an event and a session that the agenda did not list, the price. */
  newRecords(product: Product, { event_ref, session_ref }: Placing): ForeignRecord[] {
    const { ticket, price } = product;
    const records: ForeignRecord[] = [];
    if (!this.#events.has(event_ref)) {
      this.#events.add(event_ref);
      records.push({ kind: 'event', ref: event_ref, name: ticket?.attractionlabel ?? product.label });
    }
    const starts_at = ticket?.eventstarttime;
    if (session_ref !== undefined && !this.#sessions.has(session_ref) && typeof starts_at === 'number') {
      this.#sessions.add(session_ref);
      const name = ticket?.attractionlabel ?? '';
      records.push({ kind: 'session', ref: session_ref, event_ref, name, starts_at });
    }
    const key = `${event_ref} ${price.id}`;
    if (!this.#prices.has(key)) {
      this.#prices.add(key);
      const amount = this.#amounts.get(price.id) ?? price.promo?.initalprice ?? price.value.amount;
      const { id: ref, label: name } = price;
      records.push({ kind: 'price', ref, event_ref, name, amount, groups: [product.category.label] });
    }
    return records;
  }

  /** A session that nobody has told of is not named by its tickets either. */
  knowsSession(session_ref: string | undefined): session_ref is string {
    return session_ref !== undefined && this.#sessions.has(session_ref);
  }

  /** The contact of an order; nobody where the source gives none. */
  async buyer(contactid: string | null): Promise<ForeignPerson> {
    const nobody: ForeignPerson = { first_name: '', last_name: '', email: '' };
    if (contactid === null || contactid === '') return nobody;
    const known = this.#contacts.get(contactid);
    if (known !== undefined) return known;
    const contact = await this.#orNone((ask) => ask((api) => api.contact({ params: { id: contactid } })));
    const person =
      contact === undefined
        ? nobody
        : {
            first_name: contact.firstname,
            last_name: contact.lastname,
            email: contact.email,
            phone: contact.phone,
            company: contact.company,
          };
    this.#contacts.set(contactid, person);
    return person;
  }

  /** What the source refuses to tell (a stock that is no more, contacts that an application may not read) is not known. */
  async #orNone<T>(call: (ask: Ask) => Promise<T>): Promise<T | undefined> {
    try {
      return await call(this.#ask);
    } catch (error) {
      if (error instanceof PeerTrouble && error.kind === 'refused') return undefined;
      throw error;
    }
  }
}

function venueOf(slots: readonly { readonly venuelabel: string }[]): Pick<ForeignEvent, 'venue'> {
  const name = slots.find(({ venuelabel }) => venuelabel !== '')?.venuelabel;
  return name === undefined ? {} : { venue: { name } };
}

function placingOf({ eventid, timeslotid, streamid }: Stock): Placing {
  const session_ref = [timeslotid, streamid].find((id): id is string => id !== null && id !== '');
  return { event_ref: eventid, session_ref };
}
