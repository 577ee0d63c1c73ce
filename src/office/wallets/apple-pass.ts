import { setImmediate as breathe } from 'node:timers/promises';
import type { PKPass } from 'passkit-generator';
import { formatOffset } from '../../domain/local-time.ts';
import { plainLines } from '../documents/sheet.ts';
import { orderLink } from '../documents/order-link.ts';
import { money, ticketWords } from '../documents/ticket-words.ts';
import type { AppleIdentity } from './apple-identity.ts';
import { iconPng } from './pass-icon.ts';
import type { WalletTicket, WalletTickets } from './wallet-tickets.ts';

type PassField = PKPass['backFields'][number];

/** A file for Apple Wallet, and what it is sent as. */
export interface ApplePassFile {
  readonly type: 'application/vnd.apple.pkpass' | 'application/vnd.apple.pkpasses';
  /** of the file, with its dot */
  readonly ending: '.pkpass' | '.pkpasses';
  readonly bytes: Uint8Array;
}

/** One pass, or a bundle of several. */
export async function renderApplePass(
  identity: AppleIdentity,
  wanted: WalletTickets,
): Promise<ApplePassFile> {
  // loaded by the first pass: an office that makes none starts faster and smaller
  const { PKPass } = await import('passkit-generator');
  const passes: PKPass[] = [];
  for (const ticket of wanted.tickets) {
    const pass = new PKPass(icons(), certificatesOf(identity), propertiesOf(identity, wanted, ticket));
    fill(pass, wanted, ticket);
    // signed here, and not when the bundle is packed: a signature takes tens of milliseconds, and others have their turn
    pass.getAsBuffer();
    passes.push(pass);
    await breathe();
  }
  const [first] = passes;
  if (first !== undefined && passes.length === 1)
    return { type: 'application/vnd.apple.pkpass', ending: '.pkpass', bytes: first.getAsBuffer() };
  const bytes = PKPass.pack(...passes).getAsBuffer();
  return { type: 'application/vnd.apple.pkpasses', ending: '.pkpasses', bytes };
}

let drawn: Readonly<Record<string, Buffer>> | undefined;

/** In the three sizes that phones ask for. */
function icons(): Record<string, Buffer> {
  drawn ??= { 'icon.png': iconPng(29), 'icon@2x.png': iconPng(58), 'icon@3x.png': iconPng(87) };
  return { ...drawn };
}

const certificatesOf = ({ wwdr_pem, certificate_pem, key_pem }: AppleIdentity) => ({
  wwdr: wwdr_pem,
  signerCert: certificate_pem,
  signerKey: key_pem,
});

function propertiesOf(identity: AppleIdentity, { order, language }: WalletTickets, ticket: WalletTicket) {
  return {
    passTypeIdentifier: identity.pass_type,
    teamIdentifier: identity.team,
    serialNumber: ticket.serial,
    organizationName: order.organizer.name,
    logoText: order.organizer.name,
    description: `${ticketWords[language].title} – ${ticket.event}`,
    // tickets of one evening lie together
    groupingIdentifier: `guichet-${ticket.page.event.id}-${ticket.page.session?.id ?? 0}`,
    // the colours of the order's page
    backgroundColor: 'rgb(251, 250, 247)',
    foregroundColor: 'rgb(29, 27, 22)',
    labelColor: 'rgb(138, 43, 6)',
    ...(ticket.void ? { voided: true } : {}),
  };
}

function fill(pass: PKPass, wanted: WalletTickets, ticket: WalletTicket): void {
  const { language } = wanted;
  const words = ticketWords[language];
  const { barcode } = ticket.page.ticket;
  pass.type = 'eventTicket';
  pass.primaryFields.push({ key: 'event', label: '', value: ticket.event });
  pass.secondaryFields.push(whenField(wanted, ticket));
  put(pass.secondaryFields, 'venue', words.venue, ticket.venue);
  put(pass.auxiliaryFields, 'zone', words.zone, ticket.zone);
  put(pass.auxiliaryFields, 'row', words.row, ticket.row);
  put(pass.auxiliaryFields, 'seat', words.seat, ticket.seat);
  put(pass.auxiliaryFields, 'holder', words.holder, ticket.page.ticket.holder);
  pass.backFields.push(...backOf(wanted, ticket));
  // phones that know the newer list read it, older ones the single date
  if (ticket.starts_at !== null) {
    pass.setRelevantDate(new Date(ticket.starts_at));
    pass.setRelevantDates([{ relevantDate: new Date(ticket.starts_at) }]);
  }
  if (ticket.ends_at !== null) pass.setExpirationDate(new Date(ticket.ends_at));
  pass.setBarcodes({
    format: 'PKBarcodeFormatQR',
    message: barcode,
    messageEncoding: /^[\x20-\x7e]*$/.test(barcode) ? 'iso-8859-1' : 'utf-8',
    altText: barcode,
  });
}

/** In the organizer's zone, wherever the phone is. */
function whenField({ order, language }: WalletTickets, { starts_at }: WalletTicket): PassField {
  const words = ticketWords[language];
  if (starts_at === null) return { key: 'when', label: words.title, value: words.any_session };
  return {
    key: 'when',
    label: 'Date',
    value: formatOffset(starts_at, order.organizer.zone),
    dateStyle: 'PKDateStyleMedium',
    timeStyle: 'PKDateStyleShort',
    ignoresTimeZone: true,
  };
}

function put(fields: PassField[], key: string, label: string, value: string): void {
  if (value !== '') fields.push({ key, label, value });
}

function backOf({ order, language, public_base_url }: WalletTickets, ticket: WalletTicket): PassField[] {
  const words = ticketWords[language];
  const { page } = ticket;
  const fields: PassField[] = [];
  put(fields, 'marks', words.title, page.marks.map((mark) => words.marks[mark]).join(', '));
  const amount = page.ticket.amount === 0 ? words.free : money(page.ticket.amount, order.currency, language);
  put(fields, 'price', words.price, [page.ticket.price, amount].filter((text) => text !== '').join(' – '));
  put(fields, 'address', words.venue, ticket.address);
  put(fields, 'order', words.order, order.label);
  put(fields, 'ticket', words.ticket, String(page.ticket.id));
  put(fields, 'notes', order.organizer.name, page.notes.map(plainLines).join('\n\n'));
  put(fields, 'page', words.order, orderLink(public_base_url, order));
  return fields;
}
