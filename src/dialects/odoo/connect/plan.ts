import type { DeliveryOutcome, PartAside } from '../../../hub/port.ts';
import { assign, type Assigned, type AssignedTicket } from './assign.ts';
import { withKnownThere } from './known-there.ts';
import type { Seen, SeenLine, SeenOrder, SeenRegistration } from './seen.ts';
import { barcodeElsewhere, because } from './reasons.ts';
import type { OdooSettings } from './settings.ts';
import type { WantedExtra, WantedOrder, WantedTicket } from './wanted.ts';

/**
 * What is to be done for one order, from what it should be and what Odoo holds of it. Nothing to do means that Odoo holds what
 * it should. It is worked out anew from Odoo's own words in every round, so that it does not matter what an earlier run did,
 * or a person, or Odoo by itself.
 */
export interface OrderPlan {
  readonly wanted: WantedOrder;
  readonly order: SeenOrder | undefined;
  /** lines that belong to something here */
  readonly claimed: ReadonlySet<number>;
  /** registrations that are scanned now and that the work may set back: noted before it begins */
  readonly mark: ReadonlySet<number> | undefined;
  /** the note is not needed any more */
  readonly unmark: boolean;
  readonly new_lines: readonly NewLine[];
  readonly quantities: readonly { readonly line_id: number; readonly quantity: number }[];
  readonly new_registrations: readonly AssignedTicket[];
  readonly changes: readonly RegistrationChange[];
  readonly confirm: boolean;
  /** registrations by the state that they are to get */
  readonly states: readonly { readonly id: number; readonly state: 'open' | 'done' | 'cancel' }[];
  readonly aside: readonly PartAside[];
  readonly notes: readonly string[];
  /** nothing can be done until a person has decided */
  readonly refused: Extract<DeliveryOutcome, { refused: string }> | undefined;
}

/** A line to be made: of a ticket, or of what is sold beside tickets. */
export interface NewLine {
  readonly ticket?: WantedTicket;
  readonly extra?: WantedExtra;
}

export interface RegistrationChange {
  readonly ticket: WantedTicket;
  readonly registration: SeenRegistration;
  /** gets the ticket's barcode and holder */
  readonly adopt: boolean;
  readonly activate: boolean;
  /** to the line that stands already, or to the one that is made now; false: from a line that took its event away */
  readonly link: 'line' | 'order' | 'away' | undefined;
  readonly line: SeenLine | undefined;
}

export function planOrder(asked: WantedOrder, seen: Seen, settings: OdooSettings): OrderPlan {
  const wanted = withKnownThere(asked, seen);
  const assigned = assign(wanted, seen);
  const { order } = assigned;
  const live =
    wanted.tickets.some((ticket) => ticket.live) || wanted.extras.some(({ quantity }) => quantity > 0);
  if (order?.state === 'cancel' && live) return { ...nothing(wanted, order), refused: cancelledThere(order) };
  const aside: PartAside[] = [];
  const notes: string[] = [];
  const usable = assigned.tickets.filter((one) => !isAnothers(one, aside, notes));
  const lines = planLines({ ...assigned, tickets: usable }, seen);
  const changes = usable.flatMap((one) => changeOf(one, order) ?? []);
  const new_registrations = usable.filter(
    ({ registration, ticket }) => registration === undefined && ticket.live,
  );
  const confirm =
    settings.confirm && live && (order === undefined || order.state === 'draft' || order.state === 'sent');
  const states = usable.flatMap((one) => stateOf(one, { order, confirm, settings, notes }) ?? []);
  const risky =
    lines.new_lines.length > 0 ||
    lines.quantities.length > 0 ||
    confirm ||
    changes.some(({ link }) => link !== undefined);
  const marks = planMarks({ order, seen, risky, states, changes });
  return {
    ...nothing(wanted, order),
    claimed: new Set([...assigned.tickets, ...assigned.extras].flatMap(({ line }) => line?.id ?? [])),
    ...lines,
    ...marks,
    new_registrations,
    changes,
    confirm,
    states: [...states, ...marks.again],
    aside,
    notes,
  };
}

const nothing = (wanted: WantedOrder, order: SeenOrder | undefined): OrderPlan => ({
  wanted,
  order,
  claimed: new Set(),
  mark: undefined,
  unmark: false,
  new_lines: [],
  quantities: [],
  new_registrations: [],
  changes: [],
  confirm: false,
  states: [],
  aside: [],
  notes: [],
  refused: undefined,
});

export function isDone(plan: OrderPlan): boolean {
  const { mark, unmark, new_lines, quantities, new_registrations, changes, confirm, states } = plan;
  const lists = [new_lines, quantities, new_registrations, changes, states];
  return mark === undefined && !unmark && !confirm && lists.every((list) => list.length === 0);
}

const cancelledThere = ({ name }: SeenOrder): OrderPlan['refused'] => ({
  refused: `The order is ${name} in Odoo, which was cancelled there: set it to quotation in Odoo, or take its customer reference out, and retry.`,
  why: { code: 'cancelled_there', params: { order: name } },
});

/** A barcode that stands for another event there is not taken away from it. */
function isAnothers({ ticket, registration }: AssignedTicket, aside: PartAside[], notes: string[]): boolean {
  if (registration?.event_id === undefined || registration.event_id === ticket.event_id) return false;
  const { id, event_id: there } = registration;
  const params = { barcode: ticket.barcode, registration: id, there, here: ticket.event_id };
  if (ticket.live)
    aside.push({
      ...{ kind: 'ticket', local_id: ticket.ticket_id },
      ...because({ code: 'barcode_elsewhere', params }),
    });
  else notes.push(barcodeElsewhere(params));
  return true;
}

function planLines(
  { order, tickets, extras }: Assigned,
  seen: Seen,
): Pick<OrderPlan, 'new_lines' | 'quantities'> {
  const new_lines: NewLine[] = [];
  const byLine = new Map<SeenLine, AssignedTicket[]>();
  for (const one of tickets) {
    if (one.line === undefined) {
      if (one.ticket.live && needsLine(one)) new_lines.push({ ticket: one.ticket });
    } else byLine.set(one.line, [...(byLine.get(one.line) ?? []), one]);
  }
  const ours = new Set(tickets.map(({ registration }) => registration?.id));
  const quantities = [];
  for (const [line, sold] of byLine) {
    const others = seen
      .registrationsOf(line.order_id)
      .filter(({ id, line_id, state }) => line_id === line.id && state !== 'cancel' && !ours.has(id)).length;
    const live = sold.filter(({ ticket }) => ticket.live).length;
    const wanted = live + others;
    // what a person sold on the same line is left alone, unless one of ours on it is given back
    const quantity = live < sold.length ? wanted : Math.max(line.quantity, wanted);
    if (quantity !== line.quantity) quantities.push({ line_id: line.id, quantity });
  }
  for (const { extra, line } of extras) {
    if (line === undefined && extra.quantity > 0) new_lines.push({ extra });
    if (line !== undefined && line.quantity !== extra.quantity)
      quantities.push({ line_id: line.id, quantity: extra.quantity });
  }
  if (order?.state === 'cancel') return { new_lines: [], quantities: [] };
  return { new_lines, quantities };
}

/** A registration that somebody put onto another order's line has its line there. */
function needsLine({ registration }: AssignedTicket): boolean {
  return registration?.line_id === undefined || registration.event_id === undefined;
}

function changeOf(one: AssignedTicket, order: SeenOrder | undefined): RegistrationChange | undefined {
  const { ticket, registration, adopts: adopt, line } = one;
  if (registration === undefined || !ticket.live) return undefined;
  const activate = !registration.active;
  const link = linkOf(one, order);
  if (!adopt && !activate && link === undefined) return undefined;
  return { ticket, registration, adopt, activate, link, line };
}

function linkOf(
  { ticket, registration }: AssignedTicket,
  order: SeenOrder | undefined,
): RegistrationChange['link'] {
  if (registration === undefined) return undefined;
  const { line_id, event_id, order_id } = registration;
  if (ticket.product.is_event) return line_id === undefined || event_id === undefined ? 'line' : undefined;
  if (event_id === undefined) return 'away';
  return order_id === undefined && (order === undefined || order.state !== 'cancel') ? 'order' : undefined;
}

interface StateParts {
  readonly order: SeenOrder | undefined;
  readonly confirm: boolean;
  readonly settings: OdooSettings;
  readonly notes: string[];
}

/** Never from cancelled to scanned, and nothing takes a scan away. */
function stateOf(one: AssignedTicket, parts: StateParts): OrderPlan['states'][number] | undefined {
  const { ticket, registration, line } = one;
  if (registration === undefined || registration.state === 'done') return undefined;
  const { id, state, order_id } = registration;
  if (state === 'cancel') {
    if (!ticket.live) return undefined;
    // set to nothing by us when the ticket was given back, and now it is good again
    if (line?.quantity === 0) return { id, state: 'open' };
    parts.notes.push(`registration ${id} was cancelled in Odoo and is left so`);
    return undefined;
  }
  // noted as scanned before the order was touched: what is given back since then keeps its scan as well
  if (parts.order?.done_before.has(id) === true) return { id, state: 'done' };
  // one that Odoo drew for a ticket that is gone by now: nobody has entered with it
  const drawn_late = one.adopts && !ticket.live;
  if (ticket.used && !drawn_late) return { id, state: 'done' };
  if (!ticket.live) return { id, state: 'cancel' };
  if (state === 'open') return undefined;
  // the order's confirmation opens it; a quotation's registrations wait for it
  const follows = order_id !== undefined && order_id === parts.order?.id;
  if (follows && (parts.confirm || !parts.settings.confirm)) return undefined;
  return { id, state: 'open' };
}

interface MarkParts {
  readonly order: SeenOrder | undefined;
  readonly seen: Seen;
  readonly risky: boolean;
  readonly states: OrderPlan['states'];
  readonly changes: readonly RegistrationChange[];
}

/** Which scans are noted on the order before it is touched, and which of the noted ones are to be set again. */
function planMarks({ order, seen, risky, states, changes }: MarkParts) {
  const before = order?.done_before ?? new Set<number>();
  const inside = order === undefined ? [] : seen.registrationsOf(order.id);
  // those that come into the order now follow it as well
  const joining = changes.flatMap(({ link, registration }) => (link === undefined ? [] : [registration]));
  const scanned = [...inside, ...joining].filter(({ state }) => state === 'done').map(({ id }) => id);
  const noted = new Set([...before, ...scanned]);
  const set = new Map(states.map(({ id, state }) => [id, state]));
  const lost = inside.filter(
    ({ id, state }) => before.has(id) && state !== 'done' && state !== 'cancel' && set.get(id) !== 'done',
  );
  const again = lost.map(({ id }) => ({ id, state: 'done' as const }));
  const rest = states.length > 0 || again.length > 0;
  return {
    mark: risky && noted.size > before.size ? noted : undefined,
    unmark: before.size > 0 && !risky && !rest,
    again,
  };
}
