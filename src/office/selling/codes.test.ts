import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openEvent } from '../../../test/fixtures/open-event.ts';
import { onEachStore } from '../../../test/stores.ts';
import { createPromoCode } from '../promotions/promo-code.ts';
import { sell } from './request.ts';

onEachStore('a promo code', (open) => {
  async function opened(uses: number) {
    const office = open();
    const made = await office.write(async (tx) => {
      const event = await openEvent(tx, 10);
      const { organizer_id } = event;
      const code = { organizer_id, kind: 'percent', percent_bp: 5000 } as const;
      const promo_code_id = await createPromoCode(tx, { ...code, label: `HALF-${organizer_id}`, uses });
      const late = await createPromoCode(tx, {
        ...code,
        label: `LATE-${organizer_id}`,
        uses: null,
        starts_at: tx.now + 1,
      });
      return { ...event, promo_code_id, late };
    });
    const { organizer_id, offer_id } = made;
    const sellWith = (codes: readonly (readonly number[])[], lenient_codes?: boolean) =>
      office.write((tx) =>
        sell(tx, {
          organizer_id,
          channel: 'web',
          requests: codes.map((promo_code_ids) => ({ offer_id, quantity: 1, promo_code_ids })),
          lenient_codes,
        }),
      );
    return { ...made, sellWith };
  }

  test('on two requests beyond its uses is used up, whatever is left of the tickets', async () => {
    const { promo_code_id, sellWith } = await opened(1);
    await assert.rejects(sellWith([[promo_code_id], [promo_code_id]]), { code: 'promo_code_used_up' });
    const { tickets } = await sellWith([[promo_code_id], []]);
    assert.deepEqual(
      tickets.map((ticket) => ticket.charged_amount),
      [550, 1100],
    );
  });

  test('that is only a possible one is passed over where it does not apply', async () => {
    const { promo_code_id, late, sellWith } = await opened(1);
    await assert.rejects(sellWith([[late]]), { code: 'promo_code_not_valid' });
    await assert.rejects(sellWith([[1]]), { code: 'promo_code_unknown' });
    const both = [promo_code_id, late, 1];
    const { tickets } = await sellWith([both, both], true);
    assert.deepEqual(
      tickets.map((ticket) => ticket.charged_amount),
      [550, 1100],
    );
  });
});
