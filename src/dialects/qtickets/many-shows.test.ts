import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openQticketsHall } from '../../../test/fixtures/qtickets-hall.ts';
import { onEachStore } from '../../../test/stores.ts';
import { servedIdOf } from '../../domain/served-id.ts';
import { createEvent } from '../../office/catalogue/event.ts';
import { createOffer } from '../../office/catalogue/offer.ts';
import { createPrice } from '../../office/catalogue/price.ts';
import { createSession } from '../../office/catalogue/session.ts';

const many = 1_001;
const hour_ms = 3_600_000;

onEachStore('an event with more than a thousand shows', (open) => {
  test('is shown with all of them through Qtickets, and the last can be bought like the first', async () => {
    const store = open();
    const hall = await openQticketsHall(store);
    const { organizer_id } = hall;
    const [event, sessions] = await store.write(async (tx) => {
      const event_id = await createEvent(tx, { organizer_id, name: 'Музей', status: 'published' });
      const price_id = await createPrice(tx, { organizer_id, event_id, name: 'Билет', amount: 40000 });
      const made: number[] = [];
      for (let at = 1; at <= many; at += 1) {
        const starts_at = tx.now + at * hour_ms;
        const session_id = await createSession(tx, { organizer_id, event_id, starts_at });
        await createOffer(tx, { organizer_id, event_id, price_id, session_id });
        made.push(session_id);
      }
      return [event_id, made] as const;
    });
    const { data } = await hall.client.event({ params: { id: Number(servedIdOf('integer', event)) } });
    assert.equal(data.shows.length, many);
    const last = Number(servedIdOf('integer', sessions.at(-1)!));
    assert.equal(data.shows.at(-1)?.id, last);
    const seats = await hall.client.seats({ params: { id: last }, input: { flat: true, select: ['price'] } });
    const [[seat_id, seat] = ['']] = Object.entries(seats.data);
    assert.deepEqual(seat, { price: 400 });
    const baskets = [{ show_id: last, seat_id }];
    const order = await hall.client.createOrder({ body: { data: { client: { email: 'a@b.ru' }, baskets } } });
    assert.equal(order.data.baskets[0]?.show_id, last);
  });
});
