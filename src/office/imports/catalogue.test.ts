import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  findingsOf,
  openForeignPark,
  park,
  sledge,
  ticket,
  type ForeignPark,
} from '../../../test/fixtures/foreign-park.ts';
import { onEachStore } from '../../../test/stores.ts';
import type { ForeignRecord } from '../../domain/foreign-records.ts';
import { createEvent } from '../catalogue/event.ts';
import { createPrice } from '../catalogue/price.ts';
import { updateSession } from '../catalogue/session.ts';

const starts_at = Date.UTC(2026, 6, 14, 18);
const night: ForeignRecord = {
  kind: 'session',
  ref: '138',
  event_ref: '1350897',
  name: 'Nocturne',
  starts_at,
  capacity: 2,
};

function alarmsOf({ read, source }: ForeignPark) {
  return read((rx) =>
    rx.db
      .selectFrom('alarm')
      .select(['code', 'subject_kind', 'details'])
      .where('organizer_id', '=', source.organizer_id)
      .execute(),
  );
}

onEachStore('the catalogue of another system', (open) => {
  test('is made, renamed and closed as the source says, and what it does not tell stays', async () => {
    const venue = await openForeignPark(open());
    const grouped = { ...sledge, groups: ['Luge', 'Forfaits'], vat_bp: 1000 } as typeof sledge;
    assert.deepEqual(await venue.counts([park, night, grouped]), { events: 1, sessions: 1, prices: 1 });
    assert.deepEqual(await venue.counts([park, night, grouped]), {});
    const changed = [
      { ...park, name: 'Parc', published: false },
      { ...night, name: 'Nocturne d’été', cancelled: true },
      { ...grouped, name: 'Quatre tours', amount: 1200, closed: true },
    ] as ForeignRecord[];
    assert.deepEqual(await venue.counts(changed), { changed: 3 });
    const { organizer_id } = venue.source;
    const rows = await venue.read(async (rx) => ({
      event: await rx.db
        .selectFrom('event')
        .select(['name', 'status'])
        .where('organizer_id', '=', organizer_id)
        .execute(),
      session: await rx.db
        .selectFrom('session')
        .select(['name', 'status'])
        .where('organizer_id', '=', organizer_id)
        .execute(),
      price: await rx.db
        .selectFrom('price')
        .innerJoin('price_group', 'price_group.id', 'price.price_group_id')
        .select(['price.name', 'price.amount', 'price.vat_bp', 'price_group.name as group'])
        .where('price.organizer_id', '=', organizer_id)
        .execute(),
      offer: await rx.db
        .selectFrom('offer')
        .select('enabled')
        .where('organizer_id', '=', organizer_id)
        .execute(),
    }));
    assert.deepEqual(JSON.parse(JSON.stringify(rows)), {
      event: [{ name: 'Parc', status: 'closed' }],
      session: [{ name: 'Nocturne d’été', status: 'cancelled' }],
      price: [{ name: 'Quatre tours', amount: 1200, vat_bp: 1000, group: 'Forfaits' }],
      offer: [{ enabled: 0 }],
    });
    // sold at the source before it was closed: a fact all the same
    assert.equal((await venue.counts([ticket('1')]))['tickets'], 1);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('takes up what was made here by hand under the same name, and a code before a name', async () => {
    const venue = await openForeignPark(open());
    const { organizer_id } = venue.source;
    const made = await venue.office.write(async (tx) => {
      const event_id = await createEvent(tx, { organizer_id, name: 'Parc de la Luge - Billetterie' });
      const price = { organizer_id, event_id, amount: 1000 };
      return {
        event_id,
        coded: await createPrice(tx, { ...price, name: 'Forfait 4', code: 'BW-LUGE-4T' }),
      };
    });
    const coded = { ...sledge, code: 'BW-LUGE-4T' } as typeof sledge;
    assert.deepEqual(await venue.counts([park, coded]), {});
    await venue.counts([ticket('1')]);
    const sold = await venue.read((rx) =>
      rx.db
        .selectFrom('ticket')
        .select(['event_id', 'price_id'])
        .where('organizer_id', '=', organizer_id)
        .execute(),
    );
    assert.deepEqual(
      sold.map(({ event_id, price_id }) => [event_id, price_id]),
      [[made.event_id, made.coded]],
    );
  });

  test('two events of one name at the source are two here', async () => {
    const venue = await openForeignPark(open());
    assert.deepEqual(await venue.counts([park, { ...park, ref: '2' }]), { events: 2 });
  });

  test('sales beyond the capacity of a date or a quota are taken in and raise the alarm', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, night, sledge]);
    const on = (ref: string): ForeignRecord => ticket(ref, { session_ref: '138' });
    await venue.counts([on('1'), on('2')]);
    assert.deepEqual(await alarmsOf(venue), []);
    assert.equal((await venue.counts([on('3')]))['tickets'], 1);
    const [alarm] = await alarmsOf(venue);
    assert.deepEqual(
      [alarm?.code, JSON.parse(alarm?.details ?? '')],
      ['overbooked', { capacity: 2, taken: 3 }],
    );
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('a capacity that comes after sales counts these too', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1'), ticket('2'), ticket('3')]);
    await venue.counts([{ ...sledge, capacity: 2 } as typeof sledge]);
    const [alarm] = await alarmsOf(venue);
    assert.deepEqual(JSON.parse(alarm?.details ?? ''), { capacity: 2, taken: 3 });
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('a source that tells capacities now and then changes nothing by it, and undoes no correction made here', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, night, sledge]);
    const { organizer_id } = venue.source;
    const session = () =>
      venue.read((rx) =>
        rx.db
          .selectFrom('session')
          .select(['id', 'name'])
          .where('organizer_id', '=', organizer_id)
          .executeTakeFirstOrThrow(),
      );
    const { id: session_id } = await session();
    await open().write((tx) => updateSession(tx, { organizer_id, session_id, name: 'Nocturne des étoiles' }));
    assert.deepEqual(await venue.counts([park, { ...night, capacity: undefined }]), {});
    assert.deepEqual(await venue.counts([park, night]), {});
    assert.equal((await session()).name, 'Nocturne des étoiles');
    assert.deepEqual(await venue.counts([{ ...night, capacity: 3 }]), { changed: 1 });
  });

  test('a ticket moves to another date and price with its units, and back', async () => {
    const venue = await openForeignPark(open());
    const other = { ...sledge, ref: '2', name: 'Poney', amount: 600, capacity: 5 } as typeof sledge;
    await venue.counts([park, night, { ...sledge, capacity: 5 } as typeof sledge, other, ticket('1')]);
    const moved = ticket('1', { session_ref: '138', price: { ref: '2', name: 'Poney' }, amount: 600 });
    assert.deepEqual(await venue.counts([moved]), { changed: 1 });
    const taken = async () => {
      const rows = await venue.read((rx) =>
        rx.db
          .selectFrom('pool')
          .select(['name', 'kind', 'taken'])
          .where('organizer_id', '=', venue.source.organizer_id)
          .execute(),
      );
      return Object.fromEntries(
        rows.map((row) => [row.kind === 'session' ? 'session' : row.name, row.taken]),
      );
    };
    assert.deepEqual(await taken(), { session: 1, 'Luge - Forfait 4 tours': 0, Poney: 1 });
    await venue.counts([ticket('1')]);
    assert.deepEqual(await taken(), { session: 0, 'Luge - Forfait 4 tours': 1, Poney: 0 });
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('seats are found by name in a hall that grows with them, and one sold twice raises the alarm', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, night, sledge]);
    const seat = (ref: string, place: string): ForeignRecord => ticket(ref, { session_ref: '138', place });
    await venue.counts([seat('1', 'A-1'), seat('2', 'A-2')]);
    assert.deepEqual(await alarmsOf(venue), []);
    await venue.counts([seat('3', 'A-1')]);
    assert.deepEqual((await alarmsOf(venue)).map(({ subject_kind }) => subject_kind).toSorted(), [
      'place',
      'pool',
    ]);
    await venue.counts([ticket('3', { session_ref: '138', place: 'A-3' })]);
    const codes = await venue.read((rx) =>
      rx.db
        .selectFrom('place')
        .select('code')
        .where('organizer_id', '=', venue.source.organizer_id)
        .orderBy('code')
        .execute(),
    );
    assert.deepEqual(
      codes.map(({ code }) => code),
      ['A-1', 'A-2', 'A-3'],
    );
  });

  test('a seat is taken in after tickets without one, and what is on sale stays as it is', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, night, sledge, ticket('1', { session_ref: '138' })]);
    const onSale = () =>
      venue.read((rx) =>
        rx.db
          .selectFrom('offer')
          .select(['id', 'zone_id', 'session_id'])
          .where('organizer_id', '=', venue.source.organizer_id)
          .where('deleted_at', 'is', null)
          .orderBy('id')
          .execute(),
      );
    const before = await onSale();
    assert.deepEqual(await venue.counts([ticket('2', { session_ref: '138', place: 'A-1' })]), { tickets: 1 });
    assert.deepEqual(await onSale(), before);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('codes, add-ons, answers and tickets that go together come with the sale', async () => {
    const venue = await openForeignPark(open());
    const add_ons = [{ ref: 'a', name: 'Parking', amount: 500, quantity: 2, barcode: 'P1' }];
    const main = ticket('1', {
      add_ons,
      answers: [{ label: 'Taille', value: 'M' }],
      order: { promo_code: 'ETE' },
    });
    await venue.counts([park, sledge, ticket('2', { main_ref: '1' }), main, ticket('3', { main_ref: '4' })]);
    const { organizer_id } = venue.source;
    const sold = await venue.read((rx) =>
      rx.db
        .selectFrom('ticket')
        .leftJoin('promo_code', 'promo_code.id', 'ticket.promo_code_id')
        .select(['ticket.id', 'foreign_ref', 'main_ticket_id', 'promo_code.label'])
        .where('ticket.organizer_id', '=', organizer_id)
        .execute(),
    );
    const byRef = new Map(sold.map((row) => [row.foreign_ref, row]));
    assert.equal(byRef.get('2')?.main_ticket_id, byRef.get('1')?.id);
    assert.equal(byRef.get('1')?.label, 'ETE');
    assert.equal(byRef.get('3')?.main_ticket_id, null);
    // its main ticket comes with a later page; the next pull puts them together
    await venue.counts([ticket('4'), ticket('3', { main_ref: '4' })]);
    const later = await venue.read((rx) =>
      rx.db
        .selectFrom('ticket')
        .select('main_ticket_id')
        .where('id', '=', byRef.get('3')?.id ?? 0)
        .executeTakeFirst(),
    );
    assert.ok((later?.main_ticket_id ?? 0) > 0);
    const [order] = await venue.read((rx) =>
      rx.db.selectFrom('order').select(['total', 'paid']).where('organizer_id', '=', organizer_id).execute(),
    );
    assert.deepEqual([order?.total, order?.paid], [5400, 5400]);
    const without = ticket('1', { answers: [], order: { promo_code: 'ETE' }, add_ons: [] });
    await venue.counts([without]);
    const [less] = await venue.read((rx) =>
      rx.db
        .selectFrom('order')
        .select(['total', 'paid', 'status'])
        .where('organizer_id', '=', organizer_id)
        .execute(),
    );
    assert.deepEqual([less?.total, less?.paid, less?.status], [4400, 4400, 15]);
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('without its link a ticket would be taken in twice, which is what the link is for', async () => {
    const venue = await openForeignPark(open());
    const bare = ticket('1', { barcode: undefined });
    await venue.counts([park, sledge, bare]);
    assert.deepEqual(await venue.counts([bare]), { unchanged: 1 });
    const { connection_id, organizer_id } = venue.source;
    await venue.office.write(async (tx) => {
      await tx.db
        .deleteFrom('link')
        .where('connection_id', '=', connection_id)
        .where('kind', '=', 'ticket')
        .execute();
      await tx.db
        .deleteFrom('served_id')
        .where('organizer_id', '=', organizer_id)
        .where('kind', '=', 'ticket')
        .execute();
    });
    assert.equal((await venue.counts([bare]))['tickets'], 1);
  });

  test('what came from a file is known again when the platform itself is connected', async () => {
    const venue = await openForeignPark(open());
    await venue.counts([park, sledge, ticket('1')]);
    await venue.office.write((tx) =>
      tx.db.deleteFrom('link').where('connection_id', '=', venue.source.connection_id).execute(),
    );
    assert.deepEqual(await venue.counts([park, sledge, ticket('1'), ticket('2')]), {
      unchanged: 1,
      tickets: 1,
    });
    assert.deepEqual(await venue.counts([park, sledge, ticket('1'), ticket('2')]), { unchanged: 2 });
    assert.deepEqual(await findingsOf(open()), []);
  });

  test('tells other systems of each order that changed, and never the one that it came from', async () => {
    const venue = await openForeignPark(open());
    const { organizer_id, connection_id } = venue.source;
    const listener = await venue.office.write(async (tx) => {
      const id = await tx.id();
      const row = {
        organizer_id,
        dialect: 'odoo',
        name: 'Odoo',
        base_url: '',
        topics: '["order"]',
        enabled: 1,
      };
      await tx.db
        .insertInto('connection')
        .values({ ...row, id, created_at: tx.now, updated_at: tx.now })
        .execute();
      await tx.db
        .updateTable('connection')
        .set({ topics: '["order","scan"]', enabled: 1 })
        .where('id', '=', connection_id)
        .execute();
      return id;
    });
    const told = () =>
      venue.read((rx) =>
        rx.db.selectFrom('outbox').select('connection_id').where('organizer_id', '=', organizer_id).execute(),
      );
    await venue.counts([park, sledge, ticket('1'), ticket('2'), ticket('3', { order: { ref: '9' } })]);
    assert.equal((await told()).length, 2);
    await venue.counts([ticket('1'), ticket('2')]);
    assert.equal((await told()).length, 2);
    await venue.counts([ticket('1', { state: 'cancelled' })]);
    const all = await told();
    assert.ok(all.length > 2 && all.every((row) => row.connection_id === listener));
  });
});
