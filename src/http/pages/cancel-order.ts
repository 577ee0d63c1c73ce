import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFault } from '../../domain/faults.ts';
import { canMove } from '../../domain/order-life.ts';
import { orderLink, parseOrderKey } from '../../office/documents/order-link.ts';
import { orderBySecret, type OrderView } from '../../office/documents/order-view.ts';
import type { Office } from '../../office/office.ts';
import { cancelOrder } from '../../office/selling/cancel.ts';
import { systemActor } from '../../store/transaction.ts';
import { html } from './html.ts';
import { languageOf, type Language } from './language.ts';
import { sendPage, type Page } from './layout.ts';
import { sendTrouble } from './trouble.ts';

type CancelRequest = FastifyRequest<{ Params: { readonly key: string } }>;

const form_bytes_max = 1_024;

/** Where a buyer gives an order up that is not paid. Opening the page changes nothing: mail programs open links too. */
export function addCancelRoutes(scope: FastifyInstance, office: Office): void {
  const find = async (request: CancelRequest): Promise<OrderView | undefined> => {
    const key = parseOrderKey(request.params.key);
    return key === undefined ? undefined : office.store.read((rx) => orderBySecret(rx, key));
  };
  const send = (request: CancelRequest, reply: FastifyReply, order: OrderView): FastifyReply => {
    const language = languageOf(request, order.language ?? order.organizer.language);
    return sendPage(request, reply, 200, cancelPage(order, language, orderLink('', order)));
  };

  scope.get('/o/:key/cancel', async (request: CancelRequest, reply) => {
    const order = await find(request);
    return order === undefined ? sendTrouble(request, reply, 'order') : send(request, reply, order);
  });

  const cancel = async (request: CancelRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const order = await find(request);
    if (order === undefined) return sendTrouble(request, reply, 'order');
    if (isCancellable(order)) {
      const { organizer_id, id: order_id } = order;
      try {
        const reason = 'given up by the buyer';
        await office.store.write(systemActor, (tx) => cancelOrder(tx, { organizer_id, order_id, reason }));
      } catch (error) {
        // it was paid or given up in this very moment: the page says how it stands
        if (!isFault(error, 'illegal_move')) throw error;
      }
    }
    return send(request, reply, (await find(request)) ?? order);
  };

  scope.register((forms, _options, done) => {
    // the form has no fields: whatever a browser calls its body, nothing in it is read
    forms.addContentTypeParser(
      '*',
      { parseAs: 'string', bodyLimit: form_bytes_max },
      (_request, _body, parsed) => parsed(null),
    );
    forms.post('/o/:key/cancel', cancel);
    done();
  });
}

/** What is paid is the organizer's to give back. */
function isCancellable(order: OrderView): boolean {
  return order.paid === 0 && canMove(order.status, 'change');
}

function cancelPage(order: OrderView, language: Language, link: string): Page {
  const say = words[language];
  const gone = order.status === 'cancelled' || order.status === 'abandoned';
  const title = `${say.title} ${order.label}`;
  const main = gone
    ? html`<p role="status">${say.gone}</p>`
    : isCancellable(order)
      ? html`<p>${say.ask}</p>
          <form method="post" action="${link}/cancel"><button type="submit">${say.cancel}</button></form>`
      : html`<p role="status">${say.paid}</p>`;
  return {
    language,
    title: `${title} · Guichet`,
    private: true,
    foot: order.organizer.name,
    main: html`<h1>${title}</h1>
      ${main}
      <p><a href="${link}?lang=${language}">${say.back}</a></p>`,
  };
}

const words = {
  fr: {
    title: 'Annuler la commande',
    ask: 'Les places seront remises en vente aussitôt.',
    cancel: 'Annuler la commande',
    gone: 'La commande est annulée. Ses places sont de nouveau en vente.',
    paid: 'Cette commande est payée : adressez-vous à l’organisateur pour la faire annuler.',
    back: 'Voir la commande',
  },
  en: {
    title: 'Cancel order',
    ask: 'Its places will be on sale again at once.',
    cancel: 'Cancel the order',
    gone: 'The order is cancelled. Its places are on sale again.',
    paid: 'This order is paid: ask the organizer to cancel it.',
    back: 'See the order',
  },
} as const satisfies Record<Language, unknown>;
