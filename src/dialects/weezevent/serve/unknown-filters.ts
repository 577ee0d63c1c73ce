import { isObject, type Body, type Incoming } from '../../../contract/incoming.ts';
import { Fault } from '../../../domain/faults.ts';
import { weezevent } from '../contract.ts';

/** Words that a filter's name is made of: those of the document, and what other services call the like. */
const filter_words = new Set(
  [
    'after before between category city code country date dates day deleted email end event events filter filters',
    'from include limit max moderation offset order organizer page result results paid passed period province published query',
    'refund refunded removed sales scanned search since start state status ticket tickets to unpaid until update',
    'updated where without zip closed count per skip evenement billet participant participants price tarif',
  ]
    .join(' ')
    .split(' '),
);
/** What narrows a search by itself; as part of a name (`device_name`, `app_text`) it is a client's own. */
const whole_names = new Set('q keyword keywords name title text venue place nom prenom address'.split(' '));
/** What tells a filter even where words are run together, as in `eventid`. */
const filter_roots =
  /event|evenement|ticket|billet|participant|barcode|update|deleted|removed|unpaid|categor|organi[sz]/;
/** How the document names what it looks for: `id_event`, `id_date`. */
const id_start = /^ids?([_-]|$)/;

/** Per endpoint the names that it knows: an id of the path may be told again (weezevent-api.txt: "id", "Participant id"). */
const declared: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(weezevent.endpoints).map(([name, one]) => [
    name,
    new Set([
      ...('input' in one ? Object.keys(one.input.properties) : []),
      ...('params' in one ? Object.keys(one.params.properties) : []),
    ]),
  ]),
);

/**
 * A filter that is not understood is an error, never "no filter": a client that mistypes `id_event` would be given the
 * participants of all events. Whatever else a client sends along (`_=123`, `nocache`, `device`) is let pass. Throws
 * `unknown_filter` with the name, `invalid_input` for an id that is told again and is not that of the address.
 */
export function refuseUnknownFilters(incoming: Incoming): void {
  const { endpoint, query, body, request } = incoming;
  for (const [name, value] of Object.entries(request.params ?? {})) {
    if ((incoming.text(name) ?? value) !== value)
      throw new Fault('invalid_input', { field: name, reason: 'is not that of the address' });
  }
  const known = declared.get(endpoint) ?? new Set();
  // an application names its settings as it likes
  const in_body = endpoint === 'setScanSettings' ? [] : namesInBody(body);
  for (const name of [...namesOf(query.children), ...in_body]) {
    if (known.has(name) || !looksLikeFilter(name)) continue;
    throw new Fault('unknown_filter', { field: /^\w{1,60}$/.test(name) ? name : '' });
  }
}

/** Whether a name that nobody declared asks for a part of the list, spelt with up to one letter wrong. */
export function looksLikeFilter(name: string): boolean {
  const plain = name
    .slice(0, 100)
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, '_')
    .toLowerCase();
  // a name that begins so is a browser's or a campaign's own
  if (/^(_|utm_)/.test(plain)) return false;
  if (id_start.test(plain) || filter_roots.test(plain) || whole_names.has(plain)) return true;
  return plain.split(/[^a-z]+/).some((word) => filter_words.has(word) || isMistyped(word));
}

const letters_of_mistyped_min = 4;

function isMistyped(word: string): boolean {
  if (word.length < letters_of_mistyped_min) return false;
  return filter_words
    .keys()
    .some((meant) => meant.length >= letters_of_mistyped_min + 1 && isOneLetterOff(word, meant));
}

/** One letter too many, too few, another one, or two that changed places. */
function isOneLetterOff(word: string, meant: string): boolean {
  let start = 0;
  while (start < word.length && word[start] === meant[start]) start += 1;
  const of_word = word.slice(start);
  const of_meant = meant.slice(start);
  return (
    of_word.slice(1) === of_meant ||
    of_word === of_meant.slice(1) ||
    of_word.slice(1) === of_meant.slice(1) ||
    (of_word[0] === of_meant[1] && of_word[1] === of_meant[0] && of_word.slice(2) === of_meant.slice(2))
  );
}

const namesOf = (children: ReadonlyMap<string, unknown> | undefined): string[] => [
  ...(children?.keys() ?? []),
];

function namesInBody(body: Body): string[] {
  if (body.kind === 'form') return namesOf(body.form.children);
  return body.kind === 'json' && isObject(body.value) ? Object.keys(body.value) : [];
}
