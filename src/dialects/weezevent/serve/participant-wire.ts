import { localTextsOf } from '../../../domain/local-texts.ts';
import type { MinimizedParticipant, Participant } from '../shapes.ts';
import { flagText, isWeezTicket, no_date_time, numberOf, weezTicketOf } from '../wire.ts';
import { shownId, type PageExtras } from './page-extras.ts';
import type { ParticipantRow } from './participant-columns.ts';
import type { Lookups } from './participant-lookups.ts';

export interface WritingOf {
  readonly zone: string;
  readonly lookups: Lookups;
  readonly full: boolean;
  readonly moderation: boolean;
}

/** What is kept of a holder beside names and addresses, where a client or a source told it. */
interface HolderWords {
  readonly member_code?: unknown;
  readonly custom_field?: unknown;
  readonly origin?: unknown;
}

const nobody = { id: '0', name: '' };
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/**
 * Where it was sold, in the vendor's words: the document has "saisir" (typed in by the organizer) alone, the others are
 * ours.
 */
function originOf({ channel, connection_id }: ParticipantRow): string {
  if (connection_id !== null) return 'importer';
  if (channel === 'counter' || channel === 'caisse') return 'guichet';
  return channel === 'weezevent' ? 'saisir' : 'vendre';
}

/** Makes the writer of an event's rows: everything that rows share is worked out once. */
export function participantWriter(of: WritingOf): (row: ParticipantRow, extras: PageExtras) => Participant {
  const { lookups, full, moderation } = of;
  const time = localTextsOf(of.zone, no_date_time);
  const id_event = numberOf(lookups.served_event);
  return (row, extras) => {
    const participant = shownId(extras.ticketIds, row.id);
    const order = shownId(extras.orderIds, row.order_id);
    const words = row.holder_metadata === '{}' ? undefined : (JSON.parse(row.holder_metadata) as HolderWords);
    const origin = text(words?.origin) || originOf(row);
    const date = row.session_id === null ? undefined : lookups.dates.get(row.session_id);
    const removed = row.state === 'cancelled' || row.state === 'deleted';
    const { foreign_ref } = row;
    const written: Participant = {
      id_participant: numberOf(participant),
      id_event,
      id_date: date === undefined ? 0 : numberOf(date),
      id_ticket: (row.price_id === null ? undefined : lookups.prices.get(row.price_id)) ?? '',
      barcode: row.code ?? '',
      id_weez_ticket:
        foreign_ref !== null && isWeezTicket(foreign_ref)
          ? foreign_ref
          : weezTicketOf({ participant, event: lookups.served_event, order }),
      deleted: flagText(removed),
      refund: row.state === 'refunded' ? '1' : '',
      comment: row.comment,
      create_date: time(row.created_at),
      origin,
      id_transaction: numberOf(order),
      paid: row.paid,
      code_member: text(words?.member_code),
      control_status: controlStatus(row, extras, time),
      owner: ownerOf(row, words, origin),
      upselling: extras.upselling.get(row.id) ?? [],
    };
    if (removed && row.deleted_at !== null) written.delete_date = time(row.deleted_at);
    if (moderation) written.moderation = row.blocked ? 'blocked' : 'accepted';
    if (full) {
      written.answers = extras.ofTickets.get(row.id) ?? [];
      written.buyer = buyerOf(row, extras);
    }
    return written;
  };
}

function controlStatus(
  row: ParticipantRow,
  extras: PageExtras,
  time: (instant: number) => string,
): Participant['control_status'] {
  if (row.used === 0) {
    return { status: '0', scan_date: no_date_time, scan_user: '0', scan_user_name: '' };
  }
  const { id, name } = extras.scanUsers.get(row.id) ?? nobody;
  const scan_date = row.last_used_at === null ? no_date_time : time(row.last_used_at);
  return { status: '1', scan_date, scan_user: id, scan_user_name: name };
}

/** Who enters; where nobody was named, the buyer (weezevent-api.txt, "GET /participants": "owner"). */
function ownerOf(row: ParticipantRow, words: HolderWords | undefined, origin: string): Participant['owner'] {
  const own = row.holder_first_name !== '' || row.holder_last_name !== '' || row.holder_email !== '';
  return {
    first_name: own ? row.holder_first_name : row.first_name,
    last_name: own ? row.holder_last_name : row.last_name,
    email: own ? row.holder_email : row.email,
    comment: row.comment,
    custom_field: text(words?.custom_field),
    origin,
  };
}

function buyerOf(row: ParticipantRow, extras: PageExtras): NonNullable<Participant['buyer']> {
  return {
    id_acheteur: row.customer_id === null ? 0 : numberOf(shownId(extras.customerIds, row.customer_id)),
    email_acheteur: row.email,
    acheteur_last_name: row.last_name,
    acheteur_first_name: row.first_name,
    answers: extras.ofOrders.get(row.order_id) ?? [],
  };
}

/** The same under short names. */
export function minimized(row: Participant): MinimizedParticipant {
  const { control_status: status, owner } = row;
  return {
    id: row.id_participant,
    ev: row.id_event,
    da: row.id_date,
    ti: row.id_ticket,
    bc: row.barcode,
    wt: row.id_weez_ticket,
    de: row.deleted,
    re: row.refund,
    co: row.comment,
    cd: row.create_date,
    or: row.origin,
    tr: row.id_transaction,
    pa: row.paid,
    cm: row.code_member,
    cs: { st: status.status, sd: status.scan_date, su: status.scan_user, sn: status.scan_user_name },
    ow: {
      fn: owner.first_name,
      ln: owner.last_name,
      em: owner.email,
      co: owner.comment,
      cf: owner.custom_field,
      or: owner.origin,
    },
    up: row.upselling,
    ...(row.moderation === undefined ? {} : { mo: row.moderation }),
    ...(row.delete_date === undefined ? {} : { dd: row.delete_date }),
    ...(row.answers === undefined ? {} : { an: row.answers }),
    ...(row.buyer === undefined ? {} : { bu: row.buyer }),
  };
}
