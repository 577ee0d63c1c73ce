import type { Seen, SeenLine, SeenOrder, SeenRegistration } from './seen.ts';
import type { WantedExtra, WantedOrder, WantedTicket } from './wanted.ts';

/** Which order of Odoo an order is, and which of its lines and registrations belong to which ticket. */
export interface Assigned {
  readonly order: SeenOrder | undefined;
  readonly tickets: readonly AssignedTicket[];
  readonly extras: readonly { readonly extra: WantedExtra; readonly line: SeenLine | undefined }[];
}

export interface AssignedTicket {
  readonly ticket: WantedTicket;
  readonly registration: SeenRegistration | undefined;
  /** the registration was made by Odoo with a barcode of its own: it gets the ticket's */
  readonly adopts: boolean;
  readonly line: SeenLine | undefined;
}

export function assign(wanted: WantedOrder, seen: Seen): Assigned {
  const order = orderOf(wanted, seen);
  const lines = order === undefined ? [] : seen.linesOf(order.id);
  const free = new FreeLines(lines, order === undefined ? [] : seen.registrationsOf(order.id));
  const spare = order === undefined ? [] : spareRegistrations(wanted, seen, order);
  const found = new Map<WantedTicket, AssignedTicket>();
  const search = (
    tickets: readonly WantedTicket[],
    find: (ticket: WantedTicket) => AssignedTicket | undefined,
  ) => {
    for (const ticket of tickets) {
      const one = found.has(ticket) ? undefined : find(ticket);
      if (one !== undefined) found.set(ticket, one);
    }
  };
  // those that good tickets leave are of the others: of a ticket that was given back before its registration was made
  const inOrder = [...wanted.tickets].sort((one, other) => Number(other.live) - Number(one.live));
  search(inOrder, (ticket) => {
    const registration = seen.byBarcode(ticket.barcode);
    if (registration === undefined) return undefined;
    return { ticket, registration, adopts: false, line: ownLine(ticket, registration, seen) };
  });
  // good ones first; one that was given back before its registration was made has what a person's confirmation drew for it
  search(inOrder, (ticket) => {
    const fits = (one: SeenRegistration): boolean => {
      const line = seen.lineOf(one);
      return (ticket.live || line !== undefined) && fitsTicket(ticket, one, line);
    };
    const at = spare.findIndex(fits);
    const [registration] = at === -1 ? [] : spare.splice(at, 1);
    if (registration === undefined) return undefined;
    return { ticket, registration, adopts: true, line: seen.lineOf(registration) };
  });
  const withLine = inOrder.map((ticket) => {
    const known = found.get(ticket) ?? { ticket, registration: undefined, adopts: false, line: undefined };
    return { ...known, line: known.line ?? free.take(ticket.product.id, ticket.price, ticket.live) };
  });
  const byTicket = new Map(withLine.map((one) => [one.ticket, one]));
  return {
    order,
    tickets: wanted.tickets.flatMap((ticket) => byTicket.get(ticket) ?? []),
    extras: wanted.extras.map((extra) => ({ extra, line: free.takeAny(extra.product.id) })),
  };
}

/** Not one of another product that took the registration's event away. */
function ownLine(ticket: WantedTicket, registration: SeenRegistration, seen: Seen): SeenLine | undefined {
  const line = seen.lineOf(registration);
  const kept = registration.event_id !== undefined || line?.product_id === ticket.product.id;
  return kept ? line : undefined;
}

/** Of several that fit, one that is not cancelled, that holds our tickets, that is confirmed, that is older. */
function orderOf(wanted: WantedOrder, seen: Seen): SeenOrder | undefined {
  const held = new Map<number, number>();
  for (const { barcode } of wanted.tickets) {
    const id = seen.byBarcode(barcode)?.order_id;
    if (id !== undefined) held.set(id, (held.get(id) ?? 0) + 1);
  }
  const [own, ...others] = wanted.refs;
  const candidates = new Set<SeenOrder>([
    ...(own === undefined ? [] : seen.ordersByRef(own)),
    ...others.flatMap((ref) => seen.ordersByRef(ref)).filter((order) => sellsTheSame(wanted, seen, order)),
    ...[...held.keys()].flatMap((id) => seen.orders.get(id) ?? []),
  ]);
  const rank = ({ id, state }: SeenOrder): readonly number[] => [
    state === 'cancel' ? 1 : 0,
    -(held.get(id) ?? 0),
    state === 'sale' ? 0 : 1,
    id,
  ];
  const [first] = [...candidates].toSorted((one, other) => compare(rank(one), rank(other)));
  return first;
}

function compare(one: readonly number[], other: readonly number[]): number {
  for (const [at, value] of one.entries()) if (value !== other[at]) return value - (other[at] ?? 0);
  return 0;
}

/** A number may be somebody else's customer reference as well: it takes a product of ours in the order to believe it. */
function sellsTheSame(wanted: WantedOrder, seen: Seen, { id }: SeenOrder): boolean {
  const products = new Set(wanted.tickets.map(({ product }) => product.id));
  return seen.linesOf(id).some(({ product_id }) => product_id !== undefined && products.has(product_id));
}

/** Whether Odoo drew the barcode: 64 random bits in digits. Those that platforms print are shorter. */
export const isDrawnByOdoo = (barcode: string): boolean => barcode === '' || /^\d{15,20}$/.test(barcode);

/** Registrations of the order that Odoo made by itself, and that are nobody's yet. */
function spareRegistrations(wanted: WantedOrder, seen: Seen, { id }: SeenOrder): SeenRegistration[] {
  const ours = new Set(wanted.tickets.map(({ barcode }) => barcode));
  return seen
    .registrationsOf(id)
    .filter(({ barcode = '', state }) => state !== 'cancel' && !ours.has(barcode) && isDrawnByOdoo(barcode))
    .toSorted((one, other) => one.id - other.id);
}

function fitsTicket(
  ticket: WantedTicket,
  registration: SeenRegistration,
  line: SeenLine | undefined,
): boolean {
  if (line !== undefined) return line.product_id === ticket.product.id;
  return registration.event_id === ticket.event_id;
}

/** The lines of an order that are nobody's: with room for a unit that no registration stands for. */
class FreeLines {
  readonly #room = new Map<SeenLine, number>();
  readonly #taken = new Set<SeenLine>();

  constructor(lines: readonly SeenLine[], registrations: readonly SeenRegistration[]) {
    for (const line of lines) {
      const linked = registrations.filter(({ line_id }) => line_id === line.id);
      this.#room.set(line, line.quantity - linked.length);
      if (linked.length > 0) this.#taken.add(line);
    }
  }

  /** One of the product, at the price where there is one; a live ticket may take a line back that was set to nothing. */
  take(product_id: number, price: number, live: boolean): SeenLine | undefined {
    const all = [...this.#room.keys()].filter((line) => line.product_id === product_id);
    const byPrice = all.toSorted((one, other) => Math.abs(one.price - price) - Math.abs(other.price - price));
    const roomy = byPrice.find((line) => (this.#room.get(line) ?? 0) >= 1);
    const emptied = byPrice.find((line) => live && line.quantity === 0 && !this.#taken.has(line));
    const line = roomy ?? emptied;
    if (line === undefined) return undefined;
    this.#room.set(line, (this.#room.get(line) ?? 0) - 1);
    this.#taken.add(line);
    return line;
  }

  /** One of the product that nothing was taken of, whatever its quantity. */
  takeAny(product_id: number): SeenLine | undefined {
    for (const line of this.#room.keys()) {
      if (line.product_id !== product_id || this.#taken.has(line)) continue;
      this.#taken.add(line);
      return line;
    }
    return undefined;
  }
}
