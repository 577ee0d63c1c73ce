import { admits, isPaid } from '../../domain/order-life.ts';
import { formatOrderKey } from '../../office/documents/order-link.ts';
import type { OrderView, SessionView, TicketView } from '../../office/documents/order-view.ts';
import type { Asked } from '../../office/selling/asked.ts';
import { buyerCancelsUntil, buyerRenamesUntil } from '../../office/selling/buyer-changes.ts';
import { bundle_tickets_max, type OfferedWallets } from '../../office/wallets/wallets.ts';
import { buyerWords } from './buyer-words.ts';
import { hasDates } from './calendar.ts';
import { formatsFor, type Formats } from './format.ts';
import { html, type Content, type Html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { orderMoney } from './order-money.ts';
import { orderWords } from './order-words.ts';
import { questionsNotice } from './questions-notice.ts';
import { qrSvg } from './qr.ts';

/** Beyond these a page would be slow to draw; the PDF has them all. */
const codes_on_page_max = 60;

export interface OrderPageData {
  readonly order: OrderView;
  readonly language: Language;
  readonly now: number;
  /** the ticket whose holder was just changed, as the address says it */
  readonly changed?: unknown;
  /** answers were just saved */
  readonly answered?: unknown;
  /** what the buyer may answer now */
  readonly asked: readonly Asked[];
  readonly wallets: OfferedWallets;
}

type Say = (typeof orderWords)[Language];

interface Drawing {
  readonly data: OrderPageData;
  readonly say: Say;
  readonly formats: Formats;
  readonly path: string;
  readonly codes: ReadonlyMap<number, Html>;
}

export async function orderPage(data: OrderPageData): Promise<Page> {
  const { order, language } = data;
  const say = orderWords[language];
  const buyer = buyerWords[language];
  const cancelsUntil = buyerCancelsUntil(order);
  const formats = formatsFor(language, order.organizer.zone, order.currency);
  const path = `/o/${formatOrderKey(order)}`;
  const codes = await drawCodes(order, say);
  const drawing: Drawing = { data, say, formats, path, codes };
  const tickets = order.sessions.flatMap((session) => session.tickets);
  const printable = tickets.some(({ barcode }) => barcode !== null);
  const together = fitsBundle(data, tickets);
  return {
    language,
    title: `${say.order} ${order.label} · ${order.organizer.name}`,
    private: true,
    foot: say.keep,
    main: html`<h1>${say.order} ${order.label}</h1>
      <p class="lead">${order.organizer.name}</p>
      ${stateNotice(data, say, formats)}
      ${printable && codes.size < tickets.filter(({ barcode }) => barcode !== null).length && html`<p>${say.manyCodes}</p>`}
      <p class="actions no-print">
        ${printable && html`<a class="button" href="${path}/door?lang=${language}">${buyer.show}</a>`}
        ${printable && html`<a href="${path}/tickets.pdf?lang=${language}">${say.pdf}</a>`}
        ${together && html`<a href="${path}/tickets.pkpasses?lang=${language}">${say.appleAll}</a>`}
        ${hasDates(order) && html`<a href="${path}/calendar.ics">${say.calendar}</a>`}
      </p>
      ${questionsNotice(data, path)}
      ${tickets.length === 0 && order.extras.length === 0 && html`<p>${say.noTickets}</p>`}
      ${order.sessions.map((session) => sessionPart(session, drawing))} ${orderMoney(order, say, formats)}
      ${
        cancelsUntil !== null &&
        data.now <= cancelsUntil &&
        html`<p class="no-print"><a href="${path}/cancel?lang=${language}">${buyer.cancelLink}</a></p>`
      }
      ${contactPart(order, say)}`,
  };
}

/** Several tickets that Apple Wallet takes at once. */
function fitsBundle({ order, wallets }: OrderPageData, tickets: readonly TicketView[]): boolean {
  const many = tickets.filter(({ barcode }) => barcode !== null).length;
  return wallets.apple && isPaid(order.status) && many > 1 && many <= bundle_tickets_max;
}

async function drawCodes(order: OrderView, say: Say): Promise<Map<number, Html>> {
  const codes = new Map<number, Html>();
  for (const { tickets } of order.sessions) {
    for (const { id, barcode } of tickets) {
      if (barcode === null || codes.size >= codes_on_page_max) continue;
      codes.set(id, await qrSvg(barcode, `${say.code} ${barcode}`));
    }
  }
  return codes;
}

const good = new Set(['paid', 'overpaid', 'to_deliver', 'to_print', 'completed', 'archived']);
const bad = new Set(['cancelled', 'abandoned']);

function stateNotice({ order, now }: OrderPageData, say: Say, formats: Formats): Html {
  const { status, expires_at } = order;
  const tone = good.has(status) ? 'state good' : bad.has(status) ? 'state bad' : 'state';
  const todo: string | undefined = status in say.todo ? say.todo[status as keyof Say['todo']] : undefined;
  const over = expires_at !== null && expires_at <= now;
  return html`<div class="notice">
    <p><span class="${tone}">${say.status[status]}</span></p>
    ${
      expires_at !== null &&
      html`<p>
        ${over ? say.heldOver : html`${say.heldUntil} <strong>${formats.moment(expires_at)}</strong>.`}
      </p>`
    }
    ${todo !== undefined && html`<p>${todo}</p>`}
    ${order.due > 0 && html`<p>${say.due}${say.colon}<strong>${formats.money(order.due)}</strong></p>`}
    ${order.public_comment !== '' && html`<p>${order.public_comment}</p>`}
  </div>`;
}

function sessionPart(one: SessionView, drawing: Drawing): Html {
  const { say, formats } = drawing;
  const { event, session, hall, venue, tickets } = one;
  const place = [hall, venue?.name, ...(venue?.address ?? [])].filter(
    (part) => part !== null && part !== undefined,
  );
  return html`<section>
    <h2>${event.name}${session !== null && session.name !== '' && ` · ${session.name}`}</h2>
    ${
      session === null
        ? html`<p>${say.anySession}</p>`
        : html`<p>
            <strong>${formats.moment(session.starts_at)}</strong>${
              session.doors_open_at !== null &&
              html`<br /><span class="quiet">${say.doors} ${formats.time(session.doors_open_at)}</span>`
            }
          </p>`
    }
    ${place.length > 0 && html`<p class="quiet">${[...new Set(place)].join(', ')}</p>`}
    ${(event.cancelled || session?.cancelled === true) && html`<p class="state bad">${say.cancelledSession}</p>`}
    <ul class="tickets">
      ${tickets.map((ticket) => ticketCard(ticket, one, drawing))}
    </ul>
  </section>`;
}

function ticketCard(ticket: TicketView, session: SessionView, drawing: Drawing): Html {
  const { data, say, formats, path, codes } = drawing;
  const { order, language, now, changed, wallets } = data;
  const buyer = buyerWords[language];
  const renamesUntil = buyerRenamesUntil(order, session, ticket);
  const code = codes.get(ticket.id);
  const live = ticket.state === 'valid' || ticket.state === 'held';
  return html`<li class="card ticket${!live && ' void'}" id="ticket-${ticket.id}">
    <div class="words">
      <h3>${ticket.price}</h3>
      ${ticket.holder !== '' && html`<p>${say.holder} ${ticket.holder}</p>`} ${placeWords(ticket, say)}
      <p class="quiet">
        ${formats.money(ticket.amount)}${ticket.main_ticket_id !== null && ` (${say.withMain})`}
      </p>
      ${ticketState(ticket, { say, formats, order, event: session.event })}
      ${changed === String(ticket.id) && html`<p role="status" class="state good">${buyer.changed}</p>`}
      <p class="links no-print">
        ${ticket.barcode !== null && html`<a href="${path}/tickets/${ticket.id}.pdf?lang=${language}">${say.onePdf}</a>`}
        ${
          ticket.barcode !== null &&
          isPaid(order.status) &&
          html`${wallets.apple && html`<a href="${path}/tickets/${ticket.id}.pkpass?lang=${language}">${say.apple}</a>`}
          ${wallets.google && html`<a href="${path}/tickets/${ticket.id}/google-wallet?lang=${language}">${say.google}</a>`}`
        }
        ${
          renamesUntil !== null &&
          now <= renamesUntil &&
          html`<a href="${path}/holders/${ticket.id}?lang=${language}">${buyer.change}</a>`
        }
      </p>
    </div>
    ${
      code !== undefined &&
      html`<figure>
        ${code}
        <figcaption>${ticket.barcode ?? ''}</figcaption>
      </figure>`
    }
  </li>`;
}

export function placeWords({ zone, seat }: TicketView, say: Say): Content {
  const words: string[] = [];
  if (zone !== null && zone !== '') words.push(`${say.zone} ${zone}`);
  if (seat !== null && seat.row_label === '' && seat.seat_label === '')
    words.push(`${say.seat} ${seat.code}`);
  if (seat !== null && seat.row_label !== '') words.push(`${say.row} ${seat.row_label}`);
  if (seat !== null && seat.seat_label !== '') words.push(`${say.seat} ${seat.seat_label}`);
  return words.length > 0 && html`<p><strong>${words.join(', ')}</strong></p>`;
}

interface StateOf {
  readonly say: Say;
  readonly formats: Formats;
  readonly order: OrderView;
  readonly event: SessionView['event'];
}

/** What a ticket is good for now, as the gate will say it. */
export function ticketState(ticket: TicketView, { say, formats, order, event }: StateOf): Html {
  const { state, entries_used, entries_allowed, first_used_at, refunded_amount, deducted_amount } = ticket;
  if (state === 'refunded') {
    const kept = deducted_amount > 0 && ` (${say.kept}${say.colon}${formats.money(deducted_amount)})`;
    return html`<p class="state bad">
      ${say.ticket.refunded}${say.colon}${formats.money(refunded_amount)}${kept}
    </p>`;
  }
  if (state === 'held') return html`<p class="state">${say.ticket.held}</p>`;
  if (state !== 'valid') return html`<p class="state bad">${say.ticket.cancelled}</p>`;
  if (entries_used > 0 && entries_allowed !== null && entries_used >= entries_allowed) {
    const when = first_used_at === null ? '' : formats.short(first_used_at);
    return html`<p class="state">${say.ticket.used} ${when}</p>`;
  }
  if (!admits(order.status, event.admits_unpaid)) return html`<p class="state">${say.ticket.unpaid}</p>`;
  const several = entries_allowed !== null && entries_allowed > 1;
  return html`<p class="state good">
    ${say.ticket.valid}${several && ` · ${say.entriesLeft(entries_allowed - entries_used, entries_allowed)}`}
  </p>`;
}

function contactPart({ organizer, buyer }: OrderView, say: Say): Html {
  const contacts = contactsOf(organizer.profile);
  return html`${
    buyer !== null &&
    html`<h2>${say.buyer}</h2>
      <p>${buyer.name}${buyer.email !== '' && html`<br /><span class="quiet">${buyer.email}</span>`}</p>`
  }
  ${
    contacts.length > 0 &&
    html`<h2>${say.contact}</h2>
      <ul class="links">
        ${contacts.map(({ href, text }) => html`<li><a href="${href}">${text}</a></li>`)}
      </ul>`
  }`;
}

/** What the organizer's profile says of how to be reached. Only addresses that are safe to put into a link. */
export function contactsOf(profile: string): { href: string; text: string }[] {
  const { email, phone, website } = JSON.parse(profile) as Record<string, unknown>;
  const contacts: { href: string; text: string }[] = [];
  if (typeof email === 'string' && /^[^\s@]+@[^\s@]+$/.test(email))
    contacts.push({ href: `mailto:${email}`, text: email });
  if (typeof phone === 'string' && /^[+\d][\d ().-]+$/.test(phone)) {
    contacts.push({ href: `tel:${phone.replace(/[^\d+]/g, '')}`, text: phone });
  }
  if (typeof website === 'string' && /^https?:\/\//.test(website))
    contacts.push({ href: website, text: website });
  return contacts;
}
