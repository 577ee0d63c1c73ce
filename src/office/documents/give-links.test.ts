import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openTheatreNight, sellNight } from '../../../test/fixtures/theatre-night.ts';
import { onEachStore } from '../../../test/stores.ts';
import { giveLinks, type OrderLinks } from './give-links.ts';

const public_base_url = 'https://tickets.example';

onEachStore('the links of an order', (open) => {
  test('name the wallets that are offered, for paid tickets and for as many as a bundle takes', async () => {
    const store = open();
    const night = await store.write(openTheatreNight);
    const { organizer_id, standing_offer_id } = night;
    const linksOf = (quantity: number, paid: boolean, offered: boolean): Promise<OrderLinks> =>
      store.write(async (tx) => {
        const requests = [{ offer_id: standing_offer_id, quantity }];
        const more = paid ? { requests } : { requests, payment: undefined };
        const { order_id } = await sellNight(tx, night, more);
        const wallets = { apple: offered, google: offered };
        return giveLinks(tx, { organizer_id, order_id, links: { public_base_url, wallets } });
      });
    const two = await linksOf(2, true, true);
    assert.match(two.apple_wallet ?? '', /\/tickets\.pkpasses$/);
    assert.match(two.tickets[0]?.apple_wallet ?? '', /\/tickets\/\d+\.pkpass$/);
    assert.match(two.tickets[0]?.google_wallet ?? '', /\/tickets\/\d+\/google-wallet$/);
    const one = await linksOf(1, true, true);
    assert.equal(one.apple_wallet, one.tickets[0]?.apple_wallet);
    const eleven = await linksOf(11, true, true);
    assert.deepEqual(
      [eleven.apple_wallet, eleven.tickets.every(({ apple_wallet }) => apple_wallet !== null)],
      [null, true],
    );
    for (const none of [await linksOf(2, false, true), await linksOf(2, true, false)]) {
      assert.deepEqual(
        [none.apple_wallet, none.tickets[0]?.apple_wallet, none.tickets[0]?.google_wallet],
        [null, null, null],
      );
      assert.notEqual(none.tickets_pdf, null);
    }
  });
});
