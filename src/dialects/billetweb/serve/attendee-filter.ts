import { Fault } from '../../../domain/faults.ts';
import { parseLocal } from '../../../domain/local-time.ts';
import { normaliseEmail } from '../../../domain/person.ts';
import { localId } from '../../../office/served-ids/served-ids.ts';
import type { Rx } from '../../../store/transaction.ts';
import { ticketOfExtId, type Used } from '../wire.ts';

/** The parameters of `attendees` as they come (wire-notes.md, "BilletWeb"). */
export interface AttendeeWish {
  readonly since?: string | undefined;
  readonly last_update?: number | undefined;
  readonly to?: number | undefined;
  readonly used?: Used | undefined;
  readonly session?: number | undefined;
  readonly ticket?: number | undefined;
  readonly ticket_id?: number | undefined;
  readonly email?: string | undefined;
  readonly ext_id?: string | undefined;
  readonly barcode?: string | undefined;
  readonly disabled?: boolean | undefined;
}

/** The same in the office's terms; a list of ids that is empty finds nothing. */
export interface AttendeeFilter {
  readonly sold_from: number | undefined;
  readonly updated_from: number | undefined;
  readonly updated_until: number | undefined;
  readonly used: Used | undefined;
  readonly session_ids: readonly number[] | undefined;
  readonly price_ids: readonly number[] | undefined;
  readonly email: string | undefined;
  readonly ticket_ids: readonly number[] | undefined;
  /** the vendor's `ext_id` of a ticket that came from there */
  readonly foreign_ref: string | undefined;
  readonly disabled: boolean;
}

const minute_ms = 60_000;
const tickets_max = 1_000;

/** Throws `invalid_date`, `invalid_email` for what is not understood: a filter is never dropped. */
export async function filterOf(
  rx: Rx,
  organizer: { organizer_id: number; zone: string },
  wish: AttendeeWish,
  now: number,
): Promise<AttendeeFilter> {
  const { organizer_id, zone } = organizer;
  const local = (kind: string) => async (served_id: number | undefined) => {
    if (served_id === undefined) return undefined;
    const id = await localId(rx, { organizer_id, dialect: 'billetweb', kind, served_id });
    return id === undefined ? [] : [id];
  };
  const ext = await byExtId(rx, organizer_id, wish.ext_id);
  const prices = [await local('price')(wish.ticket), await local('price')(wish.ticket_id)];
  return {
    sold_from: wish.since === undefined ? undefined : soldFrom(wish.since, zone, now),
    updated_from: wish.last_update === undefined ? undefined : wish.last_update * 1000,
    // to the end of that second: our clock is finer than the client's
    updated_until: wish.to === undefined ? undefined : wish.to * 1000 + 999,
    used: wish.used,
    session_ids: await local('session')(wish.session),
    price_ids: both(prices[0], prices[1]),
    email: wish.email === undefined ? undefined : normaliseEmail(wish.email),
    ticket_ids: both(await byBarcode(rx, organizer_id, wish.barcode), ext),
    foreign_ref: ext === undefined ? wish.ext_id : undefined,
    disabled: wish.disabled === true,
  };
}

/** Digits alone are minutes back from now; everything else is a local time. */
function soldFrom(since: string, zone: string, now: number): number {
  if (/^\d+$/.test(since)) return now - Number(since) * minute_ms;
  try {
    return parseLocal(since, zone);
  } catch {
    throw new Fault('invalid_input', { in: 'query', path: 'since', message: 'no such date' });
  }
}

/** Ids that both conditions allow; undefined is no condition. */
function both(
  one: readonly number[] | undefined,
  other: readonly number[] | undefined,
): readonly number[] | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one.filter((id) => other.includes(id));
}

async function byBarcode(
  rx: Rx,
  organizer_id: number,
  code: string | undefined,
): Promise<number[] | undefined> {
  if (code === undefined) return undefined;
  const rows = await rx.db
    .selectFrom('barcode')
    .select('ticket_id')
    .where('organizer_id', '=', organizer_id)
    .where('code', '=', code)
    .limit(tickets_max)
    .execute();
  return rows.flatMap(({ ticket_id }) => (ticket_id === null ? [] : [ticket_id]));
}

/** Of a ticket that is shown under our own `ext_id`; undefined for one that may stand with a ticket of the vendor. */
async function byExtId(
  rx: Rx,
  organizer_id: number,
  ext_id: string | undefined,
): Promise<number[] | undefined> {
  const served_id = ext_id === undefined ? undefined : ticketOfExtId(ext_id);
  if (served_id === undefined) return undefined;
  const id = await localId(rx, { organizer_id, dialect: 'billetweb', kind: 'ticket', served_id });
  return id === undefined ? undefined : [id];
}
