import { createEvent } from '../office/catalogue/event.ts';
import { createPrice } from '../office/catalogue/price.ts';
import { putOnSale } from '../office/catalogue/put-on-sale.ts';
import { createSession } from '../office/catalogue/session.ts';
import { createPromoCode } from '../office/promotions/promo-code.ts';
import type { Tx } from '../store/transaction.ts';

const five_years_ms = 5 * 365 * 86_400_000;
/** "Other activity" of uTick's stock types */
const stock_type = 15;

/**
 * A play that is streamed from the demo's first day on, for five years: whoever has a ticket may watch at once. With it a code that
 * is good for two tickets, so that it can be seen used up (DIRECT).
 */
export async function openTheatreStream(tx: Tx, { organizer_id }: { organizer_id: number }): Promise<void> {
  const event_id = await createEvent(tx, {
    organizer_id,
    name: 'Hedda, en direct du théâtre',
    status: 'published',
  });
  const session_id = await createSession(tx, {
    organizer_id,
    event_id,
    name: 'Hedda, en direct du théâtre',
    kind: 'stream',
    stock_type,
    starts_at: tx.now,
    ends_at: tx.now + five_years_ms,
  });
  const watching = await createPrice(tx, {
    organizer_id,
    event_id,
    name: 'Accès en direct',
    amount: 900,
    vat_bp: 550,
    product_type: 'seat',
  });
  await putOnSale(tx, { organizer_id, session_id, capacity: 500, prices: [{ price_id: watching }] });
  await createPromoCode(tx, {
    organizer_id,
    label: 'DIRECT',
    description: 'Deux places du direct à moitié prix',
    kind: 'percent',
    percent_bp: 5000,
    uses: 2,
    scopes: [{ kind: 'price', target_id: watching }],
  });
}
