import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { openBilletwebPark, type Park } from '../../../test/fixtures/billetweb-park.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { billetweb } from './contract.ts';

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), 'utf8'));
}

interface Exchange {
  readonly request: { readonly method: 'GET' | 'POST'; readonly path: string; readonly body?: object };
  readonly answer: unknown;
}

interface AnswerTypes {
  readonly list: boolean;
  readonly document: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  readonly vendor?: Readonly<Record<string, string>>;
}

const { about: _about, ...types } = fixture('types') as { about: string } & Record<string, AnswerTypes>;

function typeOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function typesOf(row: object): Record<string, string> {
  return Object.fromEntries(Object.entries(row).map(([field, value]) => [field, typeOf(value)]));
}

/** A whole number is a number too, where the table says so. */
function assertTypes(row: object, wanted: Readonly<Record<string, string>>, what: string): void {
  const found = typesOf(row);
  const same = Object.fromEntries(
    Object.entries(found).map(([field, type]) => [
      field,
      type === 'integer' && wanted[field] === 'number' ? 'number' : type,
    ]),
  );
  assert.deepEqual(same, wanted, what);
}

/** The park of the document: the order of Jean Dupont, bought on 2026-05-15 at 10:30, with its barcode and ids. */
async function openDocumentedPark(office: TestStore): Promise<Park> {
  const park = await openBilletwebPark(office);
  const [order] = await park.client.addOrder({
    params: { id: park.served_event },
    body: [
      {
        name: 'Dupont',
        firstname: 'Jean',
        email: 'jean@email.com',
        products: [{ ticket: '12345', name: 'Dupont', firstname: 'Jean', email: 'jean@email.com' }],
      },
    ],
  });
  await office.write(async (tx) => {
    const ticket_id = Number(order!.products[0]) - 1_500_000_000;
    const order_id = Number(order!.id) - 1_500_000_000;
    const of = { organizer_id: park.organizer_id, dialect: 'billetweb', kind: 'order' };
    await tx.db
      .insertInto('served_id')
      .values({ ...of, local_id: order_id, served_id: '12345678' })
      .execute();
    await tx.db.updateTable('order').set({ foreign_ref: 'BW-XXXXXX' }).where('id', '=', order_id).execute();
    await tx.db
      .updateTable('barcode')
      .set({ code: '6743097169' })
      .where('ticket_id', '=', ticket_id)
      .execute();
  });
  return park;
}

test('every endpoint that answers has a table of types, with the fields that its contract declares', () => {
  const unsupported = new Set(['waiting', 'payouts', 'clone']);
  const answering = Object.keys(billetweb.endpoints).filter((name) => !unsupported.has(name));
  assert.deepEqual(Object.keys(types).toSorted(), answering.toSorted());
});

onEachStore("The document's exchanges", (open) => {
  test('come back field by field, in the types and with the values that it prints', async () => {
    const park = await openDocumentedPark(open());
    for (const [name, endpoint] of [
      ['user-events', 'userEvents'],
      ['attendees', 'eventAttendees'],
      ['check', 'check'],
      ['check-again', undefined],
    ] as const) {
      const { request, answer } = fixture(name) as Exchange;
      const { method, path, body } = request;
      const sent = body === undefined ? {} : { payload: body };
      const served = await park.ask(`${path}?${park.query}`, { method, ...sent });
      assert.equal(served.status, 200);
      if (endpoint === undefined || !Array.isArray(answer)) {
        assert.deepEqual(served.body, answer, name);
        continue;
      }
      const { document } = types[endpoint]!;
      const rows = (served.body as Record<string, unknown>[]).map((row) =>
        Object.fromEntries(document.map((field) => [field, row[field]])),
      );
      assert.deepEqual(rows, answer, name);
      assert.deepEqual(document, Object.keys((answer as object[])[0]!));
    }
  });

  test('every answer has the fields and types of its table', async () => {
    const office = open();
    const park = await openDocumentedPark(office);
    const { client, served_event: id } = park;
    const params = { id };
    const seen = new Map<string, unknown>();
    const keep = async (name: string, call: Promise<unknown>) => seen.set(name, await call);
    await keep('datesUpdate', client.datesUpdate({ params, body: [{ start: '2026-07-01 10:00' }] }));
    await keep('ticketsUpdate', client.ticketsUpdate({ params, body: [{ name: 'Poney', price: '7.50' }] }));
    await keep('addOrder', client.addOrder({ params, body: [{ products: [{ ticket: '12345' }] }] }));
    const [order] = seen.get('addOrder') as { id: string; products: string[] }[];
    await keep('updateOrder', client.updateOrder({ params, body: [{ id: order!.id, name: 'Roux' }] }));
    await keep(
      'updateProduct',
      client.updateProduct({ params, body: [{ id: order!.products[0]!, name: 'R' }] }),
    );
    await keep('userEvents', client.userEvents());
    await keep('events', client.events());
    await keep('eventAttendees', client.eventAttendees({ params }));
    await keep('attendees', client.attendees());
    await keep('check', client.check({ params, body: { code: '6743097169' } }));
    await keep('tickets', client.tickets({ params }));
    await keep('dates', client.dates({ params }));
    await keep('avail', client.avail({ params }));
    await keep('accounting', client.accounting());
    await keep('deleteOrder', client.deleteOrder({ params, body: [order!.id] }));
    for (const [name, { list, fields }] of Object.entries(types)) {
      const answer = seen.get(name);
      assert.equal(Array.isArray(answer), list, name);
      const rows = list ? (answer as object[]) : [answer as object];
      assert.ok(rows.length > 0, name);
      for (const row of rows) assertTypes(row, fields, name);
    }
  });

  test('a credential set to the vendor reads the vendor’s meaning of the same fields', async () => {
    const park = await openBilletwebPark(open(), { shape: { shape: 'vendor' } });
    const { client, served_event: id } = park;
    const [order] = await client.addOrder({
      params: { id },
      body: [{ products: [{ ticket: '12345', name: 'Dupont', firstname: 'Jean' }] }],
    });
    const [attendee] = await client.eventAttendees({ params: { id } });
    assertTypes(
      attendee!,
      { ...types['eventAttendees']!.fields, ...types['eventAttendees']!.vendor },
      'vendor',
    );
    assert.equal(attendee!.id, order!.products[0]);
    assert.equal(attendee!.name, 'Dupont');
    assert.equal(attendee!.firstname, 'Jean');
    assert.equal(attendee!.order_id, order!.id);
    await client.updateProduct({ params: { id }, body: [{ id: attendee!.id, used: 2 }] });
    const [out] = await client.eventAttendees({ params: { id } });
    assert.equal(out!.used, '2');
    const [event] = await client.events();
    assert.equal(event!.id, '1350897');
    const [own] = await client.userEvents();
    assert.equal(own!.id, 1_350_897);
  });
});
