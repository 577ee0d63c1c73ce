import { Fault } from '../../../domain/faults.ts';
import { actorOf, requireScope } from '../../../office/access/principal.ts';
import { blockTicket } from '../../../office/admission/block.ts';
import type { Office } from '../../../office/office.ts';
import { putAnswers } from '../../../office/selling/answers.ts';
import { removeTickets } from '../../../office/selling/cancel.ts';
import { changeTicket } from '../../../office/selling/change-ticket.ts';
import type { Row } from '../../../store/tables.ts';
import type { Rx, Tx } from '../../../store/transaction.ts';
import { numberOf } from '../wire.ts';
import { ParticipantChange } from '../writes.ts';
import type { Caller } from './caller.ts';
import { wordsOf } from './new-participants.ts';
import { reachedOrganizers, reachedThing, shownIds, type Organizer } from './reach.ts';
import { writtenParticipants, type WrittenRow } from './written-participants.ts';

/** Changes who the participants of the request are, all or none: one write command. */
export function changeParticipants(
  office: Office,
  caller: Caller,
  changes: readonly ParticipantChange[],
): Promise<{ total_changed: number; participants: WrittenRow[] }> {
  requireScope(caller, 'orders.change');
  return office.store.write(actorOf(caller), async (tx) => {
    const organizers = await reachedOrganizers(tx, caller);
    const ids: number[] = [];
    for (const change of changes) ids.push(await changeOne(tx, organizers, change));
    const { public_base_url } = office.settings;
    const written = await writtenParticipants(tx, { organizers, public_base_url }, ids);
    for (const [index, change] of changes.entries()) refuseWhatStays(change, written[index]);
    return { total_changed: ids.length, participants: written };
  });
}

const changeable = Object.keys(ParticipantChange.properties).filter((name) => name !== 'id_participant');

/**
 * What a sale fixes may be told again, as the answer before has told it; another value is refused, since a client that is told
 * "changed" would take a ticket for moved or paid. Throws `invalid_input`.
 */
function refuseWhatStays(change: Readonly<Record<string, unknown>>, written: WrittenRow | undefined): void {
  const paid = written !== undefined && written.ticket_url !== '';
  const stays: Readonly<Record<string, readonly unknown[]>> = {
    id_evenement: [written?.id_evenement],
    id_billet: [written?.id_billet],
    id_transaction: [written?.id_transaction],
    barcode: [written?.barcode],
    paid: paid ? [true, 1] : [false, 0],
    id_date: [],
    upselling: [],
  };
  for (const [field, same] of Object.entries(stays)) {
    const told = change[field];
    if (told !== undefined && !same.some((value) => String(value) === textOfValue(told)))
      throw new Fault('invalid_input', { field, reason: 'cannot be changed' });
  }
}

const textOfValue = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

async function changeOne(
  tx: Tx,
  organizers: readonly Organizer[],
  change: ParticipantChange,
): Promise<number> {
  if (changeable.every((name) => change[name as keyof ParticipantChange] === undefined))
    throw new Fault('invalid_input', { field: 'data.participants', reason: 'nothing to be changed' });
  const { organizer, ticket } = await livingTicket(tx, organizers, change.id_participant);
  const organizer_id = organizer.id;
  const { id: ticket_id, order_id } = ticket;
  const holder = holderOf(change, ticket);
  const { comment } = change;
  if (holder !== undefined || comment !== undefined)
    await changeTicket(tx, { organizer_id, order_id, ticket_id, holder, comment });
  await putAnswers(tx, { organizer_id, order_id, ticket, answers: change.answers ?? [] });
  const { moderation } = change;
  if (moderation !== undefined)
    await blockTicket(tx, {
      organizer_id,
      ticket_id,
      blocked: moderation === 'blocked',
      reason: 'moderation',
    });
  return ticket_id;
}

/** What the change says of the holder; undefined: nothing. */
function holderOf(change: ParticipantChange, ticket: FoundTicket) {
  const metadata = wordsOf(change, JSON.parse(ticket.holder_metadata) as Record<string, unknown>);
  const holder = {
    last_name: change.nom,
    first_name: change.prenom,
    email: change.email?.trim(),
    phone: change.telephone,
    metadata,
  };
  return Object.values(holder).some((value) => value !== undefined) ? holder : undefined;
}

/** Deletes the tickets of the request, all or none; what was paid for them stays with their orders, to be paid back. */
export function removeParticipants(
  office: Office,
  caller: Caller,
  named: readonly { readonly id_participant: string }[],
): Promise<{ total_deleted: number; participants: { id_participant: number }[] }> {
  requireScope(caller, 'orders.change');
  return office.store.write(actorOf(caller), async (tx) => {
    const organizers = await reachedOrganizers(tx, caller);
    const removed: { id_participant: number }[] = [];
    for (const { id_participant } of named) {
      const { organizer, ticket } = await livingTicket(tx, organizers, id_participant);
      const organizer_id = organizer.id;
      await removeTickets(tx, {
        organizer_id,
        order_id: ticket.order_id,
        ticket_ids: [ticket.id],
        reason: 'DELETE /v3/participants',
      });
      const ids = await shownIds(tx, organizer_id, 'ticket', [ticket.id]);
      removed.push({ id_participant: numberOf(ids.get(ticket.id) ?? '') });
    }
    return { total_deleted: removed.length, participants: removed };
  });
}

type FoundTicket = Pick<Row<'ticket'>, 'id' | 'order_id' | 'event_id' | 'price_id' | 'holder_metadata'>;

/** Throws `not_found` for a ticket that has ended as for none. */
async function livingTicket(
  rx: Rx,
  organizers: readonly Organizer[],
  served_id: string,
): Promise<{ organizer: Organizer; ticket: FoundTicket }> {
  const { organizer, id } = await reachedThing(rx, organizers, 'ticket', served_id);
  const ticket = await rx.db
    .selectFrom('ticket')
    .select(['id', 'order_id', 'event_id', 'price_id', 'holder_metadata'])
    .where('id', '=', id)
    .where('state', 'in', ['held', 'valid'])
    .executeTakeFirst();
  if (ticket === undefined) throw new Fault('not_found', { kind: 'ticket', id: served_id });
  return { organizer, ticket: { ...ticket } };
}
