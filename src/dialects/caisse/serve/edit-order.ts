import type { Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { isConfirmed, statusOfCode } from '../../../domain/order-life.ts';
import { requireScope } from '../../../office/access/principal.ts';
import { changeQuoteItems, changeTillDetails } from '../../../office/counter/change-quote.ts';
import { refundOrder } from '../../../office/counter/refund-order.ts';
import { payAtTill, validateQuote } from '../../../office/counter/ring-up.ts';
import type { Office } from '../../../office/office.ts';
import { lockOrder } from '../../../office/selling/orders.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { Caller } from './caller.ts';
import { local } from './ids.ts';
import { assertTakesAmount, once, recordedOf, stageOf, type Recorded, type Stage } from './sale.ts';
import {
  amountOf,
  at_till,
  detailsOf,
  itemsOf,
  metadataOf,
  sayingLine,
  tillItems,
  webservice,
  type SaleInput,
} from './sale-input.ts';

/**
 * Changes an order: until it is validated its items, which are replaced by those that are sent; after that its payments alone
 * (wire-notes.md, "editOrder.php"). A payment that is left out changes nothing of it.
 */
export async function editOrder(
  office: Office,
  caller: Caller,
  incoming: Incoming,
  input: SaleInput & { readonly orderID: number },
): Promise<Recorded> {
  requireScope(caller, 'sell');
  const { id: organizer_id, currency } = caller.organizer;
  const items = input.itemsList === undefined ? undefined : itemsOf(input, currency);
  const metadata = metadataOf(input);
  const amount = amountOf(input, currency);
  return once(office, caller, incoming, async (tx) => {
    const order_id = await local(tx, organizer_id, 'order', input.orderID);
    const key = { organizer_id, order_id };
    const before = await lockOrder(tx, key);
    const { counter_id, ...details } = await detailsOf(tx, caller, input);
    if (items !== undefined) {
      if (isConfirmed(statusOfCode(before.status))) throw new Fault('illegal_move', { reason: 'validated' });
      const found = await tillItems(tx, caller, items);
      await sayingLine(found, () => changeQuoteItems(tx, { ...key, items: found, staff: at_till }));
    }
    await changeTillDetails(tx, { ...key, ...details, metadata });
    const stage =
      input.payment === undefined || input.payment === null ? undefined : await stageOf(tx, caller, input);
    const user_id = details.user_id ?? (await webservice(tx, caller));
    const change = await settle(tx, { ...key, counter_id, user_id, stage, amount });
    const { id, label, secret, total, paid, refunded, status } = await lockOrder(tx, key);
    const told = { id, label, secret, total, paid: paid - refunded, status: statusOfCode(status), change };
    return recordedOf(tx, office, caller, told);
  });
}

interface Settling {
  readonly organizer_id: number;
  readonly order_id: number;
  readonly counter_id: number | undefined;
  readonly user_id: number;
  readonly stage: Stage | undefined;
  readonly amount: number | 'rest';
}

/** Brings the order to what `payment` asks for; gives the change. */
async function settle(tx: Tx, { stage, amount, ...at }: Settling): Promise<number> {
  if (amount !== 'rest') assertTakesAmount(stage);
  if (stage === undefined) return 0;
  const { status } = await lockOrder(tx, at);
  const validated = isConfirmed(statusOfCode(status));
  if (stage.kind === 'quote') {
    if (validated) throw new Fault('illegal_move', { reason: 'validated' });
    return 0;
  }
  if (stage.kind === 'refunded') {
    await refundOrder(tx, { ...at, payment_mode_id: stage.payment_mode_id });
    return 0;
  }
  const owes = validated ? undefined : await validateQuote(tx, at);
  if (stage.kind === 'validated' || owes?.total === 0) return 0;
  const payments = [{ payment_mode_id: stage.payment_mode_id, amount }];
  return (await payAtTill(tx, { ...at, payments })).change;
}
