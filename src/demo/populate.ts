import type { SecretSealer } from '../office/access/sealing.ts';
import { createUser, giveRole } from '../office/access/users.ts';
import { createOrganizer } from '../office/catalogue/organizer.ts';
import { createVenue } from '../office/catalogue/venue.ts';
import { tables, type TableName } from '../store/tables.ts';
import type { Tx } from '../store/transaction.ts';
import { openBigHall } from './big-hall.ts';
import { openBar, sellTicketsAtBar } from './bar.ts';
import { demoAdmin, demoCashier, issueDemoCredentials, type DemoPasswords } from './credentials.ts';
import { openPark } from './park.ts';
import { sellPastOrders } from './past-orders.ts';
import { openTheatreExtras } from './theatre-extras.ts';
import { openTheatreStream } from './theatre-stream.ts';
import { openTheatre } from './theatre.ts';
import { openWeezevent } from './weezevent.ts';

export const origin_slug = 'origin';
export const venue_slug = 'parc-de-la-luge';
const zone = 'Europe/Paris';
const house = {
  zone,
  currency: 'EUR',
  country: 'FR',
  language: 'fr',
  default_vat_bp: 2000,
} as const;

export interface DemoKeys {
  readonly passwords: DemoPasswords;
  readonly sealer: SecretSealer;
}

/** Fills an empty database with the two organizers of the demo, in one transaction. */
export async function populateDemo(tx: Tx, keys: DemoKeys): Promise<void> {
  const organizer_id = await createOrganizer(tx, { ...house, slug: origin_slug, name: 'Parc de la Luge' });
  const venue_id = await createVenue(tx, {
    organizer_id,
    name: 'Parc de la Luge',
    address_1: 'Route de la Dôle',
    zip_code: '39220',
    city: 'Les Rousses',
    country: 'FR',
  });
  await issueDemoCredentials(tx, { organizer_id, ...keys });
  const offers = await openPark(tx, { organizer_id, venue_id, zone });
  await sellPastOrders(tx, { organizer_id, zone, offers });
  await openTheatreExtras(tx, { organizer_id, theatre: await openTheatre(tx, { organizer_id, zone }) });
  await openWeezevent(tx, { organizer_id, zone });
  await openBigHall(tx, { organizer_id });
  await openVenue(tx, keys.passwords.admin);
  const offer_id = offers.get('BW-LUGE-4T');
  if (offer_id === undefined) throw new Error('the park sells no luge for the bar to sell');
  await openBar(tx, { organizer_id });
  await sellTicketsAtBar(tx, { organizer_id, offer_id });
  const cashier = { email: demoCashier.email, name: 'Caisse', password_hash: keys.passwords.cashier };
  await giveRole(tx, { organizer_id, user_id: await createUser(tx, cashier), role: 'counter' });
  await openTheatreStream(tx, { organizer_id });
}

/** The venue is empty but for who signs in: what it has, it will pull from the origin. */
async function openVenue(tx: Tx, password_hash: string): Promise<void> {
  const organizer_id = await createOrganizer(tx, { ...house, slug: venue_slug, name: 'Parc de la Luge' });
  const { email } = demoAdmin;
  const user_id = await createUser(tx, { email, name: 'Administration', password_hash });
  await giveRole(tx, { organizer_id, user_id, role: 'manager' });
}

/** Tables that belong to the database itself, not to what is in it. */
const kept: ReadonlySet<TableName> = new Set<TableName>(['id_block']);

/** Empties every table. Only ever called on a database that is the demo's own. */
export async function emptyDatabase(tx: Tx): Promise<void> {
  const names = Object.keys(tables).reverse() as TableName[];
  for (const name of names) if (!kept.has(name)) await tx.db.deleteFrom(name).execute();
}
