import type { FastifyRequest } from 'fastify';

export type Language = 'fr' | 'en';

/** `?lang=` first, then what the browser prefers, then the one given (the buyer's own), then French. */
export function languageOf(request: FastifyRequest, fallback?: string | null): Language {
  const { lang } = request.query as { lang?: unknown };
  if (lang === 'fr' || lang === 'en') return lang;
  return preferred(request.headers['accept-language']) ?? (fallback === 'en' ? 'en' : 'fr');
}

function preferred(header: string | undefined): Language | undefined {
  let best: Language | undefined;
  let best_q = 0;
  for (const part of (header ?? '').slice(0, 1_000).split(',')) {
    const [, name, q = '1'] = /^\s*([a-z]{2})(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*$/i.exec(part) ?? [];
    const language = name?.toLowerCase();
    if ((language === 'fr' || language === 'en') && Number(q) > best_q) {
      best = language;
      best_q = Number(q);
    }
  }
  return best;
}
