import { Fault } from '../../../domain/faults.ts';
import { limitOffers } from '../../../office/catalogue/limit-offers.ts';
import { createOffer } from '../../../office/catalogue/offer.ts';
import { createPool, updatePool, sessionPools } from '../../../office/catalogue/pool.ts';
import { createPrice, updatePrice } from '../../../office/catalogue/price.ts';
import { priceQuotas } from '../../../office/catalogue/price-quotas.ts';
import { putOnSale } from '../../../office/catalogue/put-on-sale.ts';
import type { Office } from '../../../office/office.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import type { ChangedRow, TicketChange } from '../shapes.ts';
import { amountOf } from '../wire.ts';
import type { Caller } from './caller.ts';
import { capacityOf, inOneStep, ownId, switchOffers, type Batch } from './catalogue-changes.ts';
import { allSessions, ownQuota } from './catalogue.ts';
import type { EventFacts } from './event-facts.ts';

/** All ticket types of the request, or none. */
export function updateTickets(
  office: Office,
  caller: Caller,
  event_id: number,
  body: Batch<TicketChange>,
): Promise<ChangedRow[]> {
  return inOneStep(office, caller, event_id, body, 'price', (tx, event, change) =>
    change.id === undefined || change.id === '0'
      ? makeType(tx, event, change)
      : changeType(tx, event, change.id, change),
  );
}

function fieldsOf(event: EventFacts, change: TicketChange) {
  const { name, description, price, minimum, maximum, tax_rate } = change;
  return {
    name: name ?? undefined,
    description: description ?? undefined,
    amount: price === undefined ? undefined : amountOf(price, event.currency),
    minimum: minimum === undefined ? undefined : Number(minimum),
    maximum: capacityOf(maximum),
    vat_bp: tax_rate === undefined ? undefined : basisPointsOf(tax_rate),
  };
}

/** Two decimals of a percent, as amounts have two. */
function basisPointsOf(rate: number | string): number {
  return amountOf(rate, 'EUR');
}

/** The rate that the list of events shows. */
async function usualRate(rx: Rx, organizer_id: number): Promise<number> {
  const organizer = await rx.db
    .selectFrom('organizer')
    .select('default_vat_bp')
    .where('id', '=', organizer_id)
    .executeTakeFirstOrThrow();
  return organizer.default_vat_bp;
}

/** A new type is sold for every date of the event, and without one where there are none. */
async function makeType(tx: Tx, event: EventFacts, change: TicketChange): Promise<number> {
  const { organizer_id, event_id } = event;
  const { name, amount = 0, vat_bp = await usualRate(tx, organizer_id), ...fields } = fieldsOf(event, change);
  if (name === undefined) throw new Fault('invalid_input', { field: 'name', reason: 'nom requis' });
  const price_id = await createPrice(tx, { organizer_id, event_id, name, amount, vat_bp, ...fields });
  const capacity = capacityOf(change.quota) ?? null;
  const own =
    capacity === null
      ? []
      : [await createPool(tx, { organizer_id, event_id, kind: 'quota', name, capacity })];
  const sessions = await allSessions(tx, event);
  if (sessions.length === 0) await createOffer(tx, { organizer_id, event_id, price_id, pool_ids: own });
  for (const { id: session_id } of sessions) {
    const pool_ids = [...own, ...(await sessionPools(tx, session_id))];
    await putOnSale(tx, { organizer_id, session_id, prices: [{ price_id }], pool_ids });
  }
  if (change.disabled === true) await switchOffers(tx, event, { price_id }, false);
  return price_id;
}

async function changeType(tx: Tx, event: EventFacts, served: string, change: TicketChange): Promise<number> {
  const { organizer_id, event_id } = event;
  const price_id = await ownId(tx, event, 'price', served);
  const { event_id: of } = await updatePrice(tx, { organizer_id, price_id, ...fieldsOf(event, change) });
  if (of !== event_id) throw new Fault('not_found', { kind: 'price', id: served });
  const capacity = capacityOf(change.quota);
  if (capacity !== undefined) await limitType(tx, event, price_id, capacity);
  if (change.disabled !== undefined) await switchOffers(tx, event, { price_id }, !change.disabled);
  return price_id;
}

/** The quota that this type has to itself; one that it shares with others is not changed from here. */
async function limitType(
  tx: Tx,
  event: EventFacts,
  price_id: number,
  capacity: number | null,
): Promise<void> {
  const { organizer_id, event_id } = event;
  const mine = ownQuota((await priceQuotas(tx, [price_id])).get(price_id));
  if (mine !== undefined) await updatePool(tx, { organizer_id, pool_id: mine.pool_id, capacity });
  else if (capacity !== null) {
    await limitOffers(tx, { organizer_id, event_id, of: { price_id }, capacity, beyond: 'refuse' });
  }
}
