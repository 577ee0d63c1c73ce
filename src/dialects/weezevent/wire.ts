/**
 * Weezevent's values on the wire. Most ids are numbers, those of tickets and categories are text; flags are "0" and "1",
 * sometimes "" and "1"; instants are local times of the organizer's zone without an offset, but for the windows of sales
 * (`+0000`) and `last_update` (`+02:00`); prices are numbers in `/tickets` and text in the details of an event.
 */
import { Type } from 'typebox';
import { codec } from '../../contract/codec.ts';
import { Fault } from '../../domain/faults.ts';
import { flatText } from '../../domain/local-texts.ts';
import { formatLocal, parseInstant } from '../../domain/local-time.ts';

/** How Weezevent writes an instant that there is none of (weezevent-api.txt, "GET /participants": `scan_date`). */
export const no_date_time = '0000-00-00 00:00:00';

/** Values that one list of a filter may hold. */
export const ids_max = 1_000;

const id_text = '[\\w.:-]{1,100}';
const ids_text = `^${id_text}(,${id_text})*$`;

/**
 * Ids: one or a list, and each text may hold several behind commas (wire-notes.md, "Weezevent": `id_ticket[]=a,b`). Ids of
 * outside tickets are no numbers, so that all are text here.
 */
export const Ids = codec(Type.Array(Type.String({ pattern: ids_text }), { minItems: 1, maxItems: ids_max }), {
  decode: (texts) => {
    const ids = texts.flatMap((text) => text.split(','));
    if (ids.length > ids_max) throw new Error(`holds more than ${ids_max} ids`);
    return ids;
  },
  encode: (ids: string[]) => ids,
});

export const IdText = Type.String({ pattern: `^${id_text}$` });

/** "2014-01-23 12:52:19", with T, without its time, or with an offset: `last_update` may arrive as ISO. */
export const Moment = Type.String({
  pattern: '^\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,6})?)?(Z|[+ -]\\d\\d:?\\d\\d)?)?$',
  description: 'YYYY-MM-DD HH:MM:SS, local time of the organizer; ISO 8601 with an offset is taken too',
});

/**
 * The instant of a moment; the zeros and the first day of all that stand for "never" are before everything, the last year that
 * can be written is after it. Throws `invalid_date`.
 */
export function instantOf(text: string, zone: string): number {
  if (text.startsWith('0000-00-00') || text.startsWith('0001-01-01')) return 0;
  return text.startsWith('9999-12-31') ? Number.MAX_SAFE_INTEGER : parseInstant(text, zone);
}

const dayOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** A day; a time behind it, which some clients write, is of that day. */
export const DayText = codec(
  Type.String({
    pattern: '^\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d)?)?$',
    description: 'YYYY-MM-DD, a day of the organizer',
  }),
  {
    decode: (text) => text.slice(0, 10),
    encode: (day: string) => day,
    arbitrary: (fc) => fc.integer({ min: 0, max: 20_000 }).map((days) => dayOf(days * 86_400_000)),
  },
);

export const flagText = (on: boolean): '0' | '1' => (on ? '1' : '0');

/** "2013-01-10 14:20:00"; without an instant the document has "". */
export function localText(instant: number | null, zone: string): string {
  return instant === null ? '' : formatLocal(instant, zone);
}

/** "2013-01-29T13:00:00+0000": the windows of sales, always UTC. */
export function utcText(instant: number | null): string | null {
  return instant === null ? null : `${new Date(instant).toISOString().slice(0, 19)}+0000`;
}

/** The number in an id that the document shows as one. */
export function numberOf(served_id: string): number {
  const number = Number(served_id);
  if (!Number.isSafeInteger(number)) throw new Fault('internal', { reason: 'a served id is no number' });
  return number;
}

/** `id_weez_ticket`: participant, event, order, as in "T6E49015O5822". */
export function weezTicketOf(ids: { participant: string; event: string; order: string }): string {
  return flatText('T', ids.participant, 'E', ids.event, 'O', ids.order);
}

const weez_ticket = /^T\d+E\d+O\d+$/;

export const isWeezTicket = (text: string): boolean => weez_ticket.test(text);

/** Objects that stand at a top level of the document as maps of texts. */
export const TextMap = Type.Record(
  Type.String({ pattern: '^[\\w.-]{1,60}$' }),
  Type.String({ maxLength: 1_000 }),
);
