import type { Asked } from '../../office/selling/asked.ts';
import { buyerWords } from './buyer-words.ts';
import { html, type Html } from './html.ts';
import type { Language } from './language.ts';

export interface NoticeData {
  /** what the buyer may answer now */
  readonly asked: readonly Asked[];
  /** answers were just saved */
  readonly answered?: unknown;
  readonly language: Language;
}

/** What the organizer wants to know, and whether it still waits for some of it. */
export function questionsNotice({ asked, answered, language }: NoticeData, path: string): Html | false {
  if (asked.length === 0) return false;
  const say = buyerWords[language];
  const missing = asked.filter(({ required, value }) => required && value === '').length;
  const given = asked.some(({ value }) => value !== '');
  const words = missing > 0 ? say.answersMissing(missing) : given ? say.answersGiven : say.answersAsked;
  return html`<div class="notice no-print" id="questions">
    ${answered !== undefined && html`<p role="status" class="state good">${say.answered}</p>`}
    <p>
      ${words}
      <a href="${path}/questions?lang=${language}"
        >${missing > 0 || !given ? say.answer : say.changeAnswers}</a
      >
    </p>
  </div>`;
}
