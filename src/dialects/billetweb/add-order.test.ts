import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBilletwebPark, type Park } from '../../../test/fixtures/billetweb-park.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { openHall } from '../../office/catalogue/open-hall.ts';
import { putOnSale } from '../../office/catalogue/put-on-sale.ts';
import { createSession } from '../../office/catalogue/session.ts';
import { servedIdOf } from '../../domain/served-id.ts';

/** An evening in a hall with two zones of numbered seats, where the park's type is sold. Gives its id as clients see it. */
async function openEvening(office: TestStore, { organizer_id, event_id, price_id }: Park): Promise<string> {
  return office.write(async (tx) => {
    const { hall_id } = await openHall(tx, {
      organizer_id,
      venue: { name: 'Théâtre' },
      hall: { name: 'Grande salle' },
      zones: [
        { code: 'ORCH', name: 'Orchestre', rows: [{ label: 'A', seats: 4 }] },
        { code: 'BALC', name: 'Balcon', rows: [{ label: 'B', seats: 4 }] },
      ],
    });
    const starts_at = Date.UTC(2026, 5, 1, 18);
    const session_id = await createSession(tx, { organizer_id, event_id, hall_id, starts_at });
    await putOnSale(tx, { organizer_id, session_id, prices: [{ price_id }] });
    return servedIdOf('integer', session_id);
  });
}

async function seatCodes(office: TestStore, { organizer_id }: Park): Promise<string[]> {
  const rows = await office.read((rx) =>
    rx.db.selectFrom('place').select('code').where('organizer_id', '=', organizer_id).orderBy('id').execute(),
  );
  return rows.map(({ code }) => code);
}

onEachStore('add_order', (open) => {
  test('sells the seats that it names, each to its holder, and refuses those that are gone', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const session = await openEvening(office, park);
    const codes = await seatCodes(office, park);
    const [first = '', , , last = ''] = codes;
    const balcony = codes.at(-1) ?? '';
    const { client, served_event: id, served_price } = park;
    const seat = (seating_location: string, name: string) => ({
      ticket: String(served_price),
      session,
      seating_location,
      name,
    });
    const products = [seat(last, 'Un'), seat(balcony, 'Deux'), seat(first, 'Trois')];
    await client.addOrder({ params: { id }, body: [{ name: 'Dupont', products }] });
    const attendees = await client.eventAttendees({ params: { id } });
    const seats = Object.fromEntries(attendees.map(({ name, seating_location }) => [name, seating_location]));
    assert.deepEqual(seats, { Un: last, Deux: balcony, Trois: first });
    const again = client.addOrder({ params: { id }, body: [{ products: [seat(first, 'Quatre')] }] });
    await assert.rejects(
      again,
      (error: { told?: { body: { error: string } } }) => error.told?.body.error === 'sold_out',
    );
    const nowhere = client.addOrder({ params: { id }, body: [{ products: [seat('Z-99', 'Cinq')] }] });
    await assert.rejects(
      nowhere,
      (error: { told?: { body: { error: string } } }) => error.told?.body.error === 'not_found',
    );
    const undated = { ...seat(first, 'Six'), session: '0' };
    const when = client.addOrder({ params: { id }, body: [{ products: [undated] }] });
    await assert.rejects(
      when,
      (error: { told?: { body: { error: string } } }) => error.told?.body.error === 'invalid_parameter',
    );
  });

  test('hands request_id back, and sells once for each where the credential asks for it', async () => {
    const office = open();
    const order = (park: Park, name = 'Dupont') => ({
      request_id: 'r-1',
      name,
      products: [{ ticket: String(park.served_price) }],
    });
    const plain = await openBilletwebPark(office);
    const sell = async (park: Park, name?: string) => {
      const [sold] = await park.client.addOrder({
        params: { id: park.served_event },
        body: [order(park, name)],
      });
      return sold;
    };
    const [one, two] = [await sell(plain), await sell(plain)];
    assert.equal(one?.request_id, 'r-1');
    assert.notEqual(one.id, two?.id);
    const once = await openBilletwebPark(office, { shape: { request_id: 'once' } });
    const [first, second] = [await sell(once), await sell(once)];
    assert.deepEqual(second, first);
    assert.equal((await once.client.eventAttendees({ params: { id: once.served_event } })).length, 1);
    await assert.rejects(
      sell(once, 'Martin'),
      (error: { told?: { body: { error: string } } }) => error.told?.body.error === 'invalid_parameter',
    );
    office.surroundings.advance(25 * 3_600_000);
    assert.notEqual((await sell(once))?.id, first?.id);
  });

  test('a quota set after sales counts them, and one below them is refused', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { client, served_event: id, served_price } = park;
    const ticket = String(served_price);
    const [date] = await client.datesUpdate({ params: { id }, body: [{ start: '2026-07-01 10:00:00' }] });
    const session = date?.id ?? '';
    const buy = (many: number) =>
      client.addOrder({
        params: { id },
        body: [{ products: Array.from({ length: many }, () => ({ ticket, session })) }],
      });
    await buy(2);
    const limit = (quota: string) => client.datesUpdate({ params: { id }, body: [{ id: session, quota }] });
    const refusedAs = (word: string) => (error: { told?: { body: { error: string } } }) =>
      error.told?.body.error === word;
    await assert.rejects(limit('1'), refusedAs('invalid_quota'));
    await limit('3');
    await assert.rejects(buy(2), refusedAs('sold_out'));
    await buy(1);
    const [avail] = (await client.avail({ params: { id } })).filter((row) => row.session === session);
    assert.deepEqual([avail?.quota, avail?.avail], ['3', '0']);
  });
});
