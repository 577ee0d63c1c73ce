import type { FastifyInstance, FastifyRequest } from 'fastify';
import { isFault } from '../../domain/faults.ts';
import { parseShopKey, shopEntry, type ShopEntry } from '../../office/documents/shop-link.ts';
import type { Office } from '../../office/office.ts';
import { formatsFor } from './format.ts';
import { html } from './html.ts';
import { languageOf, type Language } from './language.ts';
import { sendPage, type Page } from './layout.ts';
import { contactsOf } from './order.ts';
import { sendTrouble } from './trouble.ts';

const words = {
  fr: {
    when: 'Quand',
    where: 'Où acheter',
    buy: 'Les billets sont vendus par',
    site: 'Acheter sur le site de l’événement',
    ask: 'Pour acheter, adressez-vous à l’organisateur :',
    foot: 'Cette page dit où s’achètent les billets ; elle n’en vend pas elle-même.',
  },
  en: {
    when: 'When',
    where: 'Where to buy',
    buy: 'Tickets are sold by',
    site: 'Buy on the event’s site',
    ask: 'To buy, turn to the organizer:',
    foot: 'This page says where tickets are sold; it sells none itself.',
  },
} as const;

/** `/shop/…`: where the links of stocks lead. */
export function addShopEntry(scope: FastifyInstance, office: Office): void {
  scope.get('/shop/:event', async (request: FastifyRequest<{ Params: { event: string } }>, reply) => {
    const event_id = parseShopKey(request.params.event);
    if (event_id === undefined) return sendTrouble(request, reply, 'page');
    try {
      const entry = await office.store.read((rx) => shopEntry(rx, event_id));
      return await sendPage(
        request,
        reply,
        200,
        shopPage(entry, languageOf(request, entry.organizer.language)),
      );
    } catch (error) {
      if (isFault(error, 'not_found')) return sendTrouble(request, reply, 'page');
      throw error;
    }
  });
}

function shopPage({ event, organizer }: ShopEntry, language: Language): Page {
  const say = words[language];
  const { moment } = formatsFor(language, organizer.zone, event.currency);
  const contacts = contactsOf(organizer.profile);
  const from = event.first_starts_at;
  return {
    language,
    title: `${event.name} · ${organizer.name}`,
    foot: say.foot,
    main: html`<h1>${event.name}</h1>
      ${event.description !== '' && html`<p class="lead">${event.description}</p>`}
      ${
        from !== null &&
        html`<h2>${say.when}</h2>
          <p>${moment(from)}</p>`
      }
      <h2>${say.where}</h2>
      <p>${say.buy} ${organizer.name}.</p>
      ${/^https?:\/\//.test(event.site_url) && html`<p><a class="button" href="${event.site_url}">${say.site}</a></p>`}
      ${
        contacts.length > 0 &&
        html`<p>${say.ask}</p>
          <ul class="links">
            ${contacts.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}
          </ul>`
      }`,
  };
}
