import type { DeliveryOutcome, ScanDelivery } from '../../../hub/port.ts';
import type { OdooParts } from './deliver.ts';
import { findRecords, writeRecords } from './records.ts';
import { seenRegistration, type SeenRegistration } from './seen.ts';

/**
 * Scans made elsewhere, as the state of their registrations: two calls for as many as there are. Odoo knows no way out; an entry
 * that was taken back here opens the registration again.
 */
export async function deliverScans(
  { call, settings }: OdooParts,
  deliveries: readonly ScanDelivery[],
): Promise<DeliveryOutcome[]> {
  const codes = [...new Set(deliveries.flatMap(({ scan }) => scan.codes))];
  const found = await findRecords(call, 'event.registration', { domain: [['barcode', 'in', codes]] });
  const byCode = new Map(found.map((record) => [record.barcode, seenRegistration(record)]));
  const wishes = deliveries.map(({ scan }) => {
    const registration = scan.codes.map((code) => byCode.get(code)).find((one) => one !== undefined);
    return wishOf(scan, registration);
  });
  for (const state of ['done', 'open'] as const) {
    const ids = wishes.flatMap(({ set }) => (set?.state === state ? [set.id] : []));
    await writeRecords(call, 'event.registration', [...new Set(ids)], { state }, settings);
  }
  return wishes.map(({ outcome }) => outcome);
}

interface Wish {
  readonly outcome: DeliveryOutcome;
  readonly set?: { readonly id: number; readonly state: 'done' | 'open' };
}

const done = (note?: string): DeliveryOutcome => ({ done: true, ...(note === undefined ? {} : { note }) });

/** Never from cancelled to scanned: Odoo would let it pass. */
function wishOf(scan: ScanDelivery['scan'], registration: SeenRegistration | undefined): Wish {
  if (registration === undefined) {
    const why = { code: 'not_there_yet', params: {} } as const;
    return { outcome: { retry: 'The registration is not in Odoo yet.', why } };
  }
  const { id, state } = registration;
  if (scan.direction === 'out') return { outcome: done('Odoo knows no way out') };
  if (state === 'cancel') return { outcome: done(`registration ${id} is cancelled in Odoo and is left so`) };
  if (scan.direction === 'undone') {
    if (scan.used > 0 || state !== 'done') return { outcome: done('it was so already') };
    return { outcome: done(), set: { id, state: 'open' } };
  }
  if (state === 'done') return { outcome: done('it was so already') };
  return { outcome: done(), set: { id, state: 'done' } };
}
