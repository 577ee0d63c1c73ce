import { actorOf, requireScope } from '../../../office/access/principal.ts';
import type { Office } from '../../../office/office.ts';
import { changeTicket } from '../../../office/selling/change-ticket.ts';
import { servedId } from '../../../office/served-ids/served-ids.ts';
import type { Tx } from '../../../store/transaction.ts';
import type { ChangedProduct, ProductChange } from '../shapes.ts';
import { listOf, type Used } from '../wire.ts';
import type { Caller } from './caller.ts';
import { customOf, putCustomOfTicket } from './custom-answers.ts';
import { reachedEvent, type EventFacts } from './event-facts.ts';
import { setUsed } from './set-used.ts';
import { ticketOf, type FoundTicket } from './sold-things.ts';

/** All changes of the request, or none: one write command. */
export async function updateProducts(
  office: Office,
  caller: Caller,
  event_id: number,
  body: readonly ProductChange[] | { readonly data: readonly ProductChange[] },
): Promise<ChangedProduct[]> {
  const changes = listOf(body);
  if (changes.some((change) => change.used !== undefined)) requireScope(caller, 'scan');
  if (changes.some((change) => holderOf(change) !== undefined)) requireScope(caller, 'orders.change');
  return office.store.write(actorOf(caller), async (tx) => {
    const event = await reachedEvent(tx, caller, event_id);
    const changed: ChangedProduct[] = [];
    for (const change of changes) changed.push(await updateProduct(tx, caller, event, change));
    return changed;
  });
}

async function updateProduct(
  tx: Tx,
  { shape }: Caller,
  event: EventFacts,
  change: ProductChange,
): Promise<ChangedProduct> {
  const { organizer_id } = event;
  const ticket = await ticketOf(tx, event, change);
  const holder = holderOf(change, ticket);
  if (holder !== undefined) {
    await changeTicket(tx, { organizer_id, order_id: ticket.order_id, ticket_id: ticket.id, holder });
  }
  await putCustomOfTicket(tx, organizer_id, ticket, change.custom);
  if (change.used !== undefined) await setUsed(tx, organizer_id, ticket, change.used);
  const local = { organizer_id, dialect: 'billetweb', kind: 'ticket', local_id: ticket.id };
  const used = change.used ?? stoodAs(ticket, shape);
  return { id: await servedId(tx, local), barcode: ticket.code, used: String(used) };
}

/** As attendees show it: only the vendor's meaning knows who went out. */
function stoodAs({ first_used_at, inside }: FoundTicket, shape: Caller['shape']): Used {
  if (first_used_at === null) return 0;
  return shape === 'vendor' && inside === 0 ? 2 : 1;
}

/** What the change says of the holder; undefined: nothing. */
function holderOf(change: ProductChange, ticket?: FoundTicket) {
  const { name, firstname, email, custom } = change;
  if (name === undefined && firstname === undefined && email === undefined && custom === undefined)
    return undefined;
  const known = JSON.parse(ticket?.holder_metadata ?? '{}') as { custom?: Record<string, unknown> };
  return {
    last_name: name ?? undefined,
    first_name: firstname ?? undefined,
    email: email?.trim() ?? undefined,
    metadata:
      custom === undefined ? undefined : { ...known, custom: { ...known.custom, ...customOf(custom) } },
  };
}
