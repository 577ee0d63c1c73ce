import type { DemoNotice } from '../http/pages/home.ts';

const keys = 'user=268537&key=demo-billetweb&version=1';
const order = `[{"firstname": "Alice", "name": "Durand", "email": "alice@example.com", "products": [{"ticket": 12345}]}]`;

/** What the root page proposes to try, in this order, in one terminal: each uses what the one before has set. */
export function triesAt(base: string, served: ReadonlySet<string>): DemoNotice['tries'] {
  return [
    ...(served.has('billetweb') ? [...billetwebTries(`${base}/billetweb/api`), ...hubTries(base)] : []),
    ...(served.has('caisse') ? caisseTries(`${base}/caisse/workers`) : []),
    ...odooTries(`${base}/odoo`),
    ...sandboxTries(base),
  ];
}

function billetwebTries(api: string): DemoNotice['tries'] {
  const event = `${api}/event/1350897`;
  return [
    {
      title: { fr: 'Les participants d’un événement', en: 'The attendees of an event' },
      command: `curl '${event}/attendees?${keys}'`,
    },
    {
      title: { fr: 'Vendre un billet', en: 'Sell a ticket' },
      command: `order=$(curl -s '${event}/add_order?${keys}' -d '${order}'); echo "$order"`,
    },
    {
      title: { fr: 'Le billet en PDF', en: 'The ticket as PDF' },
      command: `curl -o billet.pdf "$(echo "$order" | sed 's/.*"product_download":"\\([^"]*\\)".*/\\1/')"`,
    },
    {
      title: {
        fr: 'Composter le billet : une fois, et la seconde est refusée',
        en: 'Check the ticket: once, and the second time is refused',
      },
      command: `code=$(echo "$order" | sed 's/.*"products_eq":\\["\\([^"]*\\)".*/\\1/')
curl '${event}/check?${keys}' -d '{"code": "'$code'"}'
curl '${event}/check?${keys}' -d '{"code": "'$code'"}'`,
    },
  ];
}

function caisseTries(workers: string): DemoNotice['tries'] {
  const key = 'idboutique=1001&key=demo-caisse';
  return [
    {
      title: {
        fr: 'Encaisser au bar : la vente du document, 38.99, puis le ticket de caisse en PDF',
        en: 'Ring up a sale at the bar: the one of the document, 38.99, and its receipt as PDF',
      },
      command: `sale=$(curl -s '${workers}/webapp.php?${key}' -d 'payment=2&idClient=123' \\
  --data-urlencode 'itemsList[]=12_2_Pizza 4 fromages_14.50_3_8' --data-urlencode 'itemsList[]=-5_9.99_Vente libre'); echo "$sale"
curl -o ticket.pdf "$(echo "$sale" | sed 's/.*"invoice":"\\([^"]*\\)".*/\\1/')"`,
    },
    {
      title: {
        fr: 'Une boisson et un vrai billet sur la même note ; le billet est sur la page `paymentLink`',
        en: 'A drink and a real ticket on one bill; the ticket is on the page `paymentLink`',
      },
      command: `curl '${workers}/webapp.php?${key}' -d 'payment=2' -d 'itemsList[]=15' -d 'itemsList[]=20'`,
    },
    {
      title: { fr: 'La journée de la caisse (rapport X)', en: 'The day at the till (X report)' },
      command: `curl '${workers}/getSales.php?${key}&formatExport=csv'`,
    },
  ];
}

function odooTries(odoo: string): DemoNotice['tries'] {
  return [
    {
      title: {
        fr: 'Odoo, joué par la démo (page : /odoo) : les inscriptions, comme Guichet les lit',
        en: 'Odoo, played by the demo (page: /odoo): registrations as Guichet reads them',
      },
      command: `curl '${odoo}/json/2/event.registration/search_read' -H 'authorization: bearer demo-odoo' \\
  -H 'content-type: application/json' -d '{"domain": [], "fields": ["barcode", "name", "state"], "limit": 5}'`,
    },
  ];
}

function hubTries(base: string): DemoNotice['tries'] {
  const attendees = `${base}/billetweb/api/event/1350897/attendees?${keys}`;
  return [
    {
      title: {
        fr: `Synchroniser : les ventes de BilletWeb arrivent au parc, puis dans Odoo (${base}/odoo) ; la seconde fois, rien de neuf`,
        en: `Synchronise: BilletWeb's sales come to the park, and from there into Odoo (${base}/odoo); the second time there is no news`,
      },
      command: `curl -X POST '${base}/sync'
curl -X POST '${base}/sync'`,
    },
    {
      title: {
        fr: 'Composter depuis Odoo : le webhook du document, et le billet est utilisé chez BilletWeb',
        en: "Scan at Odoo's desk: the webhook of the document, and the ticket is used at BilletWeb",
      },
      command: `code=$(curl -s '${attendees}&used=0' | sed 's/.*"barcode":"\\([^"]*\\)".*/\\1/')
curl -X POST '${base}/webhook/billetweb-compost' -H 'Content-Type: application/json' -d '{"event_id": 1350897, "barcode": "'$code'", "name": "Test", "state": "done"}'
sleep 3; curl "${attendees}&barcode=$code"`,
    },
  ];
}

function sandboxTries(base: string): DemoNotice['tries'] {
  return [
    {
      title: {
        fr: 'Bac à sable : avancer l’horloge d’une heure, puis revenir à l’heure réelle',
        en: 'Sandbox: an hour ahead, and back to the real time',
      },
      command: `curl '${base}/sandbox/clock' -d '{"advance_ms": 3600000}'
curl '${base}/sandbox/clock' -d '{"real": true}'`,
    },
    {
      title: {
        fr: 'Bac à sable : les deux prochains appels échouent (référence : /sandbox/reference)',
        en: 'Sandbox: the next two calls fail (reference: /sandbox/reference)',
      },
      command: `curl '${base}/sandbox/faults' -d '{"status": 503, "next": 2}'
curl -X DELETE '${base}/sandbox/faults'`,
    },
    {
      title: { fr: 'Bac à sable : tout remettre au premier jour', en: 'Sandbox: back to the first day' },
      command: `curl -X POST '${base}/sandbox/reset'`,
    },
  ];
}
