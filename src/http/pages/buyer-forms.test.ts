import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boughtOrder as opened } from '../../../test/fixtures/bought-order.ts';
import { onEachStore } from '../../../test/stores.ts';
import { scanCode } from '../../office/admission/scan.ts';
import type { Sale } from '../../office/selling/sale.ts';

const unpaid: Partial<Sale> = { payment: undefined, confirm: false };
const louise = { first_name: 'Louise', last_name: 'Petit', email: 'louise@example.org' };

onEachStore('what a buyer changes alone', (open) => {
  test('a link to cancel an order changes nothing by being opened, and gives it up when asked to', async () => {
    await using order = await opened(open(), { sale: unpaid });
    assert.match(await order.open('/cancel'), /its places will be on sale again/);
    assert.equal(await order.status(), 0);
    assert.match((await order.send('/cancel')).text, /The order is cancelled/);
    assert.equal(await order.status(), -10);
    assert.match((await order.send('/cancel')).text, /The order is cancelled/);
    const [entry, ...more] = await order.ledger('order.cancelled');
    assert.equal(entry?.actor_kind, 'buyer');
    assert.ok(entry.actor_id !== null);
    assert.equal(more.length, 0);
  });

  test('a paid order is not given up by its link where the event does not allow it', async () => {
    await using order = await opened(open(), {});
    const before = await order.status();
    assert.doesNotMatch(await order.open(''), /Cancel the order/);
    assert.match((await order.send('/cancel')).text, /cannot be cancelled here: ask the organizer/);
    assert.equal(await order.status(), before);
  });

  test('a paid order is given up until so many hours before the session, its money left to be paid back', async () => {
    const store = open();
    await using order = await opened(store, { buyer_cancel_hours: 24 });
    assert.match(await order.open(''), /Cancel the order/);
    assert.match(await order.open('/cancel'), /You paid €82.00: it is the organizer who pays you back/);
    await order.send('/cancel');
    assert.equal(await order.status(), -10);
    const late = { buyer_cancel_hours: 24 * 365 };
    await using second = await opened(store, late);
    assert.match((await second.send('/cancel')).text, /too late to cancel here/);
    assert.ok((await second.status()) > 0);
  });

  test('an order of which somebody has entered is not given up', async () => {
    const store = open();
    await using order = await opened(store, { buyer_cancel_hours: 0, buyer_holder_hours: 0 });
    const [used] = order.sold.tickets;
    const { organizer_id } = order.night;
    const entered = await store.write((tx) =>
      scanCode(tx, {
        ...{ organizer_id, ticket_id: used!.id, direction: 'in', source: 'gate' },
        force: { reason: 'early' },
      }),
    );
    assert.equal(entered.outcome, 'admitted');
    const before = await order.status();
    assert.match((await order.send('/cancel')).text, /ask the organizer/);
    assert.equal(await order.status(), before);
    assert.match((await order.send(`/holders/${used!.id}`, louise)).text, /ask the organizer/);
    assert.equal((await order.holder(used!.id)).holder_first_name, 'Zoé');
  });

  test('what is longer than any name is not read, and nothing failed on our side', async () => {
    await using order = await opened(open(), { buyer_holder_hours: 2 });
    const { id } = order.sold.tickets[1]!;
    const before = await order.holder(id);
    const told = await order.send(`/holders/${id}`, { ...louise, first_name: 'L'.repeat(5_000) });
    assert.equal(told.status, 400);
    assert.match(told.text, /cannot be read/);
    const nul = await order.send(`/holders/${id}`, { ...louise, first_name: 'Lou\u0000ise' });
    assert.equal(nul.status, 400);
    assert.deepEqual(await order.holder(id), before);
  });

  test('a buyer says who comes with a ticket, and the ledger says that it was the buyer', async () => {
    await using order = await opened(open(), { buyer_holder_hours: 2 });
    const { id } = order.sold.tickets[1]!;
    assert.match(await order.open(`/holders/${id}`), /value="Dusse"/);
    const done = await order.send(`/holders/${id}`, louise);
    assert.equal(done.status, 303);
    assert.match(done.headers.get('location') ?? '', new RegExp(`changed=${id}#ticket-${id}$`));
    assert.deepEqual(
      { ...(await order.holder(id)) },
      { holder_first_name: 'Louise', holder_last_name: 'Petit', holder_email: 'louise@example.org' },
    );
    const [entry] = await order.ledger('ticket.changed');
    assert.equal(entry?.actor_kind, 'buyer');
    assert.equal(entry.subject_id, id);
  });

  test('what is wrong with a name is said at its field, and nothing is changed', async () => {
    await using order = await opened(open(), { buyer_holder_hours: 2 });
    const { id } = order.sold.tickets[1]!;
    const wrong = await order.send(`/holders/${id}`, { ...louise, email: 'louise' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /value="louise"[\s\S]*aria-invalid="true"[\s\S]*This address is not complete/);
    assert.match((await order.send(`/holders/${id}`, { ...louise, last_name: ' ' })).text, /Give a name/);
    assert.equal((await order.holder(id)).holder_last_name, 'Dusse');
    const other = await opened(open(), { buyer_holder_hours: 2 });
    await using _ = other;
    assert.equal((await order.send(`/holders/${other.sold.tickets[0]!.id}`, louise)).status, 404);
  });

  test('a name stays where the event does not let buyers change it', async () => {
    await using order = await opened(open(), {});
    const { id } = order.sold.tickets[1]!;
    assert.match((await order.send(`/holders/${id}`, louise)).text, /cannot be changed here/);
    assert.equal((await order.holder(id)).holder_last_name, 'Dusse');
    assert.equal((await order.ledger('ticket.changed')).length, 0);
  });

  test('a form of another site changes nothing, even by a link that leaked', async () => {
    await using order = await opened(open(), { sale: unpaid });
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://evil.example' },
    ])
      assert.equal((await order.send('/cancel', {}, headers)).status, 403);
    assert.equal(await order.status(), 0);
    const own = { 'sec-fetch-site': 'same-origin', origin: 'null' };
    assert.equal((await order.send('/cancel', {}, own)).status, 200);
    assert.equal(await order.status(), -10);
  });

  test('ten changes a minute are enough for any buyer', async () => {
    await using order = await opened(open(), { buyer_holder_hours: 2 });
    const { id } = order.sold.tickets[1]!;
    for (let many = 0; many < 10; many += 1) await order.send(`/holders/${id}`, louise);
    const refused = await order.send(`/holders/${id}`, { ...louise, last_name: 'Grand' });
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get('retry-after')) >= 1);
    assert.equal((await order.holder(id)).holder_last_name, 'Petit');
  });
});
