import { statement } from '../../store/statement.ts';
import type { Rx, Tx } from '../../store/transaction.ts';
import type { Sale } from './sale.ts';

/** Who buys, as far as a place may be kept for somebody. */
export interface Buyer {
  readonly organizer_id: number;
  readonly channel: string;
  readonly application_id: number | undefined;
  readonly customer_id: number | undefined;
  readonly user_id: number | undefined;
  /** of somebody who may be no customer yet, in its normal form */
  readonly email?: string | undefined;
  /** staff sells what is kept for others, but nothing that is blocked */
  readonly staff: boolean;
}

export function buyerOf(tx: Tx, sale: Sale): Buyer {
  const { organizer_id, channel, application_id, customer_id, staff } = sale;
  const user_id = tx.actor.kind === 'user' ? (tx.actor.id ?? undefined) : undefined;
  return { organizer_id, channel, application_id, customer_id, user_id, staff: staff !== undefined };
}

/** What the session says of a place. */
export interface KeptPlace {
  readonly place_id: number;
  readonly blocked: number;
  readonly quota: string | null;
  readonly offer_id: number | null;
}

const selectKept = statement<{ session_id: number; place_id: number }, KeptPlace>((db, slot) =>
  db
    .selectFrom('session_place')
    .select(['place_id', 'blocked', 'quota', 'offer_id'])
    .where('session_id', '=', slot('session_id'))
    .where('place_id', '=', slot('place_id')),
);

/** undefined: the place is as the hall has it. */
export function keptPlace(
  rx: Rx,
  place: { session_id: number; place_id: number },
): Promise<KeptPlace | undefined> {
  return rx.first(selectKept, place);
}

/** Whether the session leaves the place to this buyer: it is not blocked, nor kept for others. */
export async function mayTake(rx: Rx, buyer: Buyer, kept: KeptPlace | undefined): Promise<boolean> {
  return kept === undefined || (kept.blocked === 0 && (await allows(rx, buyer, kept.quota)));
}

/** An offer, as far as places are sold by it or by others. */
export interface PlaceOffer {
  readonly id: number;
  readonly places_only: number;
}

/** A place that names an offer is sold by that alone, and an offer for such places nowhere else. */
export function sells(offer: PlaceOffer, own_offer_id: number | null): boolean {
  return own_offer_id === null ? offer.places_only === 0 : own_offer_id === offer.id;
}

const selectQuotas = statement<{ session_id: number }, { quota: string | null }>((db, slot) =>
  db
    .selectFrom('session_place')
    .select('quota')
    .distinct()
    .where('session_id', '=', slot('session_id'))
    .where('quota', 'is not', null),
);

/** The quotas of a session, as they stand in the column, that keep places from this buyer. */
export async function quotasAgainst(rx: Rx, buyer: Buyer, session_id: number): Promise<Set<string>> {
  const rows = await rx.run(selectQuotas, { session_id });
  return quotasRefusing(
    rx,
    buyer,
    rows.map(({ quota }) => quota),
  );
}

/** Those of the quotas that keep places from this buyer. */
export async function quotasRefusing(
  rx: Rx,
  buyer: Buyer,
  quotas: readonly (string | null)[],
): Promise<Set<string>> {
  const refusing = new Set<string>();
  for (const quota of new Set(quotas)) {
    if (quota !== null && !(await allows(rx, buyer, quota))) refusing.add(quota);
  }
  return refusing;
}

interface KnownCustomer {
  readonly email_normal: string | null;
  readonly metadata: string;
}

const selectCustomer = statement<{ organizer_id: number; id: number }, KnownCustomer>((db, slot) =>
  db
    .selectFrom('customer')
    .select(['email_normal', 'metadata'])
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id')),
);

const selectByEmail = statement<{ organizer_id: number; email: string }, KnownCustomer>((db, slot) =>
  db
    .selectFrom('customer')
    .select(['email_normal', 'metadata'])
    .where('organizer_id', '=', slot('organizer_id'))
    .where('email_normal', '=', slot('email')),
);

/**
 * `{customers?: normal e-mail addresses, groups?: names of customers' groups, channels?, applications?: ids, users?: ids}`:
 * any of them will do.
 */
async function allows(rx: Rx, buyer: Buyer, quota: string | null): Promise<boolean> {
  if (quota === null || buyer.staff) return true;
  const kept = JSON.parse(quota) as Readonly<Record<string, unknown>> | null;
  const names = (list: string, who: string | number | null | undefined): boolean => {
    const named = kept?.[list];
    return who !== null && who !== undefined && Array.isArray(named) && named.includes(who);
  };
  if (names('channels', buyer.channel) || names('applications', buyer.application_id)) return true;
  if (names('users', buyer.user_id)) return true;
  if (names('customers', buyer.email)) return true;
  if (!Array.isArray(kept?.['customers']) && !Array.isArray(kept?.['groups'])) return false;
  const customer = await customerOf(rx, buyer);
  if (customer === undefined) return false;
  return (
    names('customers', customer.email_normal) ||
    groupsOf(customer.metadata).some((group) => names('groups', group))
  );
}

async function customerOf(rx: Rx, buyer: Buyer): Promise<KnownCustomer | undefined> {
  const { organizer_id, customer_id: id, email } = buyer;
  if (id !== undefined) return rx.first(selectCustomer, { organizer_id, id });
  return email === undefined ? undefined : rx.first(selectByEmail, { organizer_id, email });
}

/** A customer's groups stand in its metadata. */
function groupsOf(metadata: string): string[] {
  const { groups } = JSON.parse(metadata) as { groups?: unknown };
  return Array.isArray(groups) ? groups.filter((group) => typeof group === 'string') : [];
}
