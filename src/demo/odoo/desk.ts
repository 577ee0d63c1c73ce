import type { Row } from './database.ts';
import type { OdooStandIn } from './stand-in.ts';

const shown_max = 100;

/** The stand-in's one page: what it holds, and the button that lets somebody in at its desk. */
export function deskPage(odoo: OdooStandIn): string {
  const registrations = [...odoo.db.rows('event.registration')].toReversed();
  const orders = [...odoo.db.rows('sale.order')];
  const total = orders.reduce((sum, { amount_total }) => sum + Number(amount_total), 0);
  const rows = registrations.slice(0, shown_max).map((row) => registrationRow(odoo, row));
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Odoo ${odoo.version} · stand-in</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; }
.wide { overflow-x: auto; } .done { color: #17652b; } .cancel { color: #8a1f1f; } button { font: inherit; }
</style></head>
<body>
<h1>Odoo ${odoo.version}, played by the demo</h1>
<p>${orders.length} sales orders over ${total.toFixed(2)} €, ${registrations.length} registrations. The newest ${shown_max} stand
below. <em>Attended</em> is the button of Odoo's own desk: its automation rule tells Guichet, which tells BilletWeb.</p>
<div class="wide"><table>
<thead><tr><th>Barcode</th><th>Attendee</th><th>Event</th><th>Sales order</th><th>Customer reference</th><th>Status</th><th></th></tr></thead>
<tbody>${rows.join('\n')}</tbody>
</table></div>
</body></html>
`;
}

function registrationRow(odoo: OdooStandIn, row: Row): string {
  const order = odoo.db.get('sale.order', Number(row.sale_order_id));
  const event = odoo.db.get('event.event', Number(row.event_id));
  const state = String(row.state);
  const open = state === 'open' || state === 'draft';
  const button = open
    ? `<form method="post" action="/odoo/desk"><input type="hidden" name="registration" value="${row.id}"><button>Attended</button></form>`
    : '';
  const cells = [row.barcode, row.name, event?.name, order?.name, order?.client_order_ref].map(
    (value) => `<td>${escaped(value === undefined || value === false ? '' : String(value))}</td>`,
  );
  return `<tr>${cells.join('')}<td class="${escaped(state)}">${escaped(words[state] ?? state)}</td><td>${button}</td></tr>`;
}

const words: Readonly<Record<string, string>> = {
  draft: 'Unconfirmed',
  open: 'Registered',
  done: 'Attended',
  cancel: 'Cancelled',
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (letter) => entities[letter] ?? letter);
