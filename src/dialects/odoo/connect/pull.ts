import { PeerTrouble, type Holding, type PulledPage, type PullWish } from '../../../hub/port.ts';
import { fromInstant, idOf, textOf, toInstant, type RecordOf } from '../wire.ts';
import type { OdooParts } from './deliver.ts';
import { findRecords } from './records.ts';
import { seenRegistration, type SeenRegistration } from './seen.ts';

const page_records = 500;

/** Registrations of the mapped events that fit, by their ids, a page at a time. */
async function* pagesOf(
  { call, mapping }: OdooParts,
  terms: readonly unknown[],
): AsyncGenerator<RecordOf<'event.registration'>[]> {
  let last = 0;
  for (;;) {
    const domain = [['event_id', 'in', mapping.event_ids], ['id', '>', last], ...terms];
    const page = await findRecords(call, 'event.registration', { domain, limit: page_records, order: 'id' });
    yield page;
    const end = page.at(-1);
    if (end === undefined || page.length < page_records) return;
    if (end.id <= last) throw new PeerTrouble('nonsense', 'Odoo does not give registrations by their ids');
    last = end.id;
  }
}

/**
 * Whether a registration is scanned only because it was made so, as an import that took every ticket for used left them: nothing
 * was written to it since. Such are no scans; `repair` lists them.
 */
export function wasMadeDone({ state, created_at, written_at }: SeenRegistration): boolean {
  if (state !== 'done' || created_at === undefined || written_at === undefined) return false;
  return written_at - created_at <= making_ms;
}

/** An import writes to what it has just made: it links it to its line */
const making_ms = 300_000;

/**
 * Scans made in Odoo, for those whose webhook was lost (it is sent once, with a second's patience). The cursor is when the last of
 * them was written there, by Odoo's own clock. A pull without one, or of everything, leaves out what was scanned from the
 * beginning: it would take the fault of an old import for people at the gate.
 */
export async function* pullScans(
  parts: OdooParts,
  { cursor, full, overlap_ms }: PullWish,
): AsyncGenerator<PulledPage> {
  const since = full || cursor === undefined ? undefined : toInstant(cursor);
  const terms =
    since === undefined ? [] : [['write_date', '>=', fromInstant(Math.max(since - overlap_ms, 0))]];
  let latest = cursor ?? (await lastWritten(parts));
  for await (const page of pagesOf(parts, [['state', '=', 'done'], ...terms])) {
    for (const { write_date } of page)
      if (write_date !== false && write_date > (latest ?? '')) latest = write_date;
    // pages go by id: the cursor moves when all of them are in
    const last = page.length < page_records;
    yield {
      records: page
        .filter((record) => since !== undefined || !wasMadeDone(seenRegistration(record)))
        .flatMap((record) => scanOf(record) ?? []),
      refused: [],
      ...(last && latest !== undefined ? { cursor: latest } : {}),
    };
  }
}

/** When any registration was last written there: where to go on from by Odoo's clock, which is not ours. */
async function lastWritten({ call, mapping }: OdooParts): Promise<string | undefined> {
  const domain = [['event_id', 'in', mapping.event_ids]];
  const order = 'write_date desc, id desc';
  const [last] = await findRecords(call, 'event.registration', { domain, order, limit: 1 });
  return last === undefined ? undefined : textOf(last.write_date);
}

function scanOf(record: RecordOf<'event.registration'>): PulledPage['records'][number] | undefined {
  const { id, barcode, event_id, write_date } = record;
  const scanned_at = toInstant(write_date);
  if (scanned_at === undefined) return undefined;
  return {
    kind: 'scan',
    ref: String(id),
    barcode: textOf(barcode),
    ticket_ref: String(id),
    event_ref: String(idOf(event_id) ?? ''),
    direction: 'in',
    scanned_at,
  };
}

/** Every registration of the mapped events, archived ones too. */
export async function* readHoldings(parts: OdooParts): AsyncGenerator<readonly Holding[]> {
  for await (const page of pagesOf(parts, [])) {
    yield page.map(({ id, barcode, state, active }) => ({
      ref: String(id),
      barcode: textOf(barcode),
      ended: state === 'cancel' || !active,
      used: state === 'done',
    }));
  }
}
