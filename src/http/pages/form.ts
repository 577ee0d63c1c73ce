import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
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
    forms.post(url, async (request: FormRequest, reply) =>
      isFromElsewhere(request) ? sendTrouble(request, reply, 'elsewhere') : take(request, reply),
    );
    done();
  });
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
