import type { FastifyRequest } from 'fastify';
import type { ServedDialect } from '../../dialects/served-dialect.ts';
import { html, type Html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';

/** What the root page shows of the demo: all of it is known to everybody. */
export interface DemoNotice {
  readonly credentials: readonly {
    /** a dialect's title, or whose password it is */
    readonly title: string;
    readonly fields: Readonly<Record<string, string>>;
  }[];
  /** commands to paste into a terminal, in the order in which to try them */
  readonly tries: readonly {
    readonly title: Readonly<Record<Language, string>>;
    readonly command: string;
  }[];
}

export interface HomeData {
  readonly language: Language;
  readonly base_url: string;
  readonly dialects: readonly ServedDialect[];
  readonly demo: DemoNotice | undefined;
}

export function homePage(request: FastifyRequest, data: HomeData): Page {
  const say = words[data.language];
  return {
    language: data.language,
    title: data.demo === undefined ? 'Guichet' : `Guichet · ${say.demo}`,
    foot: say.foot,
    main: html`<h1>${say.heading}</h1>
      <p class="lead">${say.lead}</p>
      ${data.demo !== undefined && html`<div class="notice"><p>${say.demoNotice}</p></div>`}
      ${facesPart(data)} ${dialectList(request, data)}
      ${data.demo !== undefined && demoPart(data.demo, data.language)} ${nextPart(data)}`,
  };
}

/** Where people work, and where programs find Guichet's own API. */
function facesPart({ language }: HomeData): Html {
  const say = words[language];
  return html`<h2>${say.faces}</h2>
    <ul class="cards">
      ${faces.map(
        ({ path, word }) =>
          html`<li class="card">
            <h3><a href="${path}">${say[word]}</a></h3>
            <p>${say[`${word}Lead`]}</p>
          </li>`,
      )}
    </ul>`;
}

const faces = [
  { path: '/admin', word: 'desk' },
  { path: '/counter', word: 'till' },
  { path: '/gate', word: 'gate' },
  { path: '/api/reference', word: 'api' },
] as const;

function dialectList(request: FastifyRequest, { dialects, base_url, language }: HomeData): Html {
  const say = words[language];
  if (dialects.length === 0)
    return html`<h2>${say.dialects}</h2>
      <p>${say.noDialects}</p>`;
  const ports = new Map([...request.server.door.ownPorts].map(([port, name]) => [name, port]));
  return html`<h2>${say.dialects}</h2>
    <p>${say.dialectsLead}</p>
    <ul class="cards">
      ${dialects.map(
        ({ name, contract }) =>
          html`<li class="card">
            <h3>${contract.title}</h3>
            <p>${say.base} <code>${base_url}/${name}</code></p>
            ${ports.has(name) && html`<p class="quiet">${say.ownPort} <code>${ports.get(name)}</code></p>`}
            <ul class="links">
              <li>
                <a href="/${name}/reference">${say.reference}<span class="quiet"> ${contract.title}</span></a>
              </li>
              <li><a href="/${name}/openapi.json">openapi.json</a></li>
            </ul>
          </li>`,
      )}
    </ul>`;
}

function demoPart({ credentials, tries }: DemoNotice, language: Language): Html {
  const say = words[language];
  return html`<h2>${say.credentials}</h2>
    <ul class="cards">
      ${credentials.map(
        ({ title, fields }) =>
          html`<li class="card">
            <h3>${title}</h3>
            <dl class="pairs">
              ${Object.entries(fields).map(
                ([name, value]) =>
                  html`<dt>${name}</dt>
                    <dd><code>${value}</code></dd>`,
              )}
            </dl>
          </li>`,
      )}
    </ul>
    ${
      tries.length > 0 &&
      html`<h2>${say.tries}</h2>
        ${tries.map(
          ({ title, command }) =>
            html`<h3>${title[language]}</h3>
              <pre><code>${command}</code></pre>`,
        )}`
    }`;
}

function nextPart({ demo, language }: HomeData): Html {
  const say = words[language];
  const steps = demo === undefined ? say.nextServe : say.nextDemo;
  return html`<h2>${say.next}</h2>
    <ul>
      ${steps.map((step) => html`<li>${step}</li>`)}
      <li>${say.state} <a href="/healthz">/healthz</a>, <a href="/readyz">/readyz</a></li>
    </ul>`;
}

const words = {
  fr: {
    demo: 'démonstration',
    heading: 'La billetterie est ouverte',
    lead: 'Guichet vend, imprime et contrôle des billets, et parle les API de plusieurs billetteries : un logiciel écrit pour l’une d’elles fonctionne ici sans changement, hormis l’adresse et les clés.',
    demoNotice:
      'Ceci est la démonstration : données d’exemple, mots de passe publics, accessible de cette machine seulement.',
    faces: 'Pour travailler',
    desk: 'Le bureau',
    deskLead:
      'Événements, salles, commandes, remboursements, connexions, rapports : pour qui gère la billetterie.',
    till: 'La caisse',
    tillLead: 'Billets et articles vendus au guichet, un tiroir qui tombe juste le soir.',
    gate: 'L’entrée',
    gateLead: 'Le contrôle des billets sur un téléphone, avec ou sans réseau.',
    api: 'L’API de Guichet',
    apiLead: 'Pour un programme nouveau : une API propre à Guichet, à essayer dans la page.',
    dialects: 'Dialectes servis',
    dialectsLead: 'Remplacez l’adresse de base de votre client par l’une de celles-ci.',
    noDialects: 'Aucun dialecte n’est servi.',
    base: 'Adresse de base :',
    ownPort: 'À la racine du port',
    reference: 'Référence',
    credentials: 'Identifiants de la démonstration',
    tries: 'À essayer dans un terminal',
    next: 'Et ensuite ?',
    nextDemo: [
      'Ouvrez une référence ci-dessus : chaque appel peut y être essayé.',
      'Pour vendre pour de bon : guichet serve, puis guichet keys pour créer vos clés.',
    ],
    nextServe: [
      'Créez des clés avec guichet keys, puis changez l’adresse de base de votre client.',
      'Vérifiez la base à tout moment avec guichet doctor.',
    ],
    state: 'État du service :',
    foot: 'Guichet, billetterie auto-hébergée.',
  },
  en: {
    demo: 'demo',
    heading: 'The ticket office is open',
    lead: 'Guichet sells, prints and checks tickets, and speaks the APIs of several ticketing services: a program written for one of them works here unchanged, but for the address and the keys.',
    demoNotice:
      'This is the demo: sample data, passwords that everybody knows, reachable from this machine only.',
    faces: 'To work with',
    desk: 'The desk',
    deskLead: 'Events, halls, orders, refunds, connections, reports: for who runs the office.',
    till: 'The till',
    tillLead: 'Tickets and articles sold over the counter, with a drawer that balances at night.',
    gate: 'The gate',
    gateLead: 'Tickets checked on a phone, with or without a network.',
    api: 'The API of Guichet',
    apiLead: 'For a new program: an API of Guichet’s own, to be tried on the page.',
    dialects: 'Dialects served',
    dialectsLead: 'Put one of these in the place of your client’s base address.',
    noDialects: 'No dialect is served.',
    base: 'Base address:',
    ownPort: 'At the root of port',
    reference: 'Reference',
    credentials: 'Credentials of the demo',
    tries: 'To try in a terminal',
    next: 'What next?',
    nextDemo: [
      'Open a reference above: every call can be tried there.',
      'To sell for real: guichet serve, then guichet keys to make keys of your own.',
    ],
    nextServe: [
      'Make keys with guichet keys, then change the base address of your client.',
      'Check the database at any time with guichet doctor.',
    ],
    state: 'State of the service:',
    foot: 'Guichet, a ticket office of your own.',
  },
} as const;
