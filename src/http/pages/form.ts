import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Fault } from '../../domain/faults.ts';
import type { OrderView } from '../../office/documents/order-view.ts';
import { languageOf, type Language } from './language.ts';
import { sendTrouble } from './trouble.ts';

export type FormRequest = FastifyRequest<{ Params: { readonly key: string; readonly ticket?: string } }>;

const form_bytes_max = 4_096;

/** A form that one of our own pages sent. The link is the secret; a page of another site that knows it still may not use it. */
export function takesForm(
  scope: FastifyInstance,
  url: string,
  take: (request: FormRequest, reply: FastifyReply) => Promise<FastifyReply>,
  bodyLimit = form_bytes_max,
): void {
  scope.register((forms, _options, done) => {
    // whatever a browser calls its body: what is read of it are the fields of a form
    forms.addContentTypeParser('*', { parseAs: 'string', bodyLimit }, (_request, body, parsed) =>
      parsed(null, body),
    );
    forms.post(url, async (request: FormRequest, reply) => {
      if (isFromElsewhere(request)) return sendTrouble(request, reply, 'elsewhere');
      // refused on either store, as in every call
      if (fieldsOf(request.body).toString().includes('%00'))
        throw new Fault('invalid_input', { in: 'body', path: '', message: 'holds U+0000' });
      return take(request, reply);
    });
    done();
  });
}

/** What was typed, by the names of the fields. */
export function fieldsOf(body: unknown): URLSearchParams {
  return new URLSearchParams(typeof body === 'string' ? body : '');
}

/** The order's pages send no referrer, so that a browser calls their origin "null". */
function isFromElsewhere({ headers, host }: FastifyRequest): boolean {
  const { origin, 'sec-fetch-site': site } = headers;
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return origin !== undefined && origin !== 'null' && URL.parse(origin)?.host !== host;
}

export function languageFor(request: FastifyRequest, order: OrderView): Language {
  return languageOf(request, order.language ?? order.organizer.language);
}
