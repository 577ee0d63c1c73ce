import type { OrderFacts, RepairStep, RepairWish } from '../../../hub/port.ts';
import { isDrawnByOdoo } from './assign.ts';
import { OdooCatalogue } from './catalogue.ts';
import { deliverOrders, type OdooParts } from './deliver.ts';
import { isDone, planOrder, type OrderPlan } from './plan.ts';
import { wasMadeDone } from './pull.ts';
import { writeRecords } from './records.ts';
import { Seen, type SeenLine, type SeenRegistration } from './seen.ts';
import { wantedOrder } from './wanted.ts';

/** orders of one look */
const batch_orders = 200;

/**
 * Puts right what the old script left (reference/billetweb-odoo-sync.txt, 7): tickets that are scanned though nobody came, orders
 * of which tickets are missing because their reference was there already, lines that nobody is registered for. What a person may
 * have meant is told and left.
 */
export async function* repairOdoo(
  parts: OdooParts,
  { dry_run, orders }: RepairWish,
): AsyncGenerator<RepairStep> {
  let batch: OrderFacts[] = [];
  for await (const order of orders()) {
    if (order.tickets.length === 0) continue;
    batch.push(order);
    if (batch.length < batch_orders) continue;
    yield* repairBatch(parts, batch, dry_run);
    batch = [];
  }
  if (batch.length > 0) yield* repairBatch(parts, batch, dry_run);
}

async function* repairBatch(
  parts: OdooParts,
  facts: readonly OrderFacts[],
  dry_run: boolean,
): AsyncGenerator<RepairStep> {
  const { call, mapping, settings } = parts;
  const codes = facts.flatMap(({ lines }) => lines.flatMap(({ price_code }) => price_code ?? []));
  const catalogue = await OdooCatalogue.read(call, mapping, codes);
  const wanted = facts.map((order) => wantedOrder(order, { ...parts, catalogue }));
  const seen = await Seen.read(call, wanted);
  const looks = wanted.map((one) => look(planOrder(one, seen, settings), seen));
  if (!dry_run) {
    const write = (model: 'event.registration' | 'sale.order.line', ids: number[], vals: object) =>
      writeRecords(call, model, ids, { ...vals }, settings);
    const all = <T>(list: (one: Look) => readonly T[]) => looks.flatMap(list);
    await write(
      'event.registration',
      all(({ in_error }) => in_error).map(({ id }) => id),
      { state: 'open' },
    );
    await write(
      'sale.order.line',
      all(({ surplus }) => surplus).map(({ line }) => line.id),
      { product_uom_qty: 0 },
    );
    const loose = all(({ surplus }) => surplus).flatMap(({ registrations }) => registrations);
    await write(
      'event.registration',
      loose.map(({ id }) => id),
      { state: 'cancel' },
    );
  }
  for (const one of looks) yield* one.steps;
  const open = looks.filter(({ plan }) => plan.refused === undefined && !isDone(plan));
  if (dry_run || open.length === 0) return;
  const deliveries = open.map(({ plan }, id) => ({
    ...{ id, attempts: 0, created_at: 0 },
    topic: 'order' as const,
    order: plan.wanted.facts,
  }));
  const outcomes = await deliverOrders(parts, deliveries);
  for (const [at, outcome] of outcomes.entries()) {
    const ref = open[at]?.plan.wanted.ref ?? '';
    if ('refused' in outcome) yield { fault: 'not_repaired', ref, words: outcome.refused, left: true };
    if ('retry' in outcome) yield { fault: 'not_repaired', ref, words: outcome.retry, left: true };
  }
}

/** Faults that only a person can put right, or that mend themselves. */
const leaves: ReadonlySet<string> = new Set([
  'scan_not_known',
  'cancelled_there',
  'not_mapped',
  'left_alone',
  'order_twice',
]);

interface Look {
  readonly plan: OrderPlan;
  readonly steps: readonly RepairStep[];
  readonly in_error: readonly SeenRegistration[];
  readonly surplus: readonly Surplus[];
}

interface Surplus {
  readonly line: SeenLine;
  readonly registrations: readonly SeenRegistration[];
}

function look(plan: OrderPlan, seen: Seen): Look {
  const { wanted, order } = plan;
  const { ref } = wanted;
  const steps: RepairStep[] = [];
  const tell = (fault: string, words: string) => steps.push({ fault, ref, words, left: leaves.has(fault) });
  const in_error: SeenRegistration[] = [];
  for (const { barcode, live, used } of wanted.tickets) {
    const registration = seen.byBarcode(barcode);
    if (registration?.state !== 'done' || used || !live) continue;
    if (wasMadeDone(registration)) {
      in_error.push(registration);
      tell(
        'used_in_error',
        `${barcode} was imported as scanned and nobody used it: registration ${registration.id} is opened`,
      );
    } else {
      tell(
        'scan_not_known',
        `${barcode} was scanned in Odoo, and it is not used here: the next sync takes it over`,
      );
    }
  }
  tellPlan(plan, tell);
  const surplus = order === undefined || plan.new_registrations.length > 0 ? [] : surplusLines(plan, seen);
  for (const { line, registrations } of surplus) {
    const with_it =
      registrations.length === 0
        ? ''
        : `, and registration ${registrations.map(({ id }) => id).join(', ')} with it`;
    tell(
      'line_without_ticket',
      `line ${line.id} of ${order?.name} sells what nobody bought: its quantity goes to 0${with_it}`,
    );
  }
  const others = seen.ordersByRef(ref).filter(({ id, state }) => id !== order?.id && state !== 'cancel');
  for (const { name } of others)
    tell(
      'order_twice',
      `${name} has the same customer reference as ${order?.name}: look which of them is to go; nothing is changed`,
    );
  return { plan, steps, in_error, surplus };
}

function tellPlan(plan: OrderPlan, tell: (fault: string, words: string) => void): void {
  const { wanted, order, new_registrations, changes, states, quantities, aside, refused } = plan;
  if (refused !== undefined) {
    tell('cancelled_there', refused.refused);
    return;
  }
  const missing = new_registrations.map(({ ticket }) => ticket.barcode);
  if (missing.length > 0) {
    const where = order === undefined ? 'The order is not in Odoo' : `${order.name} lacks tickets`;
    tell('tickets_missing', `${where}: ${missing.join(', ')} of ${wanted.tickets.length} are added`);
  }
  for (const { ticket, registration, adopt } of changes) {
    const words = adopt
      ? `registration ${registration.id}, which Odoo made, gets the barcode ${ticket.barcode}`
      : `registration ${registration.id} of ${ticket.barcode} is put onto its order line, and in use`;
    tell('registration_loose', words);
  }
  for (const { id, state } of states) {
    if (state === 'done') tell('use_missed', `registration ${id} is set to scanned`);
    if (state === 'cancel') tell('given_back', `registration ${id} is cancelled`);
  }
  for (const { line_id, quantity } of quantities)
    if (quantity === 0) tell('given_back', `the quantity of line ${line_id} goes to 0`);
  if (plan.confirm && order !== undefined) tell('not_confirmed', `${order.name} is confirmed`);
  const reasons = new Set([...wanted.aside, ...aside].map(({ reason }) => reason));
  for (const reason of reasons) tell('not_mapped', reason);
  for (const note of plan.notes) tell('left_alone', note);
}

/** Lines of our products that have no ticket here: nobody is registered for them, or only whom Odoo made up. */
function surplusLines({ order, wanted, claimed }: OrderPlan, seen: Seen): Surplus[] {
  if (order === undefined || wanted.aside.length > 0) return [];
  const ours = new Set(wanted.tickets.map(({ barcode }) => barcode));
  const sold = wanted.tickets.filter(({ product }) => product.is_event).map(({ product }) => product.id);
  const products = new Set<number | undefined>(sold);
  return seen.linesOf(order.id).flatMap((line) => {
    if (line.quantity === 0 || claimed.has(line.id) || !products.has(line.product_id)) return [];
    const linked = seen.registrationsOf(order.id).filter(({ line_id }) => line_id === line.id);
    const madeUp = linked.every(
      ({ barcode = '', state }) => !ours.has(barcode) && state !== 'done' && isDrawnByOdoo(barcode),
    );
    return madeUp ? [{ line, registrations: linked.filter(({ state }) => state !== 'cancel') }] : [];
  });
}
