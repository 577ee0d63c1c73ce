import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ApiClient } from '../../../test/fixtures/api-office.ts';
import { codeOf, openSalesHouse } from '../../../test/fixtures/sales-house.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { createOffer } from '../../office/catalogue/offer.ts';
import { createPool } from '../../office/catalogue/pool.ts';
import { createPrice } from '../../office/catalogue/price.ts';

/** Every call about one order, with what it needs. */
const aboutOrder: Readonly<
  Record<string, (client: ApiClient, id: number, other: number) => Promise<unknown>>
> = {
  find_order: (client, id) => client.find_order({ params: { id } }),
  order_story: (client, id) => client.order_story({ params: { id } }),
  list_asked: (client, id) => client.list_asked({ params: { id } }),
  answer_order_questions: (client, id) =>
    client.answer_order_questions({ params: { id }, body: { answers: [{ label: 'x', value: 'y' }] } }),
  add_to_order: (client, id, offer_id) =>
    client.add_to_order({ params: { id }, body: { lines: [{ offer_id, quantity: 1 }] } }),
  remove_from_order: (client, id, other) =>
    client.remove_from_order({ params: { id }, body: { ticket_ids: [other] } }),
  change_order: (client, id) => client.change_order({ params: { id }, body: { public_comment: 'x' } }),
  hold_order: (client, id) => client.hold_order({ params: { id }, body: { minutes: 1 } }),
  confirm_order: (client, id) => client.confirm_order({ params: { id }, body: {} }),
  add_payment: (client, id) => client.add_payment({ params: { id }, body: { amount: 1, method: 'cash' } }),
  remove_payment: (client, id) => client.remove_payment({ params: { id, payment_id: 1 }, body: {} }),
  deliver_order: (client, id) => client.deliver_order({ params: { id } }),
  cancel_order: (client, id) => client.cancel_order({ params: { id }, body: {} }),
  restore_order: (client, id) => client.restore_order({ params: { id }, body: {} }),
  archive_order: (client, id) => client.archive_order({ params: { id } }),
  preview_refund: (client, id, other) =>
    client.preview_refund({ params: { id }, body: { ticket_ids: [other], amount: 0 } }),
  refund_tickets: (client, id, other) =>
    client.refund_tickets({ params: { id }, body: { ticket_ids: [other], amount: 0 } }),
  refund_overpaid: (client, id) => client.refund_overpaid({ params: { id }, body: { amount: 1 } }),
  resend_order: (client, id) => client.resend_order({ params: { id } }),
};

const reason = { reason: 'why' };
const aboutTicket: Readonly<Record<string, (client: ApiClient, id: number) => Promise<unknown>>> = {
  find_ticket: (client, id) => client.find_ticket({ params: { id } }),
  change_ticket: (client, id) => client.change_ticket({ params: { id }, body: { comment: 'x' } }),
  block_ticket: (client, id) => client.block_ticket({ params: { id }, body: reason }),
  unblock_ticket: (client, id) => client.unblock_ticket({ params: { id }, body: reason }),
  move_ticket: (client, id) => client.move_ticket({ params: { id }, body: { place_id: 1 } }),
  undo_entries: (client, id) => client.undo_entries({ params: { id }, body: reason }),
  answer_questions: (client, id) =>
    client.answer_questions({ params: { id }, body: { answers: [{ label: 'x', value: 'y' }] } }),
};

const aboutCustomer: Readonly<Record<string, (client: ApiClient, id: number) => Promise<unknown>>> = {
  find_customer: (client, id) => client.find_customer({ params: { id } }),
  change_customer: (client, id) => client.change_customer({ params: { id }, body: { city: 'x' } }),
  export_customer: (client, id) => client.export_customer({ params: { id } }),
  preview_erasure: (client, id) => client.preview_erasure({ params: { id } }),
  erase_customer: (client, id) => client.erase_customer({ params: { id }, body: reason }),
};

async function codesOf(
  calls: Readonly<Record<string, () => Promise<unknown>>>,
): Promise<Record<string, string>> {
  const codes: Record<string, string> = {};
  for (const [name, call] of Object.entries(calls)) codes[name] = await codeOf(call());
  return codes;
}

const bound = <A extends unknown[]>(
  calls: Readonly<Record<string, (...args: A) => Promise<unknown>>>,
  ...args: A
): Record<string, () => Promise<unknown>> =>
  Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, () => call(...args)]));

const all = (calls: object, code: string): Record<string, string> =>
  Object.fromEntries(Object.keys(calls).map((name) => [name, code]));

onEachStore('the reach of /api over sales', (open) => {
  test('another organizer’s orders, tickets and customers do not exist, for whatever is done with them', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    await using other = await openSalesHouse(office);
    const { id, tickets } = await other.sold();
    const ticket_id = tickets[0]?.id ?? 0;
    const { customer } = await other.client.find_order({ params: { id } });
    const { client } = house;
    assert.deepEqual(await codesOf(bound(aboutOrder, client, id, ticket_id)), all(aboutOrder, 'not_found'));
    assert.deepEqual(await codesOf(bound(aboutTicket, client, ticket_id)), all(aboutTicket, 'not_found'));
    assert.deepEqual(
      await codesOf(bound(aboutCustomer, client, customer?.id ?? 0)),
      all(aboutCustomer, 'not_found'),
    );
    const lines = [{ offer_id: other.standing_offer_id, quantity: 1 }];
    assert.equal(await codeOf(client.request_order({ body: { lines } })), 'not_found');
    const own = [{ offer_id: house.standing_offer_id, quantity: 1 }];
    const theirs = client.request_order({ body: { lines: own, customer_id: customer?.id ?? 0 } });
    assert.equal(await codeOf(theirs), 'not_found');
    const where = [{ column: 'barcode', value: tickets[0]?.barcode ?? '' }];
    const lists = [
      await client.list_orders(),
      await client.list_tickets({ query: { where } }),
      await client.list_customers(),
      await client.list_order_lines(),
    ];
    assert.deepEqual(
      lists.flatMap(({ items }) => items as unknown[]),
      [],
    );
  });

  test('who has a role for one event alone sees and touches its orders and tickets, no mixed ones, and no customers', async () => {
    const office = open();
    await using house = await openSalesHouse(office);
    const { organizer_id, event_id, standing_offer_id } = house;
    const offer_id = await office.write(async (tx) => {
      const another = await createEvent(tx, { organizer_id, name: 'Another', status: 'published' });
      const of = { organizer_id, event_id: another };
      const price_id = await createPrice(tx, { ...of, name: 'Entry', amount: 500 });
      const pool_id = await createPool(tx, { ...of, kind: 'quota', capacity: 10 });
      return createOffer(tx, { ...of, price_id, pool_ids: [pool_id] });
    });
    const mine = await house.sold();
    const sellThere = (lines: { offer_id: number; quantity: number }[]) =>
      house.client.request_order({ body: { lines, confirm: true, payment: { method: 'card' } } });
    const theirs = await sellThere([{ offer_id, quantity: 1 }]);
    const mixed = await sellThere([
      { offer_id: standing_offer_id, quantity: 1 },
      { offer_id, quantity: 1 },
    ]);
    const { client } = await house.member('manager', event_id);
    assert.deepEqual(
      (await client.list_orders()).items.map(({ id }) => id),
      [mine.id],
    );
    assert.equal((await client.find_order({ params: { id: mine.id } })).id, mine.id);
    for (const { id, tickets } of [theirs, mixed])
      assert.deepEqual(
        await codesOf(bound(aboutOrder, client, id, tickets[0]?.id ?? 0)),
        all(aboutOrder, 'not_found'),
      );
    const there = theirs.tickets[0]?.id ?? 0;
    assert.deepEqual(await codesOf(bound(aboutTicket, client, there)), all(aboutTicket, 'not_found'));
    assert.ok((await client.list_tickets()).items.every((ticket) => ticket.event_id === event_id));
    assert.equal((await client.list_order_lines()).items.length, 2);
    const { customer } = await client.find_order({ params: { id: mine.id } });
    const people = bound(aboutCustomer, client, customer?.id ?? 0);
    assert.deepEqual(await codesOf({ ...people, list: () => client.list_customers() }), {
      ...all(aboutCustomer, 'forbidden'),
      list: 'forbidden',
    });
    const asked = [
      [{ offer_id, quantity: 1 }],
      [
        { offer_id: standing_offer_id, quantity: 1 },
        { offer_id, quantity: 1 },
      ],
    ];
    for (const lines of asked)
      assert.equal(await codeOf(client.request_order({ body: { lines } })), 'not_found');
    assert.equal((await house.client.list_orders()).items.length, 3);
  });

  test('each role may do what the table of roles says, and is refused the rest before anything is read', async () => {
    await using house = await openSalesHouse(open());
    const [order, ticket, customer] = [bound(aboutOrder, house.client, 1, 1), aboutTicket, aboutCustomer];
    const reads = new Set(['find_order', 'order_story', 'list_asked', 'find_ticket', 'find_customer']);
    const judges = new Set(['undo_entries']);
    const refunds = new Set(['preview_refund', 'refund_tickets', 'refund_overpaid']);
    const names = [...Object.keys(order), ...Object.keys(ticket), ...Object.keys(customer)];
    const mayOf: Readonly<Record<string, (name: string) => boolean>> = {
      read_only: (name) => reads.has(name),
      accountant: (name) => reads.has(name) || refunds.has(name),
      counter: (name) =>
        ![...refunds, ...judges, 'export_customer', 'preview_erasure', 'erase_customer'].includes(name),
      gate: () => false,
      manager: () => true,
    };
    for (const role of ['read_only', 'accountant', 'counter', 'gate', 'manager'] as const) {
      const { client } = await house.member(role);
      const codes = await codesOf({
        ...bound(aboutOrder, client, 1, 1),
        ...bound(aboutTicket, client, 1),
        ...bound(aboutCustomer, client, 1),
      });
      // what is allowed gets as far as looking for what is not there
      const expected = names.map((name) => [name, mayOf[role]?.(name) === true ? 'not_found' : 'forbidden']);
      assert.deepEqual(codes, Object.fromEntries(expected), role);
      const lists = role === 'gate' ? 'forbidden' : 'done';
      assert.equal(await codeOf(client.list_orders()), lists, role);
      assert.equal(await codeOf(client.list_customers()), lists, role);
    }
  });
});
