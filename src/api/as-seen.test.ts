import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeOf, openSalesHouse } from '../../test/fixtures/sales-house.ts';
import { onEachStore } from '../../test/stores.ts';
import type { AnswerError } from '../contract/receive.ts';

onEachStore('two people who change the same thing over /api', (open) => {
  test('each keeps what they changed, and the second hears of what the first changed of the same', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const params = { id: house.event_id };
    const { name, description } = await client.find_event({ params });
    await client.change_event({ params, body: { name: 'First', was: { name } } });
    const other = await client.change_event({
      params,
      body: { description: 'of the second', was: { description } },
    });
    assert.deepEqual([other.name, other.description], ['First', 'of the second']);
    const late = client.change_event({ params, body: { name: 'Second', was: { name } } });
    await assert.rejects(late, ({ told: { status, body } }: AnswerError) => {
      const { code, details } = body as { code: string; details: unknown };
      assert.deepEqual([status, code, details], [409, 'changed_meanwhile', { fields: ['name'] }]);
      return true;
    });
    const knowing = { name: 'Second', was: { name: 'First' } };
    assert.equal((await client.change_event({ params, body: knowing })).name, 'Second');
  });

  test('of many at once who saw the same, one is first', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const params = { id: house.event_id };
    const was = { name: (await client.find_event({ params })).name };
    const results = await Promise.allSettled(
      Array.from({ length: 6 }, (_, index) =>
        client.change_event({ params, body: { name: `by ${index}`, was } }),
      ),
    );
    assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('instants, flags and empty fields are compared as they are shown; who says nothing is let through', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const venue = await client.create_venue({ body: { name: 'Halle' } });
    const params = { id: venue.id };
    const { city } = await client.find_venue({ params });
    await client.change_venue({ params, body: { city: 'Annecy', was: { city } } });
    assert.equal(
      await codeOf(client.change_venue({ params, body: { city: 'Lyon', was: { city } } })),
      'changed_meanwhile',
    );
    assert.equal((await client.change_venue({ params, body: { city: 'Lyon' } })).city, 'Lyon');
    const [session] = (
      await client.list_sessions({ query: { where: [{ column: 'event_id', value: house.event_id }] } })
    ).items;
    const { id, starts_at, ends_at } = session!;
    const later = { ends_at: '2031-01-01T22:00:00.000Z', was: { starts_at, ends_at } };
    assert.equal((await client.change_session({ params: { id }, body: later })).ends_at, later.ends_at);
    assert.equal(await codeOf(client.change_session({ params: { id }, body: later })), 'changed_meanwhile');
    assert.equal(
      await codeOf(client.change_session({ params: { id }, body: { was: { ends_at } } })),
      'invalid_input',
    );
  });

  test('customers, holders and promo codes are told of alike', async () => {
    await using house = await openSalesHouse(open());
    const { client } = house;
    const order = await house.sold();
    const where = [{ column: 'email', value: 'ada@example.org' }];
    const [ada] = (await client.list_customers({ query: { where } })).items;
    const { id, city } = ada!;
    const town = (city: string, was: { city: string }) =>
      client.change_customer({ params: { id }, body: { city, was } });
    assert.equal((await town('London', { city })).city, 'London');
    assert.equal(await codeOf(town('Paris', { city })), 'changed_meanwhile');

    const tickets = { query: { where: [{ column: 'order_id', value: order.id }] } };
    const [ticket] = (await client.list_tickets(tickets)).items;
    const { holder } = ticket!;
    const enters = (first_name: string) =>
      client.change_ticket({
        params: { id: ticket!.id },
        body: { holder: { ...holder, first_name }, was: { holder } },
      });
    assert.equal((await enters('Grace')).holder.first_name, 'Grace');
    assert.equal(await codeOf(enters('Mary')), 'changed_meanwhile');

    const [code_id] = (
      await client.create_promo_codes({ body: { labels: ['TEN'], uses: 10, kind: 'value', value: 100 } })
    ).ids;
    const uses = (uses: number) =>
      client.change_promo_code({ params: { id: code_id! }, body: { uses, was: { uses: 10 } } });
    assert.equal((await uses(20)).uses, 20);
    assert.equal(await codeOf(uses(30)), 'changed_meanwhile');
  });
});
