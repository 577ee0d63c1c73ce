import type { FastifyInstance, FastifyReply } from 'fastify';
import { isFault } from '../../domain/faults.ts';
import { formatOrderKey } from '../../office/documents/order-link.ts';
import type { OrderView } from '../../office/documents/order-view.ts';
import type { Office } from '../../office/office.ts';
import { buyerActor, cancelByBuyer, findTicket, renameByBuyer } from '../../office/selling/buyer-changes.ts';
import { cancelPage, holderPage, type HolderTyped } from './buyer-pages.ts';
import { fieldsOf, languageFor, takesForm, type FormRequest } from './form.ts';
import { sendPage } from './layout.ts';
import type { OrderLinks } from './order-of-link.ts';
import { addQuestions } from './question-form.ts';
import { sendTrouble } from './trouble.ts';

const field_chars_max = 200;

/**
 * Where a buyer gives an order up, says who comes, or answers what is asked. Opening these pages changes nothing: mail programs open links too.
 */
export function addBuyerForms(scope: FastifyInstance, office: Office, links: OrderLinks): void {
  addCancelling(scope, office, links);
  addHolders(scope, office, links);
  addQuestions(scope, office, links);
}

function addCancelling(scope: FastifyInstance, office: Office, links: OrderLinks): void {
  const send = (request: FormRequest, reply: FastifyReply, order: OrderView): FastifyReply => {
    const page = cancelPage(order, languageFor(request, order), office.surroundings.now());
    return sendPage(request, reply, 200, page);
  };
  scope.get('/o/:key/cancel', async (request: FormRequest, reply) => {
    const order = await links.find(request);
    return order === undefined ? sendTrouble(request, reply, 'order') : send(request, reply, order);
  });
  takesForm(scope, '/o/:key/cancel', async (request, reply) => {
    const order = await links.find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    links.countChange(order);
    try {
      await office.store.write(buyerActor(order), (tx) => cancelByBuyer(tx, order));
    } catch (error) {
      // given up or paid in this very moment, or never the buyer's to give up: the page says how it stands
      if (!isFault(error, 'illegal_move') && !isFault(error, 'order_expired')) throw error;
    }
    return send(request, reply, (await links.find(request)) ?? order);
  });
}

function addHolders(scope: FastifyInstance, office: Office, links: OrderLinks): void {
  const send = (
    request: FormRequest,
    reply: FastifyReply,
    order: OrderView,
    wrong?: HolderTyped,
  ): FastifyReply => {
    const found = findTicket(order, ticketIn(request));
    if (found === undefined) return sendTrouble(request, reply, 'order');
    const now = office.surroundings.now();
    const page = holderPage({ order, ...found, now, language: languageFor(request, order), wrong });
    return sendPage(request, reply, wrong === undefined ? 200 : 422, page);
  };
  scope.get('/o/:key/holders/:ticket', async (request: FormRequest, reply) => {
    const order = await links.find(request);
    return order === undefined ? sendTrouble(request, reply, 'order') : send(request, reply, order);
  });
  takesForm(scope, '/o/:key/holders/:ticket', async (request, reply) => {
    const order = await links.find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    links.countChange(order);
    const typed = holderTyped(request.body);
    if (typed.last_name === '') return send(request, reply, order, { ...typed, field: 'last_name' });
    const ticket_id = ticketIn(request);
    try {
      const { first_name, last_name, email } = typed;
      const holder = { first_name, last_name, email };
      await office.store.write(buyerActor(order), (tx) => renameByBuyer(tx, order, { ticket_id, holder }));
    } catch (error) {
      if (isFault(error, 'invalid_email')) return send(request, reply, order, { ...typed, field: 'email' });
      if (isFault(error, 'illegal_move')) return send(request, reply, (await links.find(request)) ?? order);
      throw error;
    }
    const back = `/o/${formatOrderKey(order)}?lang=${languageFor(request, order)}&changed=${ticket_id}`;
    return reply.header('referrer-policy', 'no-referrer').redirect(`${back}#ticket-${ticket_id}`, 303);
  });
}

function holderTyped(body: unknown): HolderTyped {
  const fields = fieldsOf(body);
  const field = (name: string): string => (fields.get(name) ?? '').trim().slice(0, field_chars_max);
  return { first_name: field('first_name'), last_name: field('last_name'), email: field('email') };
}

function ticketIn({ params }: FormRequest): number {
  return /^\d{1,15}$/.test(params.ticket ?? '') ? Number(params.ticket) : 0;
}
