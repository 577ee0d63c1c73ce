import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newOrganizer } from '../../../test/fixtures/model-case.ts';
import { onEachStore, type TestStore } from '../../../test/stores.ts';
import { createEvent } from '../catalogue/event.ts';
import { createOffer } from '../catalogue/offer.ts';
import { createPrice } from '../catalogue/price.ts';
import { sell } from '../selling/request.ts';
import type { SaleRequest } from '../selling/sale.ts';
import { createDiscount, createPromoCode, deletePromoCode, updateDiscount } from './promo-code.ts';

async function shop({ write }: TestStore) {
  return write(async (tx) => {
    const organizer_id = await newOrganizer(tx);
    const event_id = await createEvent(tx, { organizer_id, name: 'Fair', status: 'published' });
    const adult = await createPrice(tx, { organizer_id, event_id, name: 'Adult', amount: 1000 });
    const child = await createPrice(tx, { organizer_id, event_id, name: 'Child', amount: 500 });
    const adult_offer = await createOffer(tx, { organizer_id, event_id, price_id: adult });
    const child_offer = await createOffer(tx, { organizer_id, event_id, price_id: child });
    return { organizer_id, event_id, adult, child, adult_offer, child_offer };
  });
}

async function charged(office: TestStore, organizer_id: number, request: SaleRequest) {
  const sold = await office.write((tx) => sell(tx, { organizer_id, channel: 'web', requests: [request] }));
  const line = await office.read((rx) =>
    rx.db
      .selectFrom('order_line')
      .select(['listed_amount', 'charged_amount', 'promo_code_id', 'discount_id'])
      .where('order_id', '=', sold.order_id)
      .executeTakeFirstOrThrow(),
  );
  return [line.listed_amount, line.charged_amount, line.promo_code_id, line.discount_id];
}

onEachStore('a discount without a code', (open) => {
  test('applies by itself, and the line says which it was', async () => {
    const office = open();
    const { organizer_id, adult_offer } = await shop(office);
    const request = { offer_id: adult_offer, quantity: 2 };
    assert.deepEqual(await charged(office, organizer_id, request), [1000, 1000, null, null]);
    const tenth = { organizer_id, name: 'Tenth', kind: 'percent', percent_bp: 1000 } as const;
    const discount_id = await office.write((tx) => createDiscount(tx, tenth));
    assert.deepEqual(await charged(office, organizer_id, request), [1000, 900, null, discount_id]);
    await office.write((tx) => updateDiscount(tx, { organizer_id, discount_id, enabled: 0 }));
    assert.deepEqual(await charged(office, organizer_id, request), [1000, 1000, null, null]);
  });

  test('covers what its scopes name and nothing else, and only inside its window', async () => {
    const office = open();
    const { organizer_id, child, adult_offer, child_offer } = await shop(office);
    const ends_at = office.surroundings.instant + 1000;
    const discount = { organizer_id, name: 'Children', kind: 'value', value: 200, ends_at } as const;
    const scopes = [{ kind: 'price', target_id: child }] as const;
    const id = await office.write((tx) => createDiscount(tx, { ...discount, scopes }));
    const forChild = { offer_id: child_offer, quantity: 1 };
    assert.deepEqual(await charged(office, organizer_id, forChild), [500, 300, null, id]);
    assert.deepEqual(await charged(office, organizer_id, { offer_id: adult_offer, quantity: 1 }), [
      1000,
      1000,
      null,
      null,
    ]);
    office.surroundings.advance(1000);
    assert.deepEqual(await charged(office, organizer_id, forChild), [500, 500, null, null]);
  });

  test('gives way to a code that takes more off, and spares the uses of one that does not', async () => {
    const office = open();
    const { organizer_id, adult_offer } = await shop(office);
    const code = (label: string, percent_bp: number) =>
      office.write((tx) =>
        createPromoCode(tx, { organizer_id, label, kind: 'percent', percent_bp, uses: 5 }),
      );
    const tenth = await office.write((tx) =>
      createDiscount(tx, { organizer_id, name: 'Tenth', kind: 'percent', percent_bp: 1000 }),
    );
    const better = await code('BETTER', 2000);
    const same = await code('SAME', 1000);
    const buy = (promo_code_id: number) =>
      charged(office, organizer_id, { offer_id: adult_offer, quantity: 1, promo_code_ids: [promo_code_id] });
    assert.deepEqual(await buy(better), [1000, 800, better, null]);
    assert.deepEqual(await buy(same), [1000, 900, null, tenth]);
  });

  test('is for its codes alone once it has one, and does not become everybody’s when the code is deleted', async () => {
    const office = open();
    const { organizer_id, adult, adult_offer, child_offer } = await shop(office);
    const scopes = [{ kind: 'price', target_id: adult }] as const;
    const discount_id = await office.write((tx) =>
      createDiscount(tx, { organizer_id, name: 'Club', kind: 'percent', percent_bp: 5000, scopes }),
    );
    const code = await office.write((tx) =>
      createPromoCode(tx, { organizer_id, label: 'CLUB', discount_id, uses: null }),
    );
    const request = { offer_id: adult_offer, quantity: 1 };
    assert.deepEqual(await charged(office, organizer_id, request), [1000, 1000, null, null]);
    const named = { promo_code_ids: [code] };
    assert.deepEqual(await charged(office, organizer_id, { ...request, ...named }), [
      1000,
      500,
      code,
      discount_id,
    ]);
    await assert.rejects(charged(office, organizer_id, { offer_id: child_offer, quantity: 1, ...named }), {
      code: 'promo_code_out_of_scope',
    });
    await office.write((tx) => deletePromoCode(tx, { organizer_id, promo_code_id: code }));
    assert.deepEqual(await charged(office, organizer_id, request), [1000, 1000, null, null]);
  });
});
