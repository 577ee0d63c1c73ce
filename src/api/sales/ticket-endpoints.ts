import { Type } from 'typebox';
import { changing } from '../as-seen.ts';
import { apiEndpoint } from '../endpoint.ts';
import { ById, Id, ListQuery, listOf, LongText, WriteHeaders } from '../shapes.ts';
import { Holder, Reason, Ticket } from './shapes.ts';

const tags = ['sales'];
const write = { tags, params: ById, headers: WriteHeaders };

export const ticketEndpoints = {
  list_tickets: apiEndpoint({
    method: 'GET',
    path: '/tickets',
    tags,
    summary: 'Tickets',
    description:
      'Filtered by id, barcode (of any issuer), foreign_id (what another system calls it), order_id, main_ticket_id, event_id, session_id, price_id, offer_id, zone_id, place_id, state, blocked, charged_amount, holder_email, holder_last_name, foreign_ref, created_at, updated_at, refunded_at. Ordered by id; within one event by updated_at too.',
    needs: 'sales.read',
    query: ListQuery,
    answers: { 200: listOf(Ticket) },
  }),
  find_ticket: apiEndpoint({
    method: 'GET',
    path: '/tickets/{id}',
    tags,
    summary: 'A ticket',
    needs: 'sales.read',
    params: ById,
    answers: { 200: Ticket },
  }),
  change_ticket: apiEndpoint({
    ...write,
    method: 'PATCH',
    path: '/tickets/{id}',
    summary: 'Says who enters',
    needs: 'sales.write',
    body: changing(
      { holder: Type.Optional(Holder), comment: Type.Optional(LongText) },
      { holder: Type.Optional(Holder) },
    ),
    answers: { 200: Ticket },
  }),
  block_ticket: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/tickets/{id}/block',
    summary: 'Stops a ticket: lost, stolen, under dispute; the gate refuses it while it is blocked',
    needs: 'sales.write',
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
    answers: { 200: Ticket },
  }),
  unblock_ticket: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/tickets/{id}/unblock',
    summary: 'Lets a blocked ticket be good again',
    needs: 'sales.write',
    body: Type.Object({ reason: Reason }, { additionalProperties: false }),
    answers: { 200: Ticket },
  }),
  undo_entries: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/tickets/{id}/entries/undo',
    summary:
      'Takes entries back that should not have been: the ticket can enter again; its scans stay, the ledger says why',
    needs: 'gate.judge',
    body: Type.Object(
      {
        reason: Reason,
        entries: Type.Optional(
          Type.Integer({ minimum: 1, maximum: 1_000, description: 'how many; all unless given' }),
        ),
      },
      { additionalProperties: false },
    ),
    answers: { 200: Ticket },
  }),
  move_ticket: apiEndpoint({
    ...write,
    method: 'POST',
    path: '/tickets/{id}/seat',
    summary: 'Puts a ticket on another seat of its zone, while its order is unpaid',
    needs: 'sales.write',
    body: Type.Object({ place_id: Id }, { additionalProperties: false }),
    answers: { 200: Ticket },
  }),
};
