import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFault } from '../../domain/faults.ts';
import type { Office } from '../../office/office.ts';
import { renderApplePass } from '../../office/wallets/apple-pass.ts';
import { googleSaveLink } from '../../office/wallets/google-link.ts';
import { walletTickets, type WalletTickets } from '../../office/wallets/wallet-tickets.ts';
import { offeredWallets } from '../../office/wallets/wallets.ts';
import { languageOf } from './language.ts';
import type { OrderLinks } from './order-of-link.ts';
import { privateFile } from './private-file.ts';
import { sendTrouble } from './trouble.ts';

type WalletRequest = FastifyRequest<{ Params: { readonly key: string; readonly ticket?: string } }>;

/** Tickets for the wallets of phones, where this office was given what to sign them with; else there is no such page. */
export function addWalletRoutes(scope: FastifyInstance, office: Office, links: OrderLinks): void {
  const { settings, store, surroundings } = office;

  /** Finds the tickets and hands them on; whatever stands against it is said on a page. */
  const withTickets = async (
    request: WalletRequest,
    reply: FastifyReply,
    answer: (tickets: WalletTickets, name: string) => Promise<FastifyReply>,
  ): Promise<FastifyReply> => {
    const order = await links.find(request);
    const { ticket } = request.params;
    if (order === undefined || (ticket !== undefined && !/^\d{1,15}$/.test(ticket)))
      return sendTrouble(request, reply, 'order');
    const wish = {
      organizer_id: order.organizer_id,
      order_id: order.id,
      ticket_ids: ticket === undefined ? undefined : [Number(ticket)],
      language: languageOf(request, order.language ?? order.organizer.language),
      public_base_url: settings.public_base_url,
    };
    try {
      const tickets = await store.read((rx) => walletTickets(rx, wish));
      return await answer(tickets, ticket === undefined ? order.label : `${order.label}-${ticket}`);
    } catch (error) {
      if (isFault(error, 'not_found')) return sendTrouble(request, reply, 'order');
      if (isFault(error, 'ticket_not_printable') || isFault(error, 'too_large'))
        return sendTrouble(request, reply, 'wallet');
      throw error;
    }
  };

  const sendApple = (request: WalletRequest, reply: FastifyReply): Promise<FastifyReply> | FastifyReply => {
    const { apple } = settings.wallets ?? {};
    if (apple === undefined || !offeredWallets(settings.wallets, surroundings.now()).apple)
      return sendTrouble(request, reply, 'page');
    return withTickets(request, reply, async (tickets, name) => {
      const { type, ending, bytes } = await renderApplePass(apple, tickets);
      return privateFile(reply, type, `${name}${ending}`).send(bytes);
    });
  };

  scope.get('/o/:key/tickets.pkpasses', sendApple);
  scope.get('/o/:key/tickets/:ticket.pkpass', sendApple);

  scope.get('/o/:key/tickets/:ticket/google-wallet', (request: WalletRequest, reply) => {
    const { google } = settings.wallets ?? {};
    if (google === undefined) return sendTrouble(request, reply, 'page');
    return withTickets(request, reply, async (tickets) => {
      const link = await googleSaveLink(google, tickets, surroundings.now());
      reply.headers({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' });
      return reply.redirect(link, 302);
    });
  });
}
