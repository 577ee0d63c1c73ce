import type { FastifyReply, FastifyRequest } from 'fastify';
import { html, type Content, type Html } from './html.ts';
import { icon_path } from './icon.ts';
import type { Language } from './language.ts';
import { style_path } from './style.ts';

export interface Page {
  readonly language: Language;
  readonly title: string;
  readonly main: Content;
  /** a page that only its owner may see: not kept, not found, not named to other sites */
  readonly private?: boolean;
  /** said at the foot of the page */
  readonly foot: string;
  /** for the eyes of somebody else, at arm's length: dark on white whatever the screen prefers, and nothing around it */
  readonly shown?: boolean;
}

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self' data:",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const own = { fr: 'Français', en: 'English' } as const;
const skip = { fr: 'Aller au contenu', en: 'Skip to the content' } as const;
const languageWord = { fr: 'Langue', en: 'Language' } as const;

/** Sends a page with the headers that keep browsers in line. */
export function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  page: Page,
): FastifyReply {
  reply.code(status).type('text/html; charset=utf-8');
  reply.headers({
    'content-security-policy': policy,
    'referrer-policy': page.private === true ? 'no-referrer' : 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'content-language': page.language,
    vary: 'accept-language',
    'cache-control': page.private === true ? 'private, no-store' : 'no-cache',
    ...(page.private === true ? { 'x-robots-tag': 'noindex, nofollow' } : {}),
  });
  return reply.send(document(request, page).text);
}

function document(request: FastifyRequest, page: Page): Html {
  const { language, title, main, foot, shown = false } = page;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        ${
          page.private === true &&
          html`<meta name="robots" content="noindex, nofollow" />
            <meta name="referrer" content="no-referrer" />`
        }
        <title>${title}</title>
        <link rel="stylesheet" href="${style_path}" />
        <link rel="icon" href="${icon_path}" type="image/svg+xml" />
      </head>
      <body class="${shown && 'shown'}">
        <a class="skip" href="#content">${skip[language]}</a>
        ${!shown && pageHeader(request, language)}
        <main id="content" tabindex="-1">${main}</main>
        ${!shown && html`<footer><p>${foot}</p></footer>`}
      </body>
    </html> `;
}

function pageHeader(request: FastifyRequest, language: Language): Html {
  return html`<header class="top">
    <a class="mark" href="/?lang=${language}">Guichet</a>
    <nav class="languages" aria-label="${languageWord[language]}">
      ${(['fr', 'en'] as const).map((one) => choice(request, one, language))}
    </nav>
  </header>`;
}

function choice(request: FastifyRequest, one: Language, current: Language): Html {
  if (one === current) return html`<span aria-current="true" lang="${one}">${own[one]}</span>`;
  const path = request.url.split('?')[0] ?? '/';
  return html`<a href="${path}?lang=${one}" lang="${one}" hreflang="${one}">${own[one]}</a>`;
}
