import { isObject, type Body, type Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { weezevent } from '../contract.ts';

/** Names that tell nothing of what is asked for: of caches, of formats, of clients that send all they have. */
const harmless = new Set([
  'callback',
  'format',
  'lang',
  'language',
  'locale',
  'password',
  'timestamp',
  'username',
  'v',
  'version',
]);
const harmless_start = /^(_|utm_)/;

const declared: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(weezevent.endpoints).map(([name, one]) => [
    name,
    new Set('input' in one ? Object.keys(one.input.properties) : []),
  ]),
);

/**
 * A filter that is not understood is an error, never "no filter": a client that mistypes `id_event` would be given the
 * participants of all events. Throws `unknown_filter` with the name.
 */
export function refuseUnknownParameters({ endpoint, query, body }: Incoming): void {
  const known = declared.get(endpoint) ?? new Set();
  for (const name of [...namesOf(query.children), ...namesInBody(body)]) {
    if (known.has(name) || harmless.has(name) || harmless_start.test(name)) continue;
    throw new Fault('unknown_filter', { field: /^\w{1,60}$/.test(name) ? name : '' });
  }
}

const namesOf = (children: ReadonlyMap<string, unknown> | undefined): string[] => [
  ...(children?.keys() ?? []),
];

function namesInBody(body: Body): string[] {
  if (body.kind === 'form') return namesOf(body.form.children);
  return body.kind === 'json' && isObject(body.value) ? Object.keys(body.value) : [];
}
