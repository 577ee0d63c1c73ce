import type { OrderView } from '../../office/documents/order-view.ts';
import type { Formats } from './format.ts';
import { html, type Content, type Html } from './html.ts';
import type { Language } from './language.ts';
import type { orderWords } from './order-words.ts';

type Say = (typeof orderWords)[Language];

/** What was bought beside tickets, what it costs, what was paid and paid back, and what is left. */
export function orderMoney(order: OrderView, say: Say, formats: Formats): Html {
  const credit = order.paid - order.refunded - order.total;
  const forExtras = order.extras.reduce((sum, { amount }) => sum + amount, 0);
  const keptFees = order.refunds.some(({ deduction }) => deduction > 0);
  const hasTickets = order.sessions.length > 0;
  return html`<h2>${say.money}</h2>
    <table>
      ${hasTickets && row(keptFees ? say.ticketsAndFees : say.tickets, formats.money(order.total - forExtras))}
      ${order.extras.map(({ title, quantity, amount }) =>
        row(quantity === 1 ? title : `${quantity} × ${title}`, formats.money(amount)),
      )}
      ${row(say.bought, formats.money(order.total), 'sum')}
      ${order.payments.map(({ method, paid_at, amount }) =>
        row(
          html`${say.paid} · ${methodWord(method, say)} <span class="quiet">${formats.short(paid_at)}</span>`,
          formats.money(amount),
        ),
      )}
      ${order.refunds.map((refund) => row(refundWords(refund, say, formats), formats.money(-refund.amount)))}
      ${order.due > 0 && row(say.due, formats.money(order.due), 'sum')}
      ${order.due === 0 && credit > 0 && row(say.credit, formats.money(credit), 'sum')}
    </table>`;
}

function refundWords(
  { refunded_at, deduction, reason }: OrderView['refunds'][number],
  say: Say,
  formats: Formats,
): Html {
  const kept = deduction > 0 && ` (${say.kept}${say.colon}${formats.money(deduction)})`;
  return html`${say.refunded}
    <span class="quiet">${formats.short(refunded_at)}</span>${kept}${reason !== '' && ` · ${reason}`}`;
}

function methodWord(method: string, say: Say): string {
  return Object.hasOwn(say.method, method) ? say.method[method as keyof Say['method']] : method;
}

function row(words: Content, amount: string, kind = ''): Html {
  return html`<tr class="${kind}">
    <th scope="row">${words}</th>
    <td class="number">${amount}</td>
  </tr>`;
}
