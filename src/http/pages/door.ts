import { formatOrderKey } from '../../office/documents/order-link.ts';
import type { OrderView, SessionView, TicketView } from '../../office/documents/order-view.ts';
import { buyerWords } from './buyer-words.ts';
import { formatsFor } from './format.ts';
import { html, type Html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { placeWords, ticketState } from './order.ts';
import { orderWords } from './order-words.ts';
import { qrSvg } from './qr.ts';

/** Beyond these the page would be slow to draw, and nobody swipes that far; the PDF has them all. */
const screens_max = 60;

/** The tickets as a scanner wants them, one to a screen; undefined while none of them has a code. */
export async function doorPage(order: OrderView, language: Language): Promise<Page | undefined> {
  const say = buyerWords[language];
  const shown = order.sessions
    .flatMap((session) => session.tickets.map((ticket) => ({ session, ticket })))
    .filter(({ ticket }) => ticket.barcode !== null);
  if (shown.length === 0) return undefined;
  const screens: Html[] = [];
  for (const [index, { session, ticket }] of shown.slice(0, screens_max).entries()) {
    const neighbours = { before: shown[index - 1], after: shown[index + 1] };
    const after = index + 1 < screens_max ? neighbours.after?.ticket.id : undefined;
    const around = { before: neighbours.before?.ticket.id, after };
    const place = { number: index + 1, all: shown.length };
    screens.push(await screen({ order, language, session, ticket, ...around, ...place }));
  }
  return {
    language,
    title: `${say.showTitle} · ${order.organizer.name}`,
    private: true,
    shown: true,
    foot: '',
    main: html`<header class="no-print">
        <h1>${say.showTitle}</h1>
        <a href="/o/${formatOrderKey(order)}?lang=${language}">${say.back}</a>
      </header>
      <p class="hint no-print">
        ${say.bright}${shown.length > 1 && ` ${say.swipe}`}${
          shown.length > screens_max && ` ${orderWords[language].manyCodes}`
        }
      </p>
      <ol class="screens">
        ${screens}
      </ol>`,
  };
}

interface Screen {
  readonly order: OrderView;
  readonly language: Language;
  readonly session: SessionView;
  readonly ticket: TicketView;
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly number: number;
  readonly all: number;
}

async function screen(data: Screen): Promise<Html> {
  const { order, language, session, ticket, before, after, number, all } = data;
  const say = buyerWords[language];
  const words = orderWords[language];
  const formats = formatsFor(language, order.organizer.zone, order.currency);
  const starts_at = session.session?.starts_at;
  const code = ticket.barcode ?? '';
  return html`<li class="screen" id="ticket-${ticket.id}">
    <figure>
      ${await qrSvg(code, `${words.code} ${code}`)}
      <figcaption>${code}</figcaption>
    </figure>
    <div class="words">
      <h2>${ticket.price}</h2>
      <p>
        ${session.event.name}<br />
        ${starts_at === undefined ? words.anySession : formats.moment(starts_at)}
      </p>
      ${placeWords(ticket, words)} ${ticket.holder !== '' && html`<p>${words.holder} ${ticket.holder}</p>`}
      ${ticketState(ticket, { say: words, formats, order, event: session.event })}
    </div>
    ${
      all > 1 &&
      html`<p class="steps no-print">
        ${step(before, say.previous)} <span>${say.numberOf(number, all)}</span> ${step(after, say.next)}
      </p>`
    }
  </li>`;
}

function step(ticket_id: number | undefined, words: string): Html {
  return ticket_id === undefined ? html`<span></span>` : html`<a href="#ticket-${ticket_id}">${words}</a>`;
}
