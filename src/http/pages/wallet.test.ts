import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { jwtVerify } from 'jose';
import { request } from 'undici';
import { openHttpOffice, type HttpOffice } from '../../../test/fixtures/http-office.ts';
import { readBundle, readPass } from '../../../test/fixtures/read-pass.ts';
import { curtain, openTheatreNight, sellNight } from '../../../test/fixtures/theatre-night.ts';
import { appleTestFiles, googleTestFile } from '../../../test/fixtures/wallet-files.ts';
import { updateSession } from '../../office/catalogue/session.ts';
import { formatOrderKey } from '../../office/documents/order-link.ts';
import { refundTickets } from '../../office/selling/refund.ts';
import type { Sale } from '../../office/selling/sale.ts';
import { readAppleIdentity } from '../../office/wallets/apple-identity.ts';
import { readGoogleIdentity } from '../../office/wallets/google-identity.ts';
import { systemActor } from '../../store/transaction.ts';

const now = Date.UTC(2026, 4, 15);
const day_ms = 86_400_000;
const files = appleTestFiles({ from: now - day_ms, until: now + 10 * day_ms });
const google = googleTestFile();
const wallets = {
  apple: readAppleIdentity(files, now),
  google: readGoogleIdentity(google.file, '3388000000012345678'),
};

async function soldNight(office: HttpOffice, more: Partial<Sale> = {}) {
  const { store, origin } = office;
  const night = await store.write(systemActor, openTheatreNight);
  const sold = await store.write(systemActor, (tx) => sellNight(tx, night, more));
  const path = `${origin}/o/${formatOrderKey({ id: sold.order_id, secret: sold.secret })}`;
  return { night, sold, path, ids: sold.tickets.map(({ id }) => id) };
}

async function get(url: string) {
  const { statusCode: status, headers, body } = await request(url, { headers: { accept: 'text/html' } });
  return { status, headers, bytes: new Uint8Array(await body.arrayBuffer()) };
}

const statusOf = async (url: string): Promise<number> => (await get(url)).status;
const textOf = async (url: string): Promise<string> => Buffer.from((await get(url)).bytes).toString();

type Fields = Record<string, { key: string; value: unknown; label: string }[]>;

suite('tickets for the wallets of phones', () => {
  test('a paid ticket is a signed Apple pass with its code, its seat and its evening', async () => {
    await using office = await openHttpOffice({}, {}, { wallets });
    const { sold, path, ids } = await soldNight(office);
    const { status, headers, bytes } = await get(`${path}/tickets/${ids[0]}.pkpass?lang=fr`);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/vnd.apple.pkpass');
    assert.equal(headers['cache-control'], 'private, no-store');
    const { pass, files: names } = readPass(bytes, files.certificate);
    assert.deepEqual(names, ['icon.png', 'icon@2x.png', 'icon@3x.png', 'pass.json']);
    const code = sold.tickets[0]!.barcode;
    assert.deepEqual(pass['barcodes'], [
      { format: 'PKBarcodeFormatQR', message: code, messageEncoding: 'iso-8859-1', altText: code },
    ]);
    assert.equal(pass['passTypeIdentifier'], 'pass.example.tickets');
    assert.equal(pass['teamIdentifier'], 'TEAM123456');
    assert.equal(pass['organizationName'], 'Théâtre de la Luge');
    assert.equal(Date.parse(String(pass['relevantDate'])), curtain);
    assert.equal(Date.parse(String(pass['expirationDate'])), curtain + 2 * 3_600_000);
    assert.equal('voided' in pass, false);
    const { primaryFields, secondaryFields, auxiliaryFields, backFields } = pass['eventTicket'] as Fields;
    const words = (fields: Fields[string] = []) =>
      Object.fromEntries(fields.map(({ key, value }) => [key, value]));
    assert.deepEqual(words(primaryFields), { event: 'Le Malade <imaginaire> & compagnie' });
    assert.deepEqual(words(secondaryFields), {
      when: '2026-05-16T20:30:00+02:00',
      venue: 'Théâtre de la Luge – Grande salle',
    });
    assert.deepEqual(words(auxiliaryFields), {
      zone: 'Orchestre',
      row: 'A',
      seat: '3',
      holder: 'Zoé Martin',
    });
    assert.equal(words(backFields)['ticket'], String(ids[0]));
  });

  test('all of an order come as one bundle, and ten at most', async () => {
    await using office = await openHttpOffice({}, {}, { wallets });
    const { sold, path } = await soldNight(office);
    const { headers, bytes } = await get(`${path}/tickets.pkpasses`);
    assert.equal(headers['content-type'], 'application/vnd.apple.pkpasses');
    const passes = readBundle(bytes, files.certificate).map(({ pass }) => pass);
    const codes = passes.map((pass) => (pass['barcodes'] as { message: string }[])[0]?.message);
    assert.deepEqual(new Set(codes), new Set(sold.tickets.map(({ barcode }) => barcode)));
    assert.equal(new Set(passes.map((pass) => pass['serialNumber'])).size, 3);
    const page = await textOf(path);
    assert.match(page, /tickets\.pkpasses/);
    // eleven people: each has a pass, and no bundle holds them all
    const { night } = await soldNight(office);
    const requests = [{ offer_id: night.standing_offer_id, quantity: 11 }];
    const crowd = await office.store.write(systemActor, (tx) =>
      sellNight(tx, night, { requests, extras: [] }),
    );
    const theirs = `${office.origin}/o/${formatOrderKey({ id: crowd.order_id, secret: crowd.secret })}`;
    assert.equal(await statusOf(`${theirs}/tickets.pkpasses`), 409);
    assert.doesNotMatch(await textOf(theirs), /tickets\.pkpasses/);
    assert.match(await textOf(theirs), new RegExp(`tickets/${crowd.tickets[10]?.id}\\.pkpass`));
  });

  test('a link leads on to Google Wallet with a signed token that holds evening and ticket', async () => {
    await using office = await openHttpOffice({}, {}, { wallets });
    const { sold, path, ids } = await soldNight(office);
    const { status, headers } = await get(`${path}/tickets/${ids[0]}/google-wallet?lang=fr`);
    assert.equal(status, 302);
    assert.ok(String(headers['location']).length <= 2_000);
    const [, token = ''] = String(headers['location']).split('https://pay.google.com/gp/v/save/');
    const { payload, protectedHeader } = await jwtVerify(token, google.public_key, { audience: 'google' });
    assert.deepEqual(protectedHeader, { alg: 'RS256', typ: 'JWT', kid: 'key-1' });
    assert.equal(payload.iss, 'tickets@example.iam.gserviceaccount.test');
    assert.equal(payload['typ'], 'savetowallet');
    const held = payload['payload'] as {
      eventTicketClasses: Record<string, unknown>[];
      eventTicketObjects: Record<string, unknown>[];
    };
    const [evening] = held.eventTicketClasses;
    const [ticket] = held.eventTicketObjects;
    assert.deepEqual(evening?.['dateTime'], {
      start: '2026-05-16T20:30:00+02:00',
      end: '2026-05-16T22:30:00+02:00',
    });
    assert.equal(ticket?.['classId'], evening?.['id']);
    assert.match(String(ticket?.['id']), /^3388000000012345678\.t[0-9a-f]{20}$/);
    const code = sold.tickets[0]!.barcode;
    assert.deepEqual(ticket?.['barcode'], { type: 'QR_CODE', value: code, alternateText: code });
    assert.equal(ticket?.['ticketHolderName'], 'Zoé Martin');
    assert.equal(evening !== undefined && 'venue' in evening, true);
    assert.deepEqual(ticket?.['seatInfo'], {
      section: { defaultValue: { language: 'fr', value: 'Orchestre' } },
      row: { defaultValue: { language: 'fr', value: 'A' } },
      seat: { defaultValue: { language: 'fr', value: '3' } },
    });
  });

  test('a refunded ticket, an unpaid order and one that is not there give nothing', async () => {
    await using office = await openHttpOffice({}, {}, { wallets });
    const { night, sold, path, ids } = await soldNight(office);
    const refund = {
      organizer_id: night.organizer_id,
      order_id: sold.order_id,
      ticket_ids: [ids[1]!],
      deduction: 0,
    };
    await office.store.write(systemActor, (tx) => refundTickets(tx, refund));
    for (const ending of ['.pkpass', '/google-wallet'])
      assert.equal(await statusOf(`${path}/tickets/${ids[1]}${ending}`), 409);
    assert.doesNotMatch(await textOf(path), new RegExp(`tickets/${ids[1]}(\\.pkpass|/google)`));
    const unpaid = await soldNight(office, { payment: undefined });
    assert.equal(await statusOf(`${unpaid.path}/tickets/${unpaid.ids[0]}.pkpass`), 409);
    assert.equal(await statusOf(`${unpaid.path}/tickets.pkpasses`), 409);
    assert.doesNotMatch(await textOf(unpaid.path), /pkpass|google-wallet/);
    // a ticket of another order, a wrong secret, an odd number
    assert.equal(await statusOf(`${path}/tickets/${unpaid.ids[0]}.pkpass`), 404);
    assert.equal(await statusOf(`${path}x/tickets/${ids[0]}.pkpass`), 404);
    assert.equal(await statusOf(`${path}/tickets/first.pkpass`), 404);
  });

  test('a cancelled evening makes a pass that says so', async () => {
    await using office = await openHttpOffice({}, {}, { wallets });
    const { night, path, ids } = await soldNight(office);
    const { organizer_id, session_id } = night;
    await office.store.write(systemActor, (tx) =>
      updateSession(tx, { organizer_id, session_id, status: 'cancelled' }),
    );
    const { bytes } = await get(`${path}/tickets/${ids[0]}.pkpass?lang=en`);
    const { pass } = readPass(bytes, files.certificate);
    assert.equal(pass['voided'], true);
    const { backFields = [] } = pass['eventTicket'] as Fields;
    assert.equal(backFields[0]?.value, 'SESSION CANCELLED');
  });

  test('without certificates there is neither button nor file, and one that expires takes them away', async () => {
    await using bare = await openHttpOffice();
    const none = await soldNight(bare);
    assert.doesNotMatch(await textOf(none.path), /pkpass|google-wallet/);
    for (const end of [
      `tickets/${none.ids[0]}.pkpass`,
      'tickets.pkpasses',
      `tickets/${none.ids[0]}/google-wallet`,
    ])
      assert.equal(await statusOf(`${none.path}/${end}`), 404);
    await using office = await openHttpOffice({}, {}, { wallets });
    const { path, ids } = await soldNight(office);
    assert.match(await textOf(path), /Ajouter à Apple Wallet/);
    office.surroundings.advance(11 * day_ms);
    assert.doesNotMatch(await textOf(path), /pkpass/);
    assert.match(await textOf(path), /Ajouter à Google Wallet/);
    assert.equal(await statusOf(`${path}/tickets/${ids[0]}.pkpass`), 404);
  });
});
