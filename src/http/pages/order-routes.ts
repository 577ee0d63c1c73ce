import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFault } from '../../domain/faults.ts';
import { orderLink } from '../../office/documents/order-link.ts';
import { renderTicketsPdf } from '../../office/documents/tickets-pdf.ts';
import type { Office } from '../../office/office.ts';
import { buyerAsked } from '../../office/selling/buyer-answers.ts';
import { offeredWallets } from '../../office/wallets/wallets.ts';
import { calendarOf } from './calendar.ts';
import { doorPage } from './door.ts';
import { languageOf } from './language.ts';
import { sendPage } from './layout.ts';
import { orderPage } from './order.ts';
import type { OrderLinks } from './order-of-link.ts';
import { privateFile } from './private-file.ts';
import { sendTrouble } from './trouble.ts';

interface OrderParams {
  readonly key: string;
  /** `123.pdf` */
  readonly file?: string;
}

type OrderRequest = FastifyRequest<{
  Params: OrderParams;
  Querystring: { readonly changed?: unknown; readonly answered?: unknown };
}>;

/** The order page and what hangs on it. Whoever has the link is the buyer. */
export function addOrderRoutes(scope: FastifyInstance, office: Office, links: OrderLinks): void {
  scope.get('/o/:key', async (request: OrderRequest, reply) => {
    const order = await links.find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    const language = languageOf(request, order.language ?? order.organizer.language);
    const { changed, answered } = request.query;
    const now = office.surroundings.now();
    const wallets = offeredWallets(office.settings.wallets, now);
    const asked = await office.store.read((rx) => buyerAsked(rx, order, now));
    const page = await orderPage({ order, language, changed, answered, asked, now, wallets });
    return sendPage(request, reply, 200, page);
  });

  scope.get('/o/:key/door', async (request: OrderRequest, reply) => {
    const order = await links.find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    const language = languageOf(request, order.language ?? order.organizer.language);
    const page = await doorPage(order, language);
    return page === undefined ? sendTrouble(request, reply, 'tickets') : sendPage(request, reply, 200, page);
  });

  const sendPdf = async (request: OrderRequest, reply: FastifyReply, ticket_id?: number) => {
    const order = await links.find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    const wish = {
      organizer_id: order.organizer_id,
      order_id: order.id,
      ticket_ids: ticket_id === undefined ? undefined : [ticket_id],
      language: languageOf(request, order.language ?? order.organizer.language),
      public_base_url: office.settings.public_base_url,
    };
    try {
      const pdf = await office.store.read((rx) => renderTicketsPdf(rx, wish));
      const name = ticket_id === undefined ? order.label : `${order.label}-${ticket_id}`;
      return await privateFile(reply, 'application/pdf', `${name}.pdf`).send(pdf);
    } catch (error) {
      if (isFault(error, 'not_found')) return sendTrouble(request, reply, 'order');
      if (isFault(error, 'ticket_not_printable')) return sendTrouble(request, reply, 'tickets');
      throw error;
    }
  };

  scope.get('/o/:key/tickets.pdf', (request: OrderRequest, reply) => sendPdf(request, reply));

  scope.get('/o/:key/tickets/:file', (request: OrderRequest, reply) => {
    const [, ticket_id] = /^(\d{1,15})\.pdf$/.exec(request.params.file ?? '') ?? [];
    return ticket_id === undefined
      ? sendTrouble(request, reply, 'order')
      : sendPdf(request, reply, Number(ticket_id));
  });

  scope.get('/o/:key/calendar.ics', async (request: OrderRequest, reply) => {
    const order = await links.find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    const link = orderLink(office.settings.public_base_url, order);
    const text = calendarOf(order, link, office.surroundings.now());
    return privateFile(reply, 'text/calendar; charset=utf-8', `${order.label}.ics`).send(text);
  });
}
