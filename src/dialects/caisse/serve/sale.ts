import { createHash } from 'node:crypto';
import type { Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { formatAmount } from '../../../domain/money.ts';
import { isPaid, type OrderStatus } from '../../../domain/order-life.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { withIdempotency } from '../../../office/access/idempotency.ts';
import { modeInUse } from '../../../office/counter/payment-mode.ts';
import { ringUp } from '../../../office/counter/ring-up.ts';
import { orderLink, receiptLink } from '../../../office/documents/order-link.ts';
import type { Office } from '../../../office/office.ts';
import { servedId } from '../../../office/served-ids/served-ids.ts';
import type { Tx } from '../../../store/transaction.ts';
import { payment_unpaid_quote, payment_unpaid_validated } from '../wire.ts';
import type { Caller } from './caller.ts';
import { local } from './ids.ts';
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

/** What `webapp.php` and `editOrder.php` answer. */
export interface Recorded {
  readonly result: 'OK';
  readonly success: true;
  readonly orderID?: number;
  readonly orderInternalID?: string;
  readonly price?: string;
  readonly paid?: string;
  readonly change?: string;
  readonly validated?: boolean;
  readonly terminated?: boolean;
  readonly paymentLink?: string;
  readonly quote?: string;
  readonly invoice?: string;
}

export const tested: Recorded = { result: 'OK', success: true };

/** What of a payment the number says: nothing yet, bound, or a mode that takes or gives money. */
export type Stage =
  | { readonly kind: 'quote' }
  | { readonly kind: 'validated' }
  | { readonly kind: 'paid'; readonly payment_mode_id: number }
  | { readonly kind: 'refunded'; readonly payment_mode_id: number };

/** -2, -1 or the id of a mode (caisse-sale-recording.txt, "payment"); a missing one is an unpaid quote (wire-notes.md). */
export async function stageOf(tx: Tx, caller: Caller, input: SaleInput): Promise<Stage> {
  const payment = input.payment ?? payment_unpaid_quote;
  if (payment === payment_unpaid_quote) return { kind: 'quote' };
  if (payment === payment_unpaid_validated) return { kind: 'validated' };
  const payment_mode_id = await local(tx, caller.organizer.id, 'payment_mode', payment);
  const mode = await modeInUse(tx, caller.organizer.id, payment_mode_id);
  return { kind: mode.refund_only === 1 ? 'refunded' : 'paid', payment_mode_id };
}

/** `paymentAmount` is of what is paid. What is given back is all that is left, so that goods and money agree. */
export function assertTakesAmount(stage: Stage | undefined): void {
  if (stage?.kind === 'paid') return;
  const sentence =
    stage?.kind === 'refunded'
      ? 'paymentAmount : un remboursement rend tout, sans montant'
      : 'paymentAmount : seulement avec un mode de paiement';
  throw new Fault('invalid_input', { sentence });
}

/** Records a sale: all of it, or nothing. */
export async function recordSale(
  office: Office,
  caller: Caller,
  incoming: Incoming,
  input: SaleInput,
): Promise<Recorded> {
  if (incoming.request.method === 'GET' && asksNothing(input)) return tested;
  requireScope(caller, 'sell');
  const items = itemsOf(input, caller.organizer.currency);
  const metadata = metadataOf(input);
  const amount = amountOf(input, caller.organizer.currency);
  return once(office, caller, incoming, async (tx) => {
    const stage = await stageOf(tx, caller, input);
    const details = await detailsOf(tx, caller, input);
    const found = await tillItems(tx, caller, items);
    const { organizer } = caller;
    if (amount !== 'rest') assertTakesAmount(stage);
    const rung = await sayingLine(found, async () =>
      ringUp(tx, {
        ...details,
        user_id: details.user_id ?? (await webservice(tx, caller)),
        organizer_id: organizer.id,
        channel: 'caisse',
        application_id: caller.application_id,
        items: found,
        returning: stage.kind === 'refunded',
        stage: stage.kind === 'quote' ? 'quote' : 'validated',
        payments:
          stage.kind === 'paid' || stage.kind === 'refunded'
            ? [{ payment_mode_id: stage.payment_mode_id, amount }]
            : [],
        staff: at_till,
        metadata,
      }),
    );
    return recordedOf(tx, office, caller, { ...rung, id: rung.order_id });
  });
}

function asksNothing(input: SaleInput): boolean {
  return Object.values(input).every((value) => value === undefined || value === null);
}

interface OrderTold {
  readonly id: number;
  readonly label: string;
  readonly secret: string;
  readonly status: OrderStatus;
  readonly total: number;
  readonly paid: number;
  readonly change: number;
}

/** The order, and where it can be seen: paid on its page, as a quote, or as a receipt. */
export async function recordedOf(
  tx: Tx,
  office: Office,
  caller: Caller,
  order: OrderTold,
): Promise<Recorded> {
  const { id: organizer_id, currency } = caller.organizer;
  const { public_base_url } = office.settings;
  const validated = order.status !== 'creating';
  const link = orderLink(public_base_url, order);
  return {
    ...tested,
    orderID: Number(
      await servedId(tx, { organizer_id, dialect: 'caisse', kind: 'order', local_id: order.id }),
    ),
    orderInternalID: order.label,
    price: formatAmount(order.total, currency),
    paid: formatAmount(order.paid, currency),
    change: formatAmount(order.change, currency),
    validated,
    terminated: isPaid(order.status),
    paymentLink: link,
    ...(validated ? { invoice: receiptLink(public_base_url, order) } : { quote: link }),
  };
}

/** One command; with an `Idempotency-Key` once, however often it is sent. */
export async function once(
  office: Office,
  caller: Caller,
  incoming: Incoming,
  run: (tx: Tx) => Promise<Recorded>,
): Promise<Recorded> {
  const key = incoming.request.headers['idempotency-key'];
  return office.store.write(actorOf(caller), async (tx) => {
    if (typeof key !== 'string') return run(tx);
    const { application_id } = caller;
    const claim = { caller_id: application_id, key, request_digest: digestOf(incoming) };
    const { answer } = await withIdempotency(tx, claim, async () => ({
      status: 200,
      answer: JSON.stringify(await run(tx)),
    }));
    return JSON.parse(answer) as Recorded;
  });
}

function digestOf(incoming: Incoming): string {
  const { method, raw } = incoming.request;
  return createHash('sha256')
    .update(`${method} ${raw.url ?? ''}\n`)
    .update(incoming.bytes)
    .digest('hex');
}
