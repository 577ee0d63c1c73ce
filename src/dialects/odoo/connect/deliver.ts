import type { DeliveryReason } from '../../../domain/hub-reasons.ts';
import type { DeliveryOutcome, NewLink, OrderDelivery } from '../../../hub/port.ts';
import type { CallOdoo } from './call.ts';
import { Round, type Refusal } from './carry-out.ts';
import { OdooCatalogue } from './catalogue.ts';
import { isDone, planOrder, type OrderPlan } from './plan.ts';
import { loadRows } from './records.ts';
import { partnerRow } from './rows.ts';
import { Seen } from './seen.ts';
import type { Mapping, OdooSettings } from './settings.ts';
import { wantedOrder, type WantedOrder } from './wanted.ts';

export interface OdooParts {
  readonly call: CallOdoo;
  readonly settings: OdooSettings;
  readonly mapping: Mapping;
}

/** Looked at, worked on and looked at again: what Odoo set back meanwhile is put right in the next round. */
const rounds_max = 5;

/**
 * Brings orders to what they are here. Each round reads what Odoo holds, works out what is missing and does it; an order is
 * done when nothing is. So it does not matter where an earlier run was cut off, nor who else worked on the same records.
 */
export async function deliverOrders(
  parts: OdooParts,
  deliveries: readonly OrderDelivery[],
): Promise<DeliveryOutcome[]> {
  const orders = deliveries.map(({ order }) => order);
  const codes = orders.flatMap(({ lines }) => lines.flatMap(({ price_code }) => price_code ?? []));
  const catalogue = await OdooCatalogue.read(parts.call, parts.mapping, codes);
  const work = orders.map((facts) => new OrderWork(wantedOrder(facts, { ...parts, catalogue })));
  for (let round = 0; round < rounds_max; round += 1) {
    const open = work.filter(({ outcome }) => outcome === undefined);
    if (open.length === 0) break;
    await workRound(parts, open);
  }
  return work.map((one) => one.outcome ?? one.unfinished());
}

async function workRound(parts: OdooParts, open: readonly OrderWork[]): Promise<void> {
  const { call, settings } = parts;
  const seen = await Seen.read(
    call,
    open.map(({ wanted }) => wanted),
  );
  const planned = open.map((one) => ({ one, plan: planOrder(one.wanted, seen, settings) }));
  for (const { one, plan } of planned) one.see(plan, seen);
  const going = planned.filter(({ one }) => one.outcome === undefined);
  if (going.length === 0) return;
  const plans = going.map(({ plan }) => plan);
  const round = new Round(call, settings);
  const partners = await partnersOf(parts, seen, plans, round);
  await round.run(plans, { partners, archived: seen.archived_partners });
  for (const { one, plan } of going) one.refusedIn(round.refusals.get(plan));
}

const sentenceOf = ({ words = 'it did not say why', about = 'Odoo refused' }: Refusal): string =>
  `${about}: ${words}`;

const whyOf = ({ words = '' }: Refusal): DeliveryReason => ({ code: 'answered', params: { words } });

/** One order on its way. */
class OrderWork {
  readonly wanted: WantedOrder;
  outcome: DeliveryOutcome | undefined;
  #refusals = 0;
  #refusal: Refusal | undefined;

  constructor(wanted: WantedOrder) {
    this.wanted = wanted;
  }

  /** Whether it is done already, or cannot be. */
  see(plan: OrderPlan, seen: Seen): void {
    if (plan.refused !== undefined) this.outcome = plan.refused;
    else if (isDone(plan)) this.outcome = doneOutcome(plan, seen);
  }

  /** A refusal may come of what somebody did meanwhile: it counts when the next look does not settle it. */
  refusedIn(refusal: Refusal | undefined): void {
    if (refusal === undefined) return;
    this.#refusals += 1;
    this.#refusal = refusal;
    if (this.#refusals > 1)
      this.outcome = {
        refused: `${sentenceOf(refusal)}. Look at ${this.wanted.ref} in Odoo and retry.`,
        why: whyOf(refusal),
      };
  }

  unfinished(): DeliveryOutcome {
    const { ref } = this.wanted;
    if (this.#refusal !== undefined) return { retry: sentenceOf(this.#refusal), why: whyOf(this.#refusal) };
    return {
      retry: `Odoo does not keep ${ref} as it was set: something there changes it back.`,
      why: { code: 'not_kept', params: { order: ref } },
    };
  }
}

function doneOutcome({ wanted, order, aside, notes }: OrderPlan, seen: Seen): DeliveryOutcome {
  const { facts } = wanted;
  const links: NewLink[] = [];
  if (order !== undefined) {
    links.push({ kind: 'order', local_id: facts.order.id, foreign_id: String(order.id) });
    if (facts.customer !== undefined && order.partner_id !== undefined)
      links.push({
        kind: 'customer',
        local_id: facts.customer.customer.id,
        foreign_id: String(order.partner_id),
      });
  }
  for (const { ticket_id, barcode, event_id } of wanted.tickets) {
    const registration = seen.byBarcode(barcode);
    if (registration?.event_id === event_id)
      links.push({ kind: 'ticket', local_id: ticket_id, foreign_id: String(registration.id) });
  }
  const all = [...notes];
  if (order === undefined && wanted.aside.length === 0) all.push('there is nothing of it to be sent');
  return {
    done: true,
    links,
    ...(all.length === 0 ? {} : { note: all.join('; ') }),
    aside: [...wanted.aside, ...aside],
  };
}

/** The contacts of orders that are to be made: found by their addresses, or made. */
async function partnersOf(
  { call, settings }: OdooParts,
  seen: Seen,
  plans: readonly OrderPlan[],
  round: Round,
): Promise<Map<OrderPlan, number>> {
  const needing = plans.filter(({ order, new_lines }) => order === undefined && new_lines.length > 0);
  const emails = needing.flatMap(({ wanted }) => wanted.partner.email ?? []);
  await seen.readPartners(call, emails);
  const missing = new Map<string, OrderPlan[]>();
  const found = new Map<OrderPlan, number>();
  for (const plan of needing) {
    const { email } = plan.wanted.partner;
    const id = email === undefined ? undefined : seen.partners.get(email);
    if (id !== undefined) found.set(plan, id);
    else missing.set(email ?? '', [...(missing.get(email ?? '') ?? []), plan]);
  }
  const rows = [...missing.values()].flatMap(([plan]) =>
    plan === undefined ? [] : [partnerRow(plan.wanted.partner)],
  );
  const loaded = await loadRows(call, 'res.partner', rows, settings);
  for (const [at, [email, waiting]] of [...missing].entries()) {
    const row = loaded[at];
    for (const plan of waiting) {
      if (row !== undefined && 'id' in row) found.set(plan, row.id);
      else round.refuse(plan, { words: row?.refused, about: 'Odoo takes no contact for it' });
    }
    if (row !== undefined && 'id' in row && email !== '') seen.partners.set(email, row.id);
  }
  return found;
}
