import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openHouse } from '../../../test/fixtures/weezevent-house.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { createVenue } from '../../office/catalogue/venue.ts';

interface Found {
  readonly count: number;
  readonly events: readonly { readonly id: string; readonly venue: { readonly city: string } }[];
}

onEachStore('Weezevent searched', (open) => {
  test('by every parameter alone: what fits is found, what does not is not', async () => {
    const office = open();
    const house = await openHouse(office);
    const { organizer_id } = house;
    const local_id = await office.write(async (tx) => {
      const place = { city: 'Montréal', zip_code: 'H1Y 2G5', country: 'CA', province: 'Québec' };
      const venue_id = await createVenue(tx, { organizer_id, name: 'Bureau', ...place });
      const event = { organizer_id, name: 'API API API', venue_id, status: 'published' };
      const starts_at = Date.UTC(2031, 5, 27, 7);
      return createEvent(tx, { ...event, starts_at, ends_at: starts_at + 3_600_000 });
    });
    const montreal = String(1_500_000_000 + local_id);
    const node = '19988';
    const forest = '36799';
    const ids = async (query: string) => {
      const { count, events } = await house.get<Found>(`/event/search/?${query}`);
      assert.equal(count, events.length);
      return events.map(({ id }) => id);
    };
    const cases: readonly (readonly [query: string, found: readonly string[], not: readonly string[]])[] = [
      ['date=2031-06-27', [montreal], [node, forest]],
      ['date=2013-06-15', [node], [montreal, forest]],
      ['date_start=2031-01-01', [montreal], [node]],
      ['date_end=2013-06-30', [node], [montreal, forest]],
      ['date_start=2031-06-01&date_end=2031-06-30', [montreal], [node, forest]],
      ['category=13', [node], [montreal, forest]],
      ['category=999999', [], [montreal, node, forest]],
      ['city=montreal', [montreal], [node, forest]],
      ['zip_code=H1Y%202G5', [montreal], [node, forest]],
      ['country=ca', [montreal], [node, forest]],
      ['province=Quebec', [montreal], [node, forest]],
      ['organizer=nobody', [], [montreal, node, forest]],
    ];
    for (const [query, found, not] of cases) {
      const given = await ids(query);
      for (const id of found) assert.ok(given.includes(id), `${query} finds ${id}, not ${given.join()}`);
      for (const id of not) assert.ok(!given.includes(id), `${query} does not find ${id}`);
    }
    assert.deepEqual(await ids('city=montreal&country=FR'), []);
    assert.equal((await ids('max_result=2')).length, 2);
    assert.equal((await ids('max_result=1&category=13')).length, 1);
    const { name } = await office.read((rx) =>
      rx.db.selectFrom('organizer').select('name').where('id', '=', organizer_id).executeTakeFirstOrThrow(),
    );
    assert.ok((await ids(`organizer=${encodeURIComponent(name.slice(1).toUpperCase())}`)).includes(montreal));
    const full = await house.get<{ events: object[] }>('/event/search/full/?city=Montr%C3%A9al');
    assert.ok('sale_period' in full.events[0]! && 'organizer' in full.events[0]);
  });
});
