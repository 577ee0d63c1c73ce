import { createHash } from 'node:crypto';
import { formatOffset } from '../../domain/local-time.ts';
import type { DocumentLanguage } from '../documents/ticket-words.ts';
import type { GoogleIdentity } from './google-identity.ts';
import type { WalletTicket, WalletTickets } from './wallet-tickets.ts';

/**
 * Browsers and phones differ in how long a link they pass on; this much all do. A link that would be longer says less of the
 * evening: the code, the name, the day and the seat are always there.
 */
const link_chars_max = 2_000;

/**
 * A link that puts the tickets into Google Wallet: classes and objects stand in the signed link itself, so that this office
 * calls nobody (developers.google.com/wallet/reference/rest/v1/Jwt). It is made when somebody follows the ticket's own
 * link: it is long, and whoever has it has the tickets. `now` in ms.
 */
export async function googleSaveLink(
  identity: GoogleIdentity,
  wanted: WalletTickets,
  now: number,
): Promise<string> {
  const full = await signedLink(identity, wanted, { brief: false, now });
  return full.length <= link_chars_max ? full : signedLink(identity, wanted, { brief: true, now });
}

interface Writing {
  readonly brief: boolean;
  readonly now: number;
}

async function signedLink(
  identity: GoogleIdentity,
  wanted: WalletTickets,
  writing: Writing,
): Promise<string> {
  // loaded by the first link: an office that makes none starts faster and smaller
  const { SignJWT } = await import('jose');
  const classes = new Map<string, EventClass>();
  const objects = wanted.tickets.map((ticket) => {
    const eventClass = classOf(identity, wanted, ticket, writing);
    classes.set(eventClass.id, eventClass);
    return objectOf(identity, wanted, ticket, { class_id: eventClass.id, ...writing });
  });
  const token = await new SignJWT({
    typ: 'savetowallet',
    origins: [],
    payload: { eventTicketClasses: [...classes.values()], eventTicketObjects: objects },
  })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: identity.key_id })
    .setIssuer(identity.email)
    .setAudience('google')
    .setIssuedAt(Math.floor(writing.now / 1_000))
    .sign(identity.key);
  return `https://pay.google.com/gp/v/save/${token}`;
}

type EventClass = ReturnType<typeof classOf>;

/** An evening. Google keeps the first class of an id, so that a changed evening gets another. */
function classOf(
  { issuer }: GoogleIdentity,
  { order, language }: WalletTickets,
  { starts_at, ends_at, venue, address, event, page }: WalletTicket,
  { brief }: Writing,
) {
  const time = (instant: number): string => formatOffset(instant, order.organizer.zone);
  const facts = {
    issuerName: cut(order.organizer.name),
    reviewStatus: 'UNDER_REVIEW',
    eventName: localized(event, language),
    // Google takes a venue with both alone
    ...(brief || venue === '' || address === ''
      ? {}
      : { venue: { name: localized(venue, language), address: localized(address, language) } }),
    ...(starts_at === null
      ? {}
      : { dateTime: { start: time(starts_at), ...(ends_at === null ? {} : { end: time(ends_at) }) } }),
    hexBackgroundColor: '#8a2b06',
  };
  const own = `${page.event.id} ${page.session?.id ?? 0} ${JSON.stringify(facts)}`;
  const digest = createHash('sha256').update(own).digest('hex').slice(0, 16);
  return { id: `${issuer}.e${digest}`, ...facts };
}

function objectOf(
  { issuer }: GoogleIdentity,
  { language }: WalletTickets,
  { serial, page, zone, row, seat, void: isVoid }: WalletTicket,
  { class_id, brief }: Writing & { readonly class_id: string },
) {
  const { barcode, holder, price } = page.ticket;
  const seatInfo = {
    ...(zone === '' ? {} : { section: localized(zone, language) }),
    ...(row === '' ? {} : { row: localized(row, language) }),
    ...(seat === '' ? {} : { seat: localized(seat, language) }),
  };
  return {
    id: `${issuer}.t${serial}`,
    classId: class_id,
    state: isVoid ? 'INACTIVE' : 'ACTIVE',
    barcode: { type: 'QR_CODE', value: barcode, alternateText: barcode },
    ...(holder === '' ? {} : { ticketHolderName: cut(holder) }),
    ...(brief || price === '' ? {} : { ticketType: localized(price, language) }),
    ...(Object.keys(seatInfo).length === 0 ? {} : { seatInfo }),
  };
}

/** a name that is longer is not read on a phone either */
const name_chars_max = 80;
const cut = (text: string): string =>
  text.length <= name_chars_max ? text : `${text.slice(0, name_chars_max - 1).trimEnd()}…`;

const localized = (value: string, language: DocumentLanguage) => ({
  defaultValue: { language, value: cut(value) },
});
