import { PeerTrouble, type Holding, type PulledPage, type PullWish } from '../../../hub/port.ts';
import { fromInstant, idOf, textOf, toInstant, type RecordOf } from '../wire.ts';
import type { OdooParts } from './deliver.ts';
import { findRecords } from './records.ts';

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
 * Scans made in Odoo, for those whose webhook was lost (it is sent once, with a second's patience). The cursor is when the last of
 * them was written there, by Odoo's own clock.
 */
export async function* pullScans(
  parts: OdooParts,
  { cursor, full, overlap_ms }: PullWish,
): AsyncGenerator<PulledPage> {
  const since = full || cursor === undefined ? undefined : toInstant(cursor);
  const terms =
    since === undefined ? [] : [['write_date', '>=', fromInstant(Math.max(since - overlap_ms, 0))]];
  let latest = cursor ?? '';
  for await (const page of pagesOf(parts, [['state', '=', 'done'], ...terms])) {
    for (const { write_date } of page) if (write_date !== false && write_date > latest) latest = write_date;
    // pages go by id: the cursor moves when all of them are in
    const last = page.length < page_records;
    yield {
      records: page.flatMap((record) => scanOf(record) ?? []),
      refused: [],
      ...(last && latest !== '' ? { cursor: latest } : {}),
    };
  }
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
