import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openBilletwebPark } from '../../../test/fixtures/billetweb-park.ts';
import { onEachStore } from '../../../test/stores.ts';

onEachStore('BilletWeb served', (open) => {
  test('sells two tickets, lists them, lets each in once and refuses it the second time', async () => {
    const park = await openBilletwebPark(open());
    const { client } = park;
    const params = { id: park.served_event };
    const [order] = await client.addOrder({
      params,
      body: {
        data: [
          {
            name: 'Dupont',
            firstname: 'Jean',
            email: 'jean@email.com',
            request_id: 'r1',
            products: [
              {
                ticket: '12345',
                name: 'Dupont',
                firstname: 'Jean',
                email: 'jean@email.com',
                request_id: 'p1',
              },
              { ticket: '12345', name: 'Dupont', firstname: 'Jeanne', request_id: 'p2' },
            ],
          },
        ],
      },
    });
    assert.equal(order?.products.length, 2);
    const attendees = await client.eventAttendees({ params });
    assert.deepEqual(
      attendees.map(({ barcode }) => barcode),
      order.products_eq,
    );
    const code = order.products_eq[0]!;
    const checked = await park.ask(`/api/event/1350897/check?${park.query}`, {
      method: 'POST',
      payload: { code },
    });
    assert.deepEqual(checked, {
      status: 200,
      body: { success: true, message: 'Billet composté avec succès' },
      text: checked.text,
    });
    const again = await park.ask(`/api/event/1350897/check?${park.query}`, {
      method: 'POST',
      payload: { code },
    });
    assert.deepEqual(again.body, { error: 'Ce billet a déjà été utilisé' });
    assert.equal(again.status, 200);
    const [event] = await client.userEvents();
    assert.equal(event?.id, 1_350_897);
  });
});
