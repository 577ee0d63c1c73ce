/**
 * What the examples of reference/weezevent-api.txt ask for: its events, dates, tickets, categories and add-ons under the ids
 * that it prints. Dates that have to be ahead are a month ahead, whenever the demo is opened.
 */
import { formatLocalDate, parseLocal } from '../domain/local-time.ts';
import { createAddOn } from '../office/catalogue/add-on.ts';
import { listEventCategories, putUsualCategories } from '../office/catalogue/event-categories.ts';
import { createEvent } from '../office/catalogue/event.ts';
import { createOffer } from '../office/catalogue/offer.ts';
import { createPool } from '../office/catalogue/pool.ts';
import { createPrice, createPriceGroup } from '../office/catalogue/price.ts';
import { createQuestion } from '../office/catalogue/question.ts';
import { createSession, updateSession } from '../office/catalogue/session.ts';
import { createVenue } from '../office/catalogue/venue.ts';
import { everybody, fixServedId, localId } from '../office/served-ids/served-ids.ts';
import type { Rx, Tx } from '../store/transaction.ts';

export const dialect = 'weezevent';
const day_ms = 86_400_000;
const ahead_days = 30;
const moved_when_nearer_than_days = 7;
const vat_bp = 2000;

interface Place {
  readonly organizer_id: number;
  readonly zone: string;
}

/** Dates by their id: how many days after the first one, and when. */
const dates: Readonly<Record<string, readonly [day: number, time: string]>> = {
  138: [0, '14:20:00'],
  139: [0, '16:20:00'],
  116: [46, '11:55:00'],
  141: [3, '09:00:00'],
  142: [6, '09:00:00'],
};

function instantOf(id: string, now: number, zone: string): number {
  const [day, time] = dates[id] ?? [0, '00:00:00'];
  return parseLocal(`${formatLocalDate(now + (ahead_days + day) * day_ms, zone)} ${time}`, zone);
}

export async function openWeezeventCatalogue(tx: Tx, place: Place): Promise<void> {
  const { organizer_id } = place;
  const categories = await categoriesOf(tx, organizer_id);
  const fix = (kind: string, local_id: number, served_id: string) =>
    fixServedId(tx, { organizer_id, dialect, kind, local_id, served_id });
  const event = async (id: string, name: string, more: Partial<Parameters<typeof createEvent>[1]> = {}) => {
    const event_id = await createEvent(tx, { organizer_id, name, status: 'published', ...more });
    await fix('event', event_id, id);
    return event_id;
  };
  const catalogue = new Catalogue(tx, place);
  await event('13824', 'Event 1 (rien de vendu)', { starts_at: instantOf('138', tx.now, place.zone) });
  const first = await event('11435', 'Event 1');
  await catalogue.sessions(first, ['138', '139']);
  await catalogue.firstEvent(first);
  const second = await event('10473', 'Event 2');
  await catalogue.sessions(second, ['116']);
  await catalogue.secondEvent(second);
  await catalogue.formEvents(
    await event('49015', 'Cashless'),
    await event('11122', 'Rando VTT'),
    await event('112331', 'Course nature'),
  );
  const detailed = await event('36799', 'Quatre jours en forêt', {
    event_category_id: categories.get('14'),
    venue_id: await forest(tx, organizer_id),
    description: 'Quatre jours de marche, de la combe au sommet.',
  });
  await catalogue.sessions(detailed, ['141', '142']);
  await catalogue.price(detailed, '142001', 'Les quatre jours', 14_200);
  const past = await event('19988', 'Inscription 2012/2013', {
    event_category_id: categories.get('13'),
    starts_at: parseLocal('2012-07-20 00:00:00', place.zone),
    ends_at: parseLocal('2013-06-30 23:55:59', place.zone),
    site_url: 'https://node.example',
  });
  await catalogue.price(past, '19988001', 'Cotisation', 0);
  await catalogue.price(past, '19988002', 'Mécène', 100_000);
}

/** The usual kinds of events, three of them under the ids of the document. */
async function categoriesOf(tx: Tx, organizer_id: number): Promise<Map<string, number>> {
  await putUsualCategories(tx, { organizer_id });
  const all = await listEventCategories(tx);
  const ids = new Map<string, number>();
  for (const [served_id, name] of [
    ['13', 'Vie associative'],
    ['14', 'Soirée clubbing'],
    ['38', 'Don'],
  ] as const) {
    const local_id = all.find((one) => one.name === name)?.id;
    if (local_id === undefined) throw new Error(`the catalogue has no ${name}`);
    await fixServedId(tx, {
      organizer_id: everybody,
      dialect,
      kind: 'event_category',
      local_id,
      served_id,
    });
    ids.set(served_id, local_id);
  }
  return ids;
}

function forest(tx: Tx, organizer_id: number): Promise<number> {
  return createVenue(tx, {
    organizer_id,
    name: 'Combe des Rousses',
    address_1: '110 route du Noirmont',
    zip_code: '39220',
    city: 'Les Rousses',
    province: 'Jura',
    country: 'FR',
    latitude: 46.4845,
    longitude: 6.0622,
  });
}

type AddOn = Omit<Parameters<typeof createAddOn>[1], 'organizer_id' | 'event_id'>;

/** Fills events, with the ids that the dialect shows. */
class Catalogue {
  readonly #tx: Tx;
  readonly #place: Place;
  readonly #sessions = new Map<string, number>();

  constructor(tx: Tx, place: Place) {
    this.#tx = tx;
    this.#place = place;
  }

  async #fix(kind: string, local_id: number, served_id: string): Promise<void> {
    const { organizer_id } = this.#place;
    await fixServedId(this.#tx, { organizer_id, dialect, kind, local_id, served_id });
  }

  async sessions(event_id: number, ids: readonly string[]): Promise<void> {
    const { organizer_id, zone } = this.#place;
    for (const id of ids) {
      const starts_at = instantOf(id, this.#tx.now, zone);
      const session = { organizer_id, event_id, starts_at, ends_at: starts_at + 3_600_000 };
      const session_id = await createSession(this.#tx, session);
      await this.#fix('session', session_id, id);
      this.#sessions.set(id, session_id);
    }
  }

  /** A price on sale for these dates, out of one quota; without dates, for the whole event. */
  async price(
    event_id: number,
    id: string,
    name: string,
    amount: number,
    more: { group?: number; quota?: number; dates?: readonly string[]; window?: boolean } = {},
  ): Promise<void> {
    const { organizer_id } = this.#place;
    const price = { organizer_id, event_id, name, amount, vat_bp, price_group_id: more.group };
    const price_id = await createPrice(this.#tx, price);
    await this.#fix('price', price_id, id);
    const quota = { organizer_id, event_id, kind: 'quota', name, capacity: more.quota ?? null };
    const pool_ids = [await createPool(this.#tx, quota)];
    const from = { sale_starts_at: more.window === true ? this.#tx.now - 60 * day_ms : undefined };
    const sessions = (more.dates ?? []).map((date) => this.#sessions.get(date));
    for (const session_id of sessions.length === 0 ? [undefined] : sessions) {
      await createOffer(this.#tx, { organizer_id, event_id, price_id, session_id, pool_ids, ...from });
    }
  }

  async group(event_id: number, id: string, name: string, parent_id?: number): Promise<number> {
    const { organizer_id } = this.#place;
    const group_id = await createPriceGroup(this.#tx, { organizer_id, event_id, name, parent_id });
    await this.#fix('price_group', group_id, id);
    return group_id;
  }

  async firstEvent(event_id: number): Promise<void> {
    const both = ['138', '139'];
    await this.price(event_id, '75632', 'my default price', 1000, { quota: 400, dates: ['138'] });
    await this.price(event_id, '75633', 'Tarif 2', 1200, { quota: 1200, dates: both, window: true });
    await this.price(event_id, '75634', 'Tarif 3', 800, { dates: both, window: true });
    await this.price(event_id, 'ABCDE125632', 'Tarif distributeur', 1200, { quota: 1200, dates: both });
    const category = await this.group(event_id, '11745', 'Categorie 1');
    await this.price(event_id, '44272', 'b2', 999, { group: category, dates: both, window: true });
    await this.price(event_id, '44274', 'b2 réduit', 499, { group: category, dates: both, window: true });
    const below = await this.group(event_id, '11746', 'Sous Categorie 1', category);
    await this.price(event_id, '65632', 'b3', 0, { group: below, dates: both, window: true });
    await this.price(event_id, '65638', 'b4', 1000, { group: below, dates: both, window: true });
  }

  async secondEvent(event_id: number): Promise<void> {
    const on = { dates: ['116'], window: true };
    await this.price(event_id, '40413', 'Billet 1', 1000, { ...on, quota: 100 });
    const first = await this.group(event_id, '4654', 'Categorie 1');
    await this.price(event_id, '42637', 'Billet 2', 0, { ...on, group: first });
    const below = await this.group(event_id, '4655', 'Sous categorie 1', first);
    await this.price(event_id, '42638', 'Billet 3', 1000, { ...on, group: below, quota: 110 });
    const other = await this.group(event_id, '5998', 'Categorie 2');
    await this.price(event_id, '42639', 'Billet 4', 1000, { ...on, group: other, quota: 1100 });
  }

  /** Events of which the participants are asked something, or buy something beside. */
  async formEvents(cashless: number, ride: number, race: number): Promise<void> {
    await this.price(cashless, '198251', 'Entrée', 2500);
    const cash = { category: 'CASHLESS', product: 'Préchargement cashless', product_reference: 'PC0001' };
    await this.addOn(cashless, '135131', { ...cash, name: '10.50 €', reference: 'PCP001', amount: 1050 });
    await this.addOn(cashless, '135132', { ...cash, name: '15.00 €', reference: 'PCP002', amount: 1500 });
    await this.price(ride, '1121223', 'Parcours de 30 km', 1500);
    await this.price(ride, '63049045c39e21cc8d8e358def382cbb', 'Parcours de 30 km, distributeur', 1500);
    const meal = { category: 'RESTAURATION', product: 'Repas', product_reference: 'RP0001' };
    await this.addOn(ride, '135140', { ...meal, name: 'À l’arrivée', reference: 'RPA001', amount: 1200 });
    await this.price(race, '111212', 'Dossard', 1800);
    const { organizer_id } = this.#place;
    for (const [event_id, scope, label, options] of [
      [ride, 'ticket', 'Êtes-vous accompagné par un enfant de moins de 12 ans ?', ['Oui', 'Non']],
      [ride, 'ticket', 'Si oui, son prénom', []],
      [race, 'ticket', 'Votre club', []],
      [race, 'order', 'Comment nous avez-vous connus ?', []],
    ] as const) {
      const question = { organizer_id, event_id, scope, label, options: JSON.stringify(options) };
      await createQuestion(this.#tx, question);
    }
  }

  async addOn(event_id: number, id: string, addOn: AddOn): Promise<void> {
    const { organizer_id } = this.#place;
    await this.#fix('add_on', await createAddOn(this.#tx, { organizer_id, event_id, vat_bp, ...addOn }), id);
  }
}

/** Moves the dates a month ahead again once one is less than a week away, so that a demo that is kept stays on sale. */
export async function keepWeezeventAhead(tx: Tx, place: Place): Promise<void> {
  const { organizer_id, zone } = place;
  const first = await sessionOf(tx, organizer_id, '138');
  if (first === undefined || first.starts_at - tx.now > moved_when_nearer_than_days * day_ms) return;
  for (const id of Object.keys(dates)) {
    const session = await sessionOf(tx, organizer_id, id);
    if (session === undefined) continue;
    const starts_at = instantOf(id, tx.now, zone);
    await updateSession(tx, {
      organizer_id,
      session_id: session.id,
      starts_at,
      ends_at: starts_at + 3_600_000,
    });
  }
}

async function sessionOf(
  rx: Rx,
  organizer_id: number,
  served_id: string,
): Promise<{ id: number; starts_at: number } | undefined> {
  const id = await localId(rx, { organizer_id, dialect, kind: 'session', served_id });
  if (id === undefined) return undefined;
  return rx.db.selectFrom('session').select(['id', 'starts_at']).where('id', '=', id).executeTakeFirst();
}
