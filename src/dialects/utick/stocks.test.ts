import assert from 'node:assert/strict';
import { test } from 'node:test';
import { onSale, requestOf, take } from '../../../test/fixtures/utick-buying.ts';
import { openUtickTheatre } from '../../../test/fixtures/utick-theatre.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { listEventCategories, putUsualCategories } from '../../office/catalogue/event-categories.ts';
import { createOffer } from '../../office/catalogue/offer.ts';
import { createPool } from '../../office/catalogue/pool.ts';
import { createPrice } from '../../office/catalogue/price.ts';
import { putOnSale } from '../../office/catalogue/put-on-sale.ts';
import { createSession } from '../../office/catalogue/session.ts';
import { createVenue } from '../../office/catalogue/venue.ts';
import { limits } from '../../domain/limits.ts';
import type { Stock } from './shapes.ts';

const day_ms = 86_400_000;
const hour_ms = 3_600_000;

onEachStore('Stocks of uTick', (open) => {
  test('are found by event, timeslot and pack, and by themselves', async () => {
    const theatre = await openUtickTheatre(open());
    const { client } = theatre;
    const { seats, area, pack, workshop } = await onSale(theatre);
    const ids = async (input: object) => (await client.stocks({ input })).response.map(({ id }) => id);
    assert.deepEqual(await ids({ timeslotid: seats.timeslotid }), [seats.id, area.id]);
    assert.deepEqual(await ids({ streamid: seats.timeslotid }), []);
    assert.deepEqual(await ids({ packid: pack.packid }), [workshop.id, seats.id]);
    assert.deepEqual(await ids({ packid: pack.packid, eventid: workshop.eventid }), [workshop.id]);
    assert.deepEqual(await ids({ eventid: seats.eventid, limit: 1, offset: 1 }), [area.id]);
    const { shop_url, haspromocodes, planid, typeid } = seats;
    assert.ok(shop_url.startsWith('https://tickets.example/shop/'));
    assert.deepEqual([haspromocodes, planid !== null, typeid, area.planid], [true, true, 1, null]);
    assert.equal((await client.stock({ params: { id: pack.id } })).response.packid, pack.packid);
  });

  test('say whose production they are, and are streams where nobody comes', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { client, organizer_id } = theatre;
    const types = [1, 2, 10, 11, 15, 20];
    await office.write(async (tx) => {
      const event_id = await createEvent(tx, { organizer_id, name: 'Tournée', status: 'published' });
      const price_id = await createPrice(tx, { organizer_id, event_id, name: 'Place', amount: 900 });
      for (const [day, stock_type] of types.entries()) {
        const starts_at = tx.now + (day + 1) * day_ms;
        const kind = stock_type === 15 ? 'stream' : 'timeslot';
        const session = { organizer_id, event_id, name: String(stock_type), starts_at, stock_type, kind };
        const session_id = await createSession(tx, session);
        await putOnSale(tx, { organizer_id, session_id, capacity: 10, prices: [{ price_id }] });
      }
    });
    const event = (await client.events()).response.find(({ label }) => label === 'Tournée')!;
    const { response: stocks } = await client.stocks({ input: { eventid: event.id } });
    assert.deepEqual(
      stocks.map(({ label, typeid }) => [label, typeid]),
      types.map((type) => [String(type), type]),
    );
    assert.deepEqual([event.timeslots.length, event.streams.map(({ label }) => label)], [5, ['15']]);
    const streamid = event.streams[0]!.id;
    const { response: streamed } = await client.stocks({ input: { streamid } });
    assert.deepEqual(
      streamed.map((one) => [one.label, one.streamid, one.timeslotid]),
      [['15', streamid, null]],
    );
    assert.deepEqual((await client.stocks({ input: { timeslotid: streamid } })).response, []);
    const [product] = await take(theatre, requestOf(streamed[0]!, 1));
    assert.equal(product?.stockid, streamed[0]?.id);
  });

  test('of an event are all found, however many sessions it has', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { client, organizer_id } = theatre;
    const count = limits.page_rows_max + 1;
    await office.write(async (tx) => {
      const event_id = await createEvent(tx, { organizer_id, name: 'Musée', status: 'published' });
      const price_id = await createPrice(tx, { organizer_id, event_id, name: 'Entrée', amount: 900 });
      for (let hour = 1; hour <= count; hour += 1)
        await createSession(tx, { organizer_id, event_id, starts_at: tx.now + hour * hour_ms });
      const pool_id = await createPool(tx, { organizer_id, kind: 'quota', event_id, capacity: 10 });
      await createOffer(tx, { organizer_id, event_id, price_id, pool_ids: [pool_id] });
    });
    const event = (await client.events()).response.find(({ label }) => label === 'Musée')!;
    assert.equal(event.timeslots.length, count);
    const { response: last } = await client.stocks({ input: { eventid: event.id, offset: count - 1 } });
    assert.deepEqual(
      last.map(({ timeslotid }) => timeslotid),
      [event.timeslots.at(-1)!.id, null],
    );
  });

  test('suggest the same event first, then the same venue, then the same category, the nearest in time first', async () => {
    const office = open();
    const theatre = await openUtickTheatre(office);
    const { client, organizer_id } = theatre;
    await office.write(async (tx) => {
      const venue_id = await createVenue(tx, { organizer_id, name: 'Cour' });
      await putUsualCategories(tx, { organizer_id });
      const [category] = await listEventCategories(tx);
      const event_category_id = category?.id ?? null;
      const put = async (event_id: number, name: string, days: number, at_venue: number | null) => {
        const price_id = await createPrice(tx, { organizer_id, event_id, name: 'Place', amount: 900 });
        const starts_at = tx.now + days * day_ms;
        const session = { organizer_id, event_id, name, starts_at, venue_id: at_venue };
        const session_id = await createSession(tx, session);
        await putOnSale(tx, { organizer_id, session_id, capacity: 2, prices: [{ price_id }] });
      };
      const event = (name: string, category: number | null) =>
        createEvent(tx, { organizer_id, name, status: 'published', event_category_id: category });
      const own = await event('Le bal', event_category_id);
      await put(own, 'this', 50, venue_id);
      await put(own, 'same event, later', 60, venue_id);
      await put(own, 'same event, sooner', 45, null);
      await put(await event('Elsewhere', event_category_id), 'same category, the same day', 50, null);
      const guest = await event('Guest', null);
      await put(guest, 'same venue, far', 20, venue_id);
      await put(guest, 'same venue, near', 51, venue_id);
      await put(await event('Nothing to do with it', null), 'neither', 50, null);
    });
    const event = (await client.events()).response.find(({ label }) => label === 'Le bal')!;
    const own = (await client.stocks({ input: { eventid: event.id } })).response;
    const params = { id: own.find(({ label }) => label === 'this')!.id };
    const labels = async () => (await client.suggestions({ params })).response.map(({ label }) => label);
    const rest = ['same event, later', 'same venue, near', 'same venue, far', 'same category, the same day'];
    assert.deepEqual(await labels(), ['same event, sooner', ...rest]);
    // what is sold out is no suggestion
    await take(
      theatre,
      requestOf(
        own.find(({ label }) => label === 'same event, sooner')!,
        2,
      ),
    );
    assert.deepEqual(await labels(), rest);
  });

  test('suggest what is like them and can still be bought', async () => {
    const theatre = await openUtickTheatre(open());
    const { seats, workshop } = await onSale(theatre);
    const suggested = async (stock: Stock) =>
      (await theatre.client.suggestions({ params: { id: stock.id } })).response.map(({ id }) => id);
    assert.deepEqual(await suggested(seats), [workshop.id]);
    await take(theatre, requestOf(workshop, 12));
    assert.deepEqual(await suggested(seats), []);
  });

  test('can be made larger and smaller where one pool is their limit', async () => {
    const theatre = await openUtickTheatre(open());
    const { workshop } = await onSale(theatre);
    const params = { id: workshop.id };
    const adapt = (capacity_total: number) =>
      theatre.client.adaptStock({ params, input: { capacity_total } });
    assert.equal((await adapt(30)).response.capacity_total, 30);
    await take(theatre, requestOf(workshop, 5));
    assert.equal((await adapt(5)).response.capacity_free, 0);
  });
});
