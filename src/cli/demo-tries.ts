import type { DemoNotice } from '../http/pages/home.ts';

const keys = 'user=268537&key=demo-billetweb&version=1';
const order = `[{"firstname": "Alice", "name": "Durand", "email": "alice@example.com", "products": [{"ticket": 12345}]}]`;

/** What the root page proposes to try, in this order, in one terminal: each uses what the one before has set. */
export function triesAt(base: string, served: ReadonlySet<string>): DemoNotice['tries'] {
  return [
    ...(served.has('billetweb') ? [...billetwebTries(`${base}/billetweb/api`), ...hubTries(base)] : []),
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
