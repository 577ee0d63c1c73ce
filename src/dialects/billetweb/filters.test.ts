import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBilletwebPark } from '../../../test/fixtures/billetweb-park.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';

const day_ms = 24 * 3_600_000;

onEachStore('Filters of BilletWeb beside those of attendees of one event', (open) => {
  test('find the dates that they say, alone and together', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { client, served_event: id } = park;
    const start = (day: string) => ({ start: `2026-05-${day} 10:00:00`, end: `2026-05-${day} 12:00:00` });
    // it is the morning of the 15th
    const made = await client.datesUpdate({ params: { id }, body: ['10', '14', '20', '25'].map(start) });
    await client.datesUpdate({ params: { id }, body: [{ id: made[3]!.id, disabled: true }] });
    const days = async (query: NonNullable<Parameters<typeof client.dates>[0]['query']>) =>
      (await client.dates({ params: { id }, query })).map((row) => row.start.slice(8, 10));
    const seconds = (day: number) => Date.UTC(2026, 4, day, 8) / 1000;
    assert.deepEqual(await days({}), ['10', '14', '20', '25']);
    assert.deepEqual(await days({ past: true }), ['10', '14', '20', '25']);
    assert.deepEqual(await days({ past: false }), ['20', '25']);
    assert.deepEqual(await days({ past_by: 3 }), ['14', '20', '25']);
    assert.deepEqual(await days({ past: false, past_by: 3 }), ['14', '20', '25']);
    assert.deepEqual(await days({ disabled: true }), ['25']);
    assert.deepEqual(await days({ disabled: false, past: false }), ['20']);
    assert.deepEqual(await days({ start_from: seconds(14), start_to: seconds(20) }), ['14', '20']);
    office.surroundings.advance(60_000);
    const last_update = Math.floor(office.surroundings.now() / 1000);
    await client.datesUpdate({ params: { id }, body: [{ id: made[2]!.id, name: 'Matin' }] });
    assert.deepEqual(await days({ last_update }), ['20']);
    assert.deepEqual(await days({ last_update, start_to: seconds(14) }), []);
  });

  test('find what is left for a date, by its id or its start', async () => {
    const office = open();
    const { client, served_event: id } = await openBilletwebPark(office);
    const [one, two] = await client.datesUpdate({
      params: { id },
      body: [{ start: '2026-07-01 10:00:00' }, { start: '2026-07-02 10:00:00' }],
    });
    const sessions = async (session: string) =>
      (await client.avail({ params: { id }, query: { session } })).map((row) => row.session);
    // the park's type is sold for any date as well
    assert.deepEqual(await sessions(one!.id), ['0', one!.id]);
    assert.deepEqual(await sessions('2026-07-02 10:00:00'), ['0', two!.id]);
    assert.deepEqual(await sessions('42'), []);
    await assert.rejects(sessions('2026-02-30 10:00:00'));
  });

  test('find attendees of events with a tag, and of those that are not over', async () => {
    const office = open();
    const park = await openBilletwebPark(office);
    const { client, organizer_id } = park;
    const product = { ticket: String(park.served_price) };
    await client.addOrder({ params: { id: park.served_event }, body: [{ products: [product] }] });
    const starts_at = office.surroundings.now() + day_ms;
    const event_id = await office.write((tx) =>
      createEvent(tx, {
        organizer_id,
        name: 'Nocturne',
        status: 'published',
        starts_at,
        ends_at: starts_at,
        tags: JSON.stringify(['Nuit', 'Luge']),
      }),
    );
    const served = String(1_500_000_000 + event_id);
    const [type] = await client.ticketsUpdate({ params: { id: Number(served) }, body: [{ name: 'Entrée' }] });
    await client.addOrder({ params: { id: Number(served) }, body: [{ products: [{ ticket: type!.id }] }] });
    const events = async (query: { tag?: string; futur?: boolean }) =>
      (await client.attendees({ query })).map((row) => row.event);
    assert.deepEqual(await events({}), ['1350897', served]);
    assert.deepEqual(await events({ tag: 'nuit' }), [served]);
    assert.deepEqual(await events({ tag: 'jour' }), []);
    office.surroundings.advance(3 * day_ms);
    assert.deepEqual(await events({ futur: true }), ['1350897']);
    assert.deepEqual(await events({ futur: false }), ['1350897', served]);
  });
});
