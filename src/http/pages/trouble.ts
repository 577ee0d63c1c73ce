import type { FastifyReply, FastifyRequest } from 'fastify';
import { html } from './html.ts';
import { languageOf, type Language } from './language.ts';
import { sendPage, type Page } from './layout.ts';

export type Trouble =
  'page' | 'order' | 'tickets' | 'wallet' | 'unbuilt' | 'busy' | 'often' | 'elsewhere' | 'unread' | 'failed';

const statuses: Record<Trouble, number> = {
  page: 404,
  order: 404,
  tickets: 409,
  wallet: 409,
  unbuilt: 503,
  busy: 503,
  often: 429,
  elsewhere: 403,
  unread: 400,
  failed: 500,
};

export function sendTrouble(request: FastifyRequest, reply: FastifyReply, trouble: Trouble): FastifyReply {
  return sendPage(request, reply, statuses[trouble], troublePage(trouble, languageOf(request), request.id));
}

/** A page that says what is wrong and what to do about it. */
function troublePage(trouble: Trouble, language: Language, request_id: string): Page {
  const say = words[language];
  const { title, todo } = say[trouble];
  return {
    language,
    title: `${title} · Guichet`,
    private: true,
    foot: `${say.request} ${request_id}`,
    main: html`<h1>${title}</h1>
      ${todo.map((step) => html`<p>${step}</p>`)}
      <p><a href="/?lang=${language}">${say.home}</a></p>`,
  };
}

const words = {
  fr: {
    request: 'Numéro de la demande :',
    home: 'Retour à l’accueil',
    page: {
      title: 'Cette page n’existe pas',
      todo: ['Vérifiez l’adresse : un caractère a pu manquer à la copie.'],
    },
    order: {
      title: 'Cette commande est introuvable',
      todo: [
        'Le lien est incomplet, ou la commande a été supprimée.',
        'Ouvrez de nouveau le lien reçu par courriel, en entier. S’il ne marche toujours pas, écrivez à l’organisateur en donnant le nom et la date de l’achat.',
      ],
    },
    tickets: {
      title: 'Il n’y a pas encore de billet à imprimer',
      todo: [
        'Les billets existent dès que la commande est confirmée. Revenez à la page de la commande pour voir où elle en est.',
      ],
    },
    wallet: {
      title: 'Ce billet ne va pas dans le téléphone',
      todo: [
        'Seuls les billets payés et encore valables s’ajoutent à un portefeuille électronique, dix au plus à la fois. Revenez à la page de la commande pour voir où elle en est.',
      ],
    },
    unbuilt: {
      title: 'Les pages ne sont pas construites',
      todo: ['Lancez npm run build:web, puis rechargez cette page. npm start le fait de lui-même.'],
    },
    busy: {
      title: 'Le guichet est très demandé',
      todo: ['Attendez quelques secondes, puis rechargez la page. Rien n’est perdu.'],
    },
    often: {
      title: 'Trop d’essais en peu de temps',
      todo: ['Attendez une minute, puis recommencez. Votre commande n’a pas changé.'],
    },
    elsewhere: {
      title: 'Cette demande vient d’un autre site',
      todo: ['Rien n’a été changé. Ouvrez le lien de votre commande et recommencez depuis sa page.'],
    },
    unread: {
      title: 'Ce qui a été envoyé ne peut pas être lu',
      todo: [
        'Rien n’a été changé. Revenez à la page précédente et écrivez plus court, sans signes spéciaux.',
      ],
    },
    failed: {
      title: 'Quelque chose n’a pas marché chez nous',
      todo: ['Réessayez dans un instant. Si cela continue, donnez à l’organisateur le numéro ci-dessous.'],
    },
  },
  en: {
    request: 'Number of the request:',
    home: 'Back to the start',
    page: {
      title: 'There is no such page',
      todo: ['Check the address: a letter may have been lost in copying.'],
    },
    order: {
      title: 'This order cannot be found',
      todo: [
        'The link is incomplete, or the order was removed.',
        'Open the link from your e-mail again, the whole of it. If it still does not work, write to the organizer with the name and the date of the purchase.',
      ],
    },
    tickets: {
      title: 'There is no ticket to print yet',
      todo: [
        'Tickets exist as soon as the order is confirmed. Go back to the order’s page to see how far it is.',
      ],
    },
    wallet: {
      title: 'This ticket does not go into a wallet',
      todo: [
        'Only tickets that are paid and still valid are added to a phone’s wallet, ten at most at a time. Go back to the order’s page to see how far it is.',
      ],
    },
    unbuilt: {
      title: 'The pages are not built',
      todo: ['Run npm run build:web, then load this page again. npm start does it by itself.'],
    },
    busy: {
      title: 'The office is very busy',
      todo: ['Wait a few seconds, then load the page again. Nothing is lost.'],
    },
    often: {
      title: 'Too many tries in a short time',
      todo: ['Wait a minute, then try again. Your order has not changed.'],
    },
    elsewhere: {
      title: 'This request comes from another site',
      todo: ['Nothing was changed. Open the link of your order and try again from its page.'],
    },
    unread: {
      title: 'What was sent cannot be read',
      todo: ['Nothing was changed. Go back to the page before and write less, without special signs.'],
    },
    failed: {
      title: 'Something failed on our side',
      todo: ['Try again in a moment. If it goes on, give the organizer the number below.'],
    },
  },
} as const satisfies Record<Language, unknown>;
