import { formatOrderKey } from '../../office/documents/order-link.ts';
import type { OrderView, SessionView, TicketView } from '../../office/documents/order-view.ts';
import { buyerCancelsUntil, buyerRenamesUntil } from '../../office/selling/buyer-changes.ts';
import { buyerWords } from './buyer-words.ts';
import { formatsFor } from './format.ts';
import { html, type Html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';

/** What was typed of a holder, and the field that is wrong with it. */
export interface HolderTyped {
  readonly first_name: string;
  readonly last_name: string;
  readonly email: string;
  readonly field?: 'last_name' | 'email';
}

/** Whether the order is given up now, and how, and else why not. */
export function cancelPage(order: OrderView, language: Language, now: number): Page {
  const say = buyerWords[language];
  const link = `/o/${formatOrderKey(order)}`;
  const gone = order.status === 'cancelled' || order.status === 'abandoned';
  const until = buyerCancelsUntil(order);
  const title = `${say.cancelTitle} ${order.label}`;
  const main = gone
    ? html`<p role="status">${say.gone}</p>
        ${order.paid > order.refunded && html`<p>${owed(order, language)}</p>`}`
    : until !== null && now <= until
      ? html`<p>${say.cancelAsk}</p>
          ${order.paid > 0 && html`<p>${owed(order, language)}</p>`} ${term(order, until, language)}
          <form method="post" action="${link}/cancel?lang=${language}">
            <button type="submit" class="button danger">${say.cancel}</button>
          </form>`
      : html`<p role="status">${until === null ? say.askOrganizer : say.tooLate}</p>`;
  return buyerPage(order, language, title, main);
}

function owed(order: OrderView, language: Language): string {
  const { money } = formatsFor(language, order.organizer.zone, order.currency);
  return buyerWords[language].owed(money(order.paid - order.refunded));
}

function term(order: OrderView, until: number, language: Language): Html | false {
  if (!Number.isFinite(until)) return false;
  const { moment } = formatsFor(language, order.organizer.zone, order.currency);
  return html`<p class="quiet">${buyerWords[language].possibleUntil} ${moment(until)}.</p>`;
}

export interface HolderPageData {
  readonly order: OrderView;
  readonly session: SessionView;
  readonly ticket: TicketView;
  readonly language: Language;
  readonly now: number;
  readonly wrong: HolderTyped | undefined;
}

/** Who enters with a ticket: three fields, or why the buyer cannot say so here. */
export function holderPage({ order, session, ticket, language, now, wrong }: HolderPageData): Page {
  const say = buyerWords[language];
  const until = buyerRenamesUntil(order, session, ticket);
  const about = html`<p class="lead">${session.event.name} · ${ticket.price}</p>`;
  if (until === null || now > until) {
    const why = until === null ? say.holderAsk : say.holderLate;
    return buyerPage(
      order,
      language,
      say.holderTitle,
      html`${about}
        <p role="status">${why}</p>`,
    );
  }
  const values = wrong ?? ticket.holder_parts;
  const action = `/o/${formatOrderKey(order)}/holders/${ticket.id}?lang=${language}`;
  const fields = html`${about}
    ${wrong !== undefined && html`<p role="alert" class="state bad">${say.wrong}</p>`}
    <form method="post" action="${action}" class="fields">
      ${textField({ name: 'first_name', words: say.firstName, complete: 'given-name', value: values.first_name })}
      ${textField({
        ...{ name: 'last_name', words: say.lastName, complete: 'family-name', value: values.last_name },
        ...{ required: true, wrong: wrong?.field === 'last_name' ? say.nameMissing : undefined },
      })}
      ${textField({
        ...{ name: 'email', words: say.email, complete: 'email', value: values.email, type: 'email' },
        wrong: wrong?.field === 'email' ? say.emailWrong : undefined,
      })}
      <p class="quiet">${say.codeStays}</p>
      ${term(order, until, language)}
      <button type="submit" class="button">${say.save}</button>
    </form>`;
  return buyerPage(order, language, say.holderTitle, fields);
}

interface TextField {
  readonly name: string;
  readonly words: string;
  readonly complete: string;
  readonly value: string;
  readonly type?: string;
  readonly required?: boolean;
  readonly wrong?: string | undefined;
}

function textField({ name, words, complete, value, type = 'text', required, wrong }: TextField): Html {
  const told = wrong !== undefined && html`<span class="state bad" id="${name}-wrong">${wrong}</span>`;
  return html`<p class="field">
    <label for="${name}">${words}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      value="${value}"
      maxlength="200"
      autocomplete="${complete}"
      ${required === true && html`required`}
      ${wrong !== undefined && html`aria-invalid="true" aria-describedby="${name}-wrong"`}
    />
    ${told}
  </p>`;
}

/** A page beside the order, with the way back to it. */
export function buyerPage(order: OrderView, language: Language, title: string, main: Html): Page {
  return {
    language,
    title: `${title} · ${order.organizer.name}`,
    private: true,
    foot: order.organizer.name,
    main: html`<h1>${title}</h1>
      ${main}
      <p><a href="/o/${formatOrderKey(order)}?lang=${language}">${buyerWords[language].back}</a></p>`,
  };
}
