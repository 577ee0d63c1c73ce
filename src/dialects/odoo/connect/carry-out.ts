import { OdooRefusal, type CallOdoo } from './call.ts';
import { scannedNow, withoutMarks } from './marks.ts';
import type { OrderPlan, RegistrationChange } from './plan.ts';
import { loadRows, writeRecords, type LoadOptions, type LoadRow, type LoadedRow } from './records.ts';
import { extraLine, markRow, orderRow, registrationRow, ticketLine } from './rows.ts';
import type { RecordName } from '../wire.ts';
import type { WantedExtra, WantedTicket } from './wanted.ts';

/** Whose the orders are. */
export interface Contacts {
  readonly partners: ReadonlyMap<OrderPlan, number>;
  /** of the contacts, those that are archived */
  readonly archived: ReadonlySet<number>;
}

/** That Odoo did not take it. */
export interface Refusal {
  /** what it said, as it came; undefined: it did not say why */
  readonly words: string | undefined;
  /** what of an order it was about, where that does not say itself */
  readonly about?: string;
}

/** Carries the plans of many orders out together, in few calls. What Odoo refuses is kept by order; the rest goes on. */
export class Round {
  /** why something of an order was not taken */
  readonly refusals = new Map<OrderPlan, Refusal>();
  readonly #call: CallOdoo;
  readonly #options: LoadOptions;
  /** orders and lines that were made or found in this round */
  readonly #orders = new Map<OrderPlan, number>();
  readonly #lines = new Map<WantedTicket | WantedExtra, number>();
  /** registrations that were made, of tickets that are used */
  readonly #used = new Map<number, OrderPlan>();
  /** scans that are noted on orders by now */
  readonly #noted = new Map<OrderPlan, ReadonlySet<number>>();

  constructor(call: CallOdoo, options: LoadOptions) {
    this.#call = call;
    this.#options = options;
  }

  /** In the order in which a crash between any two steps leaves nothing behind that the next run does not put right. */
  async run(plans: readonly OrderPlan[], { partners, archived }: Contacts): Promise<void> {
    for (const plan of plans) if (plan.order !== undefined) this.#orders.set(plan, plan.order.id);
    await this.#setMarks(plans);
    await this.#makeOrders(plans, { partners, archived });
    await this.#markLate(
      plans.filter(({ new_lines, quantities }) => new_lines.length + quantities.length > 0),
    );
    await this.#makeLines(plans);
    await this.#openAgain(plans);
    await this.#setQuantities(plans);
    await this.#makeRegistrations(plans, partners);
    await this.#changeRegistrations(plans);
    await this.#confirm(plans);
    await this.#setStates(plans);
    await this.#clearMarks(plans);
  }

  async #setMarks(plans: readonly OrderPlan[]): Promise<void> {
    const rows = plans.flatMap((plan) =>
      plan.mark === undefined || plan.order === undefined
        ? []
        : [{ plan, row: markRow(plan.order, plan.mark) }],
    );
    await this.#load('sale.order', rows);
  }

  async #makeOrders(plans: readonly OrderPlan[], { partners, archived }: Contacts): Promise<void> {
    const rows = plans.flatMap((plan) => {
      const { wanted, order, new_lines, mark } = plan;
      const partner = partners.get(plan);
      if (order !== undefined || new_lines.length === 0 || partner === undefined) return [];
      const row = orderRow(wanted, { partner, mark });
      return [{ plan, row }];
    });
    const names_archived = [...partners.values()].some((id) => archived.has(id));
    for (const { plan, id } of await this.#load('sale.order', rows, names_archived))
      this.#orders.set(plan, id);
  }

  async #makeLines(plans: readonly OrderPlan[]): Promise<void> {
    const rows = plans.flatMap((plan) => {
      const order_id = this.#orders.get(plan);
      if (order_id === undefined) return [];
      return plan.new_lines.map(({ ticket, extra }) => ({
        plan,
        thing: (ticket ?? extra) as WantedTicket | WantedExtra,
        row:
          ticket === undefined
            ? extraLine(plan.wanted, order_id, extra as WantedExtra)
            : ticketLine(plan.wanted, order_id, ticket),
      }));
    });
    for (const { thing, id } of await this.#load('sale.order.line', rows)) this.#lines.set(thing, id);
  }

  /** Of tickets that are good again: before their quantity, so that a crash leaves the cancelled one to be seen by it. */
  async #openAgain(plans: readonly OrderPlan[]): Promise<void> {
    const ids = new Map<number, OrderPlan>();
    for (const plan of plans) {
      const back = new Set(
        plan.quantities.filter(({ quantity }) => quantity > 0).map(({ line_id }) => line_id),
      );
      if (back.size === 0) continue;
      for (const { id, state } of plan.states) if (state === 'open') ids.set(id, plan);
    }
    await this.#write('event.registration', ids, { state: 'open' });
  }

  async #setQuantities(plans: readonly OrderPlan[]): Promise<void> {
    const byQuantity = new Map<number, Map<number, OrderPlan>>();
    for (const plan of plans) {
      for (const { line_id, quantity } of plan.quantities)
        byQuantity.set(
          quantity,
          (byQuantity.get(quantity) ?? new Map<number, OrderPlan>()).set(line_id, plan),
        );
    }
    for (const [product_uom_qty, ids] of byQuantity)
      await this.#write('sale.order.line', ids, { product_uom_qty });
  }

  async #makeRegistrations(
    plans: readonly OrderPlan[],
    partners: ReadonlyMap<OrderPlan, number>,
  ): Promise<void> {
    const rows = plans.flatMap((plan) => {
      const order_id = this.#orders.get(plan);
      const partner = plan.order?.partner_id ?? partners.get(plan);
      return plan.new_registrations.flatMap(({ ticket, line }) => {
        const line_id = line?.id ?? this.#lines.get(ticket);
        if (order_id === undefined || line_id === undefined) return [];
        const own = { order_id, line_id, partner };
        return [{ plan, ticket, row: registrationRow(ticket, own) }];
      });
    });
    for (const { plan, ticket, id } of await this.#load('event.registration', rows))
      if (ticket.used) this.#used.set(id, plan);
  }

  async #changeRegistrations(plans: readonly OrderPlan[]): Promise<void> {
    const all = plans.flatMap((plan) => plan.changes.map((change) => ({ plan, change })));
    const ids = (fits: (change: RegistrationChange) => boolean) =>
      new Map(
        all.filter(({ change }) => fits(change)).map(({ plan, change }) => [change.registration.id, plan]),
      );
    await this.#write(
      'event.registration',
      ids(({ activate }) => activate),
      { active: true },
    );
    const adopted = all.filter(({ change }) => change.adopt);
    await this.#load(
      'event.registration',
      adopted.map(({ plan, change: { ticket, registration } }) => ({
        plan,
        row: {
          '.id': String(registration.id),
          barcode: ticket.barcode,
          name: ticket.name,
          email: ticket.email,
        },
      })),
    );
    const linked = all.flatMap(({ plan, change }) => {
      const line_id = change.line?.id ?? this.#lines.get(change.ticket);
      if (change.link !== 'line' || line_id === undefined) return [];
      return [
        { plan, row: { '.id': String(change.registration.id), 'sale_order_line_id/.id': String(line_id) } },
      ];
    });
    await this.#load('event.registration', linked);
    const ofOrder = all.flatMap(({ plan, change: { link, registration } }) => {
      const order_id = this.#orders.get(plan);
      if (link !== 'order' || order_id === undefined) return [];
      return [{ plan, row: { '.id': String(registration.id), 'sale_order_id/.id': String(order_id) } }];
    });
    await this.#load('event.registration', ofOrder);
    for (const { plan, change } of all) {
      if (change.link !== 'away') continue;
      const vals = { sale_order_line_id: false, event_id: change.ticket.event_id };
      await this.#write('event.registration', new Map([[change.registration.id, plan]]), vals);
    }
  }

  /** Not where a registration is missing: Odoo would make one with a barcode of its own. */
  async #confirm(plans: readonly OrderPlan[]): Promise<void> {
    const ids = new Map<number, OrderPlan>();
    for (const plan of plans) {
      const id = this.#orders.get(plan);
      if (plan.confirm && id !== undefined && !this.refusals.has(plan)) ids.set(id, plan);
    }
    await this.#markLate([...ids.values()]);
    await this.#each(ids, (some) =>
      this.#call({
        model: 'sale.order',
        method: 'action_confirm',
        ids: some,
        context: this.#options.mails ? {} : { install_mode: true },
      }),
    );
  }

  /** Somebody may have been let in at Odoo's desk since the last look at quotations: their scans are noted as well. */
  async #markLate(plans: readonly OrderPlan[]): Promise<void> {
    const standing = plans.flatMap((plan) =>
      plan.order === undefined || plan.order.state === 'sale' ? [] : [{ plan, order: plan.order }],
    );
    if (standing.length === 0) return;
    const ids = standing.map(({ order }) => order.id);
    const scanned = await scannedNow(this.#call, ids);
    const rows = standing.flatMap(({ plan, order }) => {
      const noted = this.#noted.get(plan) ?? plan.mark ?? order.done_before;
      const all = noted.union(new Set(scanned.get(order.id)));
      this.#noted.set(plan, all);
      return all.size > noted.size ? [{ plan, row: markRow(order, all) }] : [];
    });
    await this.#load('sale.order', rows);
  }

  async #setStates(plans: readonly OrderPlan[]): Promise<void> {
    for (const state of ['open', 'cancel', 'done'] as const) {
      const ids = new Map<number, OrderPlan>(state === 'done' ? this.#used : []);
      for (const plan of plans) for (const one of plan.states) if (one.state === state) ids.set(one.id, plan);
      await this.#write('event.registration', ids, { state });
    }
  }

  async #clearMarks(plans: readonly OrderPlan[]): Promise<void> {
    const rows = plans.flatMap((plan) =>
      plan.unmark && plan.order !== undefined
        ? [{ plan, row: { '.id': String(plan.order.id), origin: withoutMarks(plan.order.origin) } }]
        : [],
    );
    await this.#load('sale.order', rows);
  }

  async #load<T extends { readonly plan: OrderPlan; readonly row: LoadRow }>(
    model: RecordName,
    rows: readonly T[],
    archived = false,
  ): Promise<(T & { readonly id: number })[]> {
    if (rows.length === 0) return [];
    const options = { ...this.#options, archived };
    const loaded: LoadedRow[] = await loadRows(
      this.#call,
      model,
      rows.map(({ row }) => row),
      options,
    );
    return rows.flatMap((row, index) => {
      const result = loaded[index];
      if (result !== undefined && 'id' in result) return [{ ...row, id: result.id }];
      this.refuse(row.plan, { words: result?.refused });
      return [];
    });
  }

  async #write(
    model: RecordName,
    ids: ReadonlyMap<number, OrderPlan>,
    vals: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    await this.#each(ids, (some) => writeRecords(this.#call, model, some, vals, this.#options));
  }

  /** All at once, and where Odoo refuses, each alone: one of them may be at fault. */
  async #each(
    ids: ReadonlyMap<number, OrderPlan>,
    run: (ids: readonly number[]) => Promise<unknown>,
  ): Promise<void> {
    if (ids.size === 0) return;
    try {
      await run([...ids.keys()]);
    } catch (error) {
      if (!(error instanceof OdooRefusal)) throw error;
      if (ids.size === 1) {
        for (const plan of ids.values()) this.refuse(plan, { words: error.words });
        return;
      }
      for (const [id, plan] of ids) await this.#each(new Map([[id, plan]]), run);
    }
  }

  refuse(plan: OrderPlan, why: Refusal): void {
    if (!this.refusals.has(plan)) this.refusals.set(plan, why);
  }
}
