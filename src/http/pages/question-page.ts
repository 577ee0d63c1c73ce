import { formatOrderKey } from '../../office/documents/order-link.ts';
import type { OrderView } from '../../office/documents/order-view.ts';
import { nameAsked, type BuyerAnswer } from '../../office/selling/buyer-answers.ts';
import type { Asked } from '../../office/selling/asked.ts';
import { findTicket } from '../../office/selling/buyer-changes.ts';
import { buyerPage } from './buyer-pages.ts';
import { buyerWords } from './buyer-words.ts';
import { html, type Html } from './html.ts';
import type { Language } from './language.ts';
import type { Page } from './layout.ts';
import { orderWords } from './order-words.ts';
import { placeWords } from './order.ts';

/** Of a large order: the page comes again with the next, once these are answered. */
const fields_max = 100;

/** What was typed, and whether it can be kept. */
export interface TypedAnswer extends BuyerAnswer {
  readonly fits: boolean;
}

export interface QuestionPageData {
  readonly order: OrderView;
  readonly language: Language;
  readonly asked: readonly Asked[];
  /** by `nameAsked`; undefined: nothing was sent yet */
  readonly typed: ReadonlyMap<string, TypedAnswer> | undefined;
}

/** What one page asks: all, or of very much what is not answered yet. */
export function questionsShown(asked: readonly Asked[]): readonly Asked[] {
  if (asked.length <= fields_max) return asked;
  const open = asked.filter(({ value }) => value === '');
  return (open.length === 0 ? asked : open).slice(0, fields_max);
}

export function questionPage({ order, language, asked, typed }: QuestionPageData): Page {
  const say = buyerWords[language];
  const shown = questionsShown(asked);
  if (shown.length === 0)
    return buyerPage(order, language, say.questionsTitle, html`<p role="status">${say.nothingAsked}</p>`);
  const wrong = [...(typed?.values() ?? [])].some(({ fits }) => !fits);
  const groups = [...Map.groupBy(shown, ({ ticket_id }) => ticket_id)];
  const action = `/o/${formatOrderKey(order)}/questions?lang=${language}`;
  const main = html`<p class="lead">${order.organizer.name}</p>
    ${wrong && html`<p role="alert" class="state bad">${say.wrong}</p>`}
    ${shown.length < asked.length && html`<p class="quiet">${say.moreAsked(asked.length - shown.length)}</p>`}
    <form method="post" action="${action}" class="fields">
      ${groups.map(
        ([ticket_id, own]) =>
          html`${heading(order, ticket_id, language)}
          ${own.map((one) => field(one, typed?.get(nameAsked(one)), language))}`,
      )}
      <button type="submit" class="button">${say.save}</button>
    </form>`;
  return buyerPage(order, language, say.questionsTitle, main);
}

function heading(order: OrderView, ticket_id: number | null, language: Language): Html {
  if (ticket_id === null) return html`<h2>${buyerWords[language].ofOrder}</h2>`;
  const found = findTicket(order, ticket_id);
  if (found === undefined) return html``;
  const { session, ticket } = found;
  const words = orderWords[language];
  return html`<h2>${ticket.price}${ticket.holder !== '' && ` · ${ticket.holder}`}</h2>
    <p class="quiet">${session.event.name}</p>
    ${placeWords(ticket, words)}`;
}

interface Drawn {
  readonly one: Asked;
  readonly id: string;
  readonly value: string;
  readonly language: Language;
  /** attributes that tie what is wrong to the field */
  readonly marks: Html | false;
}

function field(one: Asked, typed: TypedAnswer | undefined, language: Language): Html {
  const say = buyerWords[language];
  const id = nameAsked(one);
  const wrong = typed?.fits === false;
  const marks = wrong && html`aria-invalid="true" aria-describedby="wrong-${id}"`;
  const drawn: Drawn = { one, id, value: typed?.value ?? one.value, language, marks };
  const label = html`${one.label}${one.required && html` <span class="quiet">(${say.needed})</span>`}`;
  const told = wrong && html`<span class="state bad" id="wrong-${id}">${say.answerWrong[one.kind]}</span>`;
  const asked = html`<input type="hidden" name="asked" value="${id}" />`;
  if (one.kind === 'yes_no' || one.kind === 'choices')
    return html`<fieldset class="field" ${marks}>
      <legend>${label}</legend>
      ${asked} ${one.kind === 'yes_no' ? yesNo(drawn) : boxes(drawn)} ${told}
    </fieldset>`;
  return html`<p class="field">
    <label for="q-${id}">${label}</label>
    ${asked} ${control(drawn)} ${told}
  </p>`;
}

const inputs = {
  text: html`type="text" maxlength="500"`,
  number: html`type="text" inputmode="decimal" maxlength="30"`,
  date: html`type="date"`,
  email: html`type="email" autocomplete="email" maxlength="254"`,
  phone: html`type="tel" autocomplete="tel" maxlength="30"`,
} as const;

function control({ one, id, value, language, marks }: Drawn): Html {
  if (one.kind === 'paragraph')
    return html`<textarea id="q-${id}" name="${id}" rows="4" maxlength="10000" ${marks}>${value}</textarea>`;
  if (one.kind === 'choice')
    return html`<select id="q-${id}" name="${id}" ${marks}>
      <option value="">${buyerWords[language].choose}</option>
      ${one.options.map(
        (option) => html`<option value="${option}" ${option === value && html`selected`}>${option}</option>`,
      )}
    </select>`;
  const type = one.kind === 'yes_no' || one.kind === 'choices' ? inputs.text : inputs[one.kind];
  return html`<input id="q-${id}" name="${id}" value="${value}" ${type} ${marks} />`;
}

function yesNo({ id, value, language }: Drawn): Html {
  const say = buyerWords[language];
  const words = [
    ['yes', say.yes],
    ['no', say.no],
  ] as const;
  return html`${words.map(
    ([word, label]) =>
      html`<label class="option">
        <input type="radio" name="${id}" value="${word}" ${word === value && html`checked`} />
        ${label}
      </label>`,
  )}`;
}

function boxes({ one, id, value }: Drawn): Html {
  const chosen = new Set(value.split('\n'));
  return html`${one.options.map(
    (option) =>
      html`<label class="option">
        <input type="checkbox" name="${id}" value="${option}" ${chosen.has(option) && html`checked`} />
        ${option}
      </label>`,
  )}`;
}
