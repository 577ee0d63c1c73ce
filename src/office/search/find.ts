/** One search for a name, an address, an order, a barcode or a foreign id. Every question here enters an index at one point. */
import { endOfPrefix, foldEmail, foldText } from '../../domain/search-terms.ts';
import { statusOfCode } from '../../domain/order-life.ts';
import { joinName } from '../../domain/person.ts';
import type { Rx } from '../../store/transaction.ts';
import { parseOrderKey } from '../documents/order-link.ts';
import type { SearchKind } from './terms.ts';

/** what one word may lead to before the other words choose among it */
const candidates_max = 500;

export interface SearchWish {
  readonly organizer_id: number;
  readonly text: string;
  readonly limit: number;
  /** undefined: all of the organizer's */
  readonly event_ids: readonly number[] | undefined;
  readonly with_customers: boolean;
}

export type MatchedBy = 'id' | 'barcode' | 'foreign_id' | 'text';

export interface Hit {
  readonly kind: SearchKind;
  readonly id: number;
  readonly order_id: number | null;
  readonly event_id: number | null;
  readonly label: string;
  readonly name: string;
  readonly email: string;
  /** of an order its status, of a ticket its state */
  readonly state: string | null;
  readonly matched_by: MatchedBy;
}

interface Found {
  readonly kind: SearchKind;
  readonly id: number;
  readonly matched_by: MatchedBy;
}

/** What fits, what is named exactly first; each thing once. */
export async function findAnything(rx: Rx, asked: SearchWish): Promise<Hit[]> {
  // PostgreSQL knows no text with such a sign in it
  const wish = { ...asked, text: asked.text.replaceAll('\0', '') };
  const found = [
    ...byId(wish),
    ...(await byBarcode(rx, wish)),
    ...(await byForeignId(rx, wish)),
    ...(await byText(rx, wish)),
  ];
  const once = new Map(found.toReversed().map((one) => [`${one.kind} ${one.id}`, one]));
  const wanted = found.filter((one) => once.get(`${one.kind} ${one.id}`) === one);
  const hits = await describe(rx, wish, wanted);
  return hits.slice(0, wish.limit);
}

/** An order's number or link, a ticket's number, a customer's. Whether they are this organizer's is seen when they are read. */
function byId({ text }: SearchWish): Found[] {
  const key = parseOrderKey(/\/o\/([^/?#]+)/.exec(text)?.[1] ?? text.trim());
  if (key !== undefined) return [{ kind: 'order', id: key.id, matched_by: 'id' }];
  const number = /^#?(\d{1,15})$/.exec(text.trim())?.[1];
  if (number === undefined) return [];
  return (['order', 'ticket', 'customer'] as const).map((kind) => ({
    kind,
    id: Number(number),
    matched_by: 'id',
  }));
}

async function byBarcode(rx: Rx, { organizer_id, text, limit }: SearchWish): Promise<Found[]> {
  const rows = await rx.db
    .selectFrom('barcode')
    .select('ticket_id')
    .where('organizer_id', '=', organizer_id)
    .where('code', '=', text.trim())
    .limit(limit)
    .execute();
  return rows.flatMap(({ ticket_id }) =>
    ticket_id === null ? [] : [{ kind: 'ticket', id: ticket_id, matched_by: 'barcode' }],
  );
}

const foreign_kinds = ['order', 'ticket', 'customer'] as const;

/** The ids of other systems: of what was pulled from them, and those under which dialects show what is here. */
async function byForeignId(rx: Rx, { organizer_id, text, limit }: SearchWish): Promise<Found[]> {
  const foreign_id = text.trim();
  const connections = await rx.db
    .selectFrom('connection')
    .select(['id', 'dialect'])
    .where('organizer_id', '=', organizer_id)
    .execute();
  const ids = connections.map(({ id }) => id);
  const links =
    ids.length === 0
      ? []
      : await rx.db
          .selectFrom('link')
          .select(['kind', 'local_id'])
          .where('connection_id', 'in', ids)
          .where('kind', 'in', foreign_kinds)
          .where('foreign_id', '=', foreign_id)
          .limit(limit)
          .execute();
  const orders = await rx.db
    .selectFrom('order')
    .select('id')
    .where('organizer_id', '=', organizer_id)
    .where('foreign_ref', '=', foreign_id)
    .limit(limit)
    .execute();
  const served = await rx.db
    .selectFrom('served_id')
    .select(['kind', 'local_id'])
    .where('organizer_id', '=', organizer_id)
    .where('dialect', 'in', await dialectsOf(rx, organizer_id))
    .where('kind', 'in', foreign_kinds)
    .where('served_id', '=', foreign_id)
    .limit(limit)
    .execute();
  return [
    ...[...links, ...served].map(({ kind, local_id }) => ({ kind: kind as SearchKind, id: local_id })),
    ...orders.map(({ id }) => ({ kind: 'order' as const, id })),
  ].map((one) => ({ ...one, matched_by: 'foreign_id' as const }));
}

/** The dialects that programs speak with the organizer. */
async function dialectsOf(rx: Rx, organizer_id: number): Promise<string[]> {
  const rows = await rx.db
    .selectFrom('credential')
    .innerJoin('application_reach', 'application_reach.application_id', 'credential.application_id')
    .select('credential.dialect')
    .distinct()
    .where('application_reach.organizer_id', '=', organizer_id)
    .execute();
  // an empty list is no SQL on PostgreSQL, and no dialect is called nothing
  return ['', ...rows.map(({ dialect }) => dialect)];
}

async function byText(rx: Rx, wish: SearchWish): Promise<Found[]> {
  const { text, limit } = wish;
  const folded = foldText(text);
  const prefixes = text.includes('@') || folded === '' ? [foldEmail(text)] : [folded, foldEmail(text)];
  const found: Found[] = [];
  for (const prefix of new Set(prefixes)) found.push(...(await beginning(rx, wish, prefix, limit)));
  const words = folded.split(' ').filter((word) => word.length > 1);
  if (found.length > 0 || words.length < 2) return found;
  // words that do not stand side by side: what the first leads to, where the others lead there as well
  const [first = '', ...others] = words.toSorted((a, b) => b.length - a.length);
  let left = await beginning(rx, wish, first, candidates_max);
  for (const word of others) {
    const there = new Set(
      (await beginning(rx, wish, word, candidates_max)).map(({ kind, id }) => `${kind} ${id}`),
    );
    left = left.filter(({ kind, id }) => there.has(`${kind} ${id}`));
  }
  return left;
}

async function beginning(
  rx: Rx,
  { organizer_id, with_customers }: SearchWish,
  prefix: string,
  limit: number,
): Promise<Found[]> {
  if (prefix.length < 2) return [];
  const rows = await rx.db
    .selectFrom('search_term')
    .select(['kind', 'local_id'])
    .where('organizer_id', '=', organizer_id)
    .where('term', '>=', prefix)
    .where('term', '<', endOfPrefix(prefix))
    .orderBy('term')
    .limit(limit)
    .execute();
  return rows.flatMap(({ kind, local_id }) =>
    kind === 'customer' && !with_customers
      ? []
      : [{ kind: kind as SearchKind, id: local_id, matched_by: 'text' }],
  );
}

/** What is shown of each, in the order in which it was found; another organizer's and other events' are left out. */
async function describe(rx: Rx, wish: SearchWish, found: readonly Found[]): Promise<Hit[]> {
  const shown = new Map<string, Omit<Hit, 'matched_by'>>();
  const idsOf = (kind: SearchKind): number[] => found.flatMap((one) => (one.kind === kind ? [one.id] : []));
  const hits = [
    ...(await orderHits(rx, wish, idsOf('order'))),
    ...(await ticketHits(rx, wish, idsOf('ticket'))),
    ...(wish.with_customers ? await customerHits(rx, wish, idsOf('customer')) : []),
  ];
  for (const hit of hits) shown.set(`${hit.kind} ${hit.id}`, hit);
  return found.flatMap(({ kind, id, matched_by }) => {
    const hit = shown.get(`${kind} ${id}`);
    return hit === undefined ? [] : [{ ...hit, matched_by }];
  });
}

type Shown = Omit<Hit, 'matched_by'>;

/**
 * Whose a row is, is looked at once it is read by its id: with both in the question, SQLite may look through all rows of the
 * organizer.
 */
function isWithin({ organizer_id, event_ids }: SearchWish) {
  return (row: { readonly organizer_id: number; readonly event_id: number | null }): boolean =>
    row.organizer_id === organizer_id && event_ids?.includes(row.event_id ?? 0) !== false;
}

async function orderHits(rx: Rx, wish: SearchWish, ids: readonly number[]): Promise<Shown[]> {
  if (ids.length === 0) return [];
  const rows = await rx.db
    .selectFrom('order as o')
    .leftJoin('customer as c', 'c.id', 'o.customer_id')
    .select([
      'o.id',
      'o.organizer_id',
      'o.event_id',
      'o.label',
      'o.status',
      'c.first_name',
      'c.last_name',
      'c.email',
    ])
    .where('o.id', 'in', ids)
    .execute();
  return rows.filter(isWithin(wish)).map((row) => ({
    kind: 'order',
    id: row.id,
    order_id: row.id,
    event_id: row.event_id,
    label: row.label,
    name: joinName({ first_name: row.first_name ?? '', last_name: row.last_name ?? '' }),
    email: row.email ?? '',
    state: statusOfCode(row.status),
  }));
}

async function ticketHits(rx: Rx, wish: SearchWish, ids: readonly number[]): Promise<Shown[]> {
  if (ids.length === 0) return [];
  const rows = await rx.db
    .selectFrom('ticket as t')
    .innerJoin('order as o', 'o.id', 't.order_id')
    .select([
      't.id',
      't.organizer_id',
      't.order_id',
      't.event_id',
      'o.label',
      't.state',
      't.holder_first_name',
      't.holder_last_name',
      't.holder_email',
    ])
    .where('t.id', 'in', ids)
    .execute();
  return rows.filter(isWithin(wish)).map((row) => ({
    kind: 'ticket',
    id: row.id,
    order_id: row.order_id,
    event_id: row.event_id,
    label: row.label,
    name: joinName({ first_name: row.holder_first_name, last_name: row.holder_last_name }),
    email: row.holder_email,
    state: row.state,
  }));
}

async function customerHits(rx: Rx, wish: SearchWish, ids: readonly number[]): Promise<Shown[]> {
  if (ids.length === 0) return [];
  const rows = await rx.db
    .selectFrom('customer')
    .select(['id', 'organizer_id', 'first_name', 'last_name', 'email', 'company', 'erased_at'])
    .where('id', 'in', ids)
    .execute();
  const own = rows.filter((row) => row.organizer_id === wish.organizer_id && row.erased_at === null);
  return own.map((row) => ({
    kind: 'customer',
    id: row.id,
    order_id: null,
    event_id: null,
    label: row.company,
    name: joinName(row),
    email: row.email,
    state: null,
  }));
}
