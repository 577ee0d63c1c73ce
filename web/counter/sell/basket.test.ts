import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  articleOf,
  countOf,
  empty_basket,
  freeOf,
  packOf,
  seatedOf,
  ticketOf,
  totalOf,
  buyerOf,
  wishOf,
  withSeats,
  withItem,
  withQuantity,
  type Article,
  type Offer,
  type Show,
} from './basket.ts';

const show: Show = {
  ...{ event_id: 1, event: 'Le Malade', session_id: 7, session: '', hall: null, left: 20 },
  ...{ starts_at: '2026-05-16T18:30:00.000Z', ends_at: null },
};
const offer: Offer = {
  ...{ offer_id: 3, price_id: 4, name: 'Assis', zone_id: 5, zone: 'Orchestre', numbered: true },
  ...{ amount: 3250, currency: 'EUR', minimum: 1, maximum: 4, left: 16, sale_state: 'on_sale' },
  ...{ parts: null, costs_its_parts: false },
};
const large = { id: 31, name: 'Grand', surcharge: 50 };
const tea: Article = {
  ...{ id: 30, name: 'Thé', plu: null, department_id: null, amount: 300, vat_bp: 1000 },
  ...{ offer_id: null, left: null, variations: [large] },
};

suite('the basket', () => {
  test('counts what is the same as one item, and articles with other variations apart', () => {
    const basket = [
      ticketOf(show, offer),
      ticketOf(show, offer),
      articleOf(tea, []),
      articleOf(tea, [large]),
      articleOf(tea, [large]),
    ].reduce(withItem, empty_basket);
    assert.deepEqual(
      basket.items.map(({ quantity, amount }) => [quantity, amount]),
      [
        [2, 3250],
        [1, 300],
        [2, 350],
      ],
    );
    assert.deepEqual([countOf(basket), totalOf(basket)], [5, 7500]);
    assert.deepEqual(wishOf(basket).items, [
      { kind: 'ticket', offer_id: 3, session_id: 7, quantity: 2 },
      { kind: 'article', article_id: 30, quantity: 1 },
      { kind: 'article', article_id: 30, quantity: 2, variation_ids: [31] },
    ]);
  });

  test('keeps the bounds of a price: its minimum comes at once, and below it all of it goes', () => {
    const pair = { ...offer, minimum: 2, maximum: 3 };
    const basket = withItem(empty_basket, ticketOf(show, pair));
    const [item] = basket.items;
    assert.equal(item?.quantity, 2);
    const key = item?.key ?? '';
    assert.equal(countOf(withQuantity(basket, key, 9)), 3);
    assert.deepEqual(withQuantity(basket, key, 1), empty_basket);
  });

  test('forgets chosen seats when their number changes, and keeps them when it does not', () => {
    const seats = [{ place_id: 90, label: 'A 1' }];
    const basket = withItem(empty_basket, { ...ticketOf(show, offer), seats });
    const key = basket.items[0]?.key ?? '';
    const seatsAfter = (quantity: number): unknown => {
      const [item] = wishOf(withQuantity(basket, key, quantity)).items;
      return item?.kind === 'ticket' ? item.place_ids : undefined;
    };
    assert.deepEqual([seatsAfter(1), seatsAfter(2)], [[90], undefined]);
  });

  test('is told with the seats that were chosen, or else with those that the office showed; with its code and customer', () => {
    const basket = withItem(empty_basket, ticketOf(show, offer));
    const key = basket.items[0]?.key ?? '';
    const placesOf = (of: typeof basket): unknown => {
      const [item] = wishOf(of, new Map([[key, [70]]])).items;
      return item?.kind === 'ticket' ? item.place_ids : undefined;
    };
    const seats = [{ place_id: 90, label: 'A 1' }];
    assert.deepEqual([placesOf(basket), placesOf(withSeats(basket, key, seats))], [[70], [90]]);
    assert.equal(wishOf({ ...basket, promo_code: 'DIX' }).promo_code, 'DIX');
    assert.deepEqual(buyerOf(basket), {});
    assert.deepEqual(buyerOf({ ...basket, customer: { label: 'Zoé', customer_id: 5 } }), { customer_id: 5 });
    const customer = { first_name: 'Zoé' };
    assert.deepEqual(buyerOf({ ...basket, customer: { label: 'Zoé', customer } }), { customer });
  });

  test('takes a pack as one thing, with the seats of its parts and what was chosen of each', () => {
    const part = {
      ...{ event_id: 1, event: 'Le Malade', session_id: null, session: '', starts_at: null, zone: null },
      ...{ left: null, sale_state: 'on_sale' as const, numbered: false, zone_id: null },
    };
    const seat = {
      ...part,
      offer_id: 3,
      name: 'Assis',
      amount: 3250,
      minimum: 1,
      maximum: 1,
      numbered: true,
    };
    const pit = { ...part, offer_id: 8, name: 'Fosse', amount: 1100, minimum: 0, maximum: 2, session_id: 9 };
    const pack = { ...offer, offer_id: 20, amount: 3250, numbered: false, parts: [seat, pit] };
    const open_pack = { ...pack, costs_its_parts: true };
    const chosen = new Map([[8, 2]]);
    assert.deepEqual(
      [
        packOf(show, pack, chosen).amount,
        packOf(show, open_pack, chosen).amount,
        packOf(show, open_pack).amount,
      ],
      [3250, 5450, 3250],
    );
    const basket = [packOf(show, pack), packOf(show, pack), packOf(show, pack, chosen)].reduce(
      withItem,
      empty_basket,
    );
    const [two, other] = basket.items;
    const [seated] = seatedOf(two!);
    assert.deepEqual(
      [seated?.quantity, seated?.session_id, seated?.offer_id, seatedOf(other!)[0]?.quantity],
      [2, 7, 3, 1],
    );
    const seats = [90, 91].map((place_id) => ({ place_id, label: `A${place_id}` }));
    assert.deepEqual(
      wishOf(withSeats(basket, seated!.key, seats), new Map([[seatedOf(other!)[0]!.key, [70]]])).items,
      [
        {
          ...{ kind: 'pack', offer_id: 20, quantity: 2 },
          parts: [{ offer_id: 3, quantity: 1, session_id: 7, place_ids: [90, 91] }],
        },
        {
          ...{ kind: 'pack', offer_id: 20, quantity: 1 },
          parts: [
            { offer_id: 3, quantity: 1, session_id: 7, place_ids: [70] },
            { offer_id: 8, quantity: 2 },
          ],
        },
      ],
    );
    const three = withQuantity(withSeats(basket, seated!.key, seats), two!.key, 3);
    assert.deepEqual(seatedOf(three.items[0]!)[0]?.seats, []);
  });

  test('takes what is keyed in by hand, of a department or of none', () => {
    const basket = [
      freeOf('Consigne', 100, null),
      freeOf('Consigne', 100, null),
      freeOf('Café', 150, 40),
    ].reduce(withItem, empty_basket);
    assert.deepEqual(wishOf(basket).items, [
      { kind: 'free', title: 'Consigne', quantity: 2, unit_amount: 100 },
      { kind: 'department', department_id: 40, title: 'Café', quantity: 1, unit_amount: 150 },
    ]);
  });
});
