import { formatOffset } from '../../../domain/local-time.ts';
import { PeerTrouble, type Delivery, type DeliveryOutcome, type ScanFacts } from '../../../hub/port.ts';
import type { Ask } from '../connect.ts';

interface Report {
  /** its place among the deliveries */
  readonly at: number;
  readonly show_id: number;
  readonly barcode: string;
  readonly checked_at: string;
}

/**
 * Reports entries, those of one show together. A repeat keeps the first time and is a success at the vendor, so that nothing
 * is lost by sending them again. The document does not show the answer to a batch: one that is not understood has the scans
 * of the batch reported one by one.
 */
export async function pushScans(
  ask: Ask,
  deliveries: readonly Delivery[],
  zone: string,
): Promise<DeliveryOutcome[]> {
  const outcomes: DeliveryOutcome[] = [];
  const reports = new Map<number, Report[]>();
  for (const [at, delivery] of deliveries.entries()) {
    const report =
      delivery.topic === 'scan'
        ? reportOf(delivery.scan, at, zone)
        : { refused: 'Qtickets takes scans alone' };
    if ('barcode' in report) reports.set(report.show_id, [...(reports.get(report.show_id) ?? []), report]);
    else outcomes[at] = report;
  }
  for (const [show_id, ofShow] of reports) {
    const told = ofShow.length > 1 ? await inBatch(ask, show_id, ofShow) : undefined;
    for (const [index, report] of ofShow.entries()) {
      outcomes[report.at] = told?.[index] ?? (await alone(ask, report));
    }
  }
  return outcomes;
}

function reportOf(scan: ScanFacts, at: number, zone: string): Report | DeliveryOutcome {
  if (scan.direction === 'out') return { done: true, note: 'Qtickets does not know of going out' };
  const [barcode] = scan.codes;
  const show_id = Number(scan.session?.ref);
  if (barcode === undefined)
    return { refused: 'the ticket has no barcode', why: { code: 'no_barcode', params: {} } };
  if (!Number.isSafeInteger(show_id))
    return {
      refused: 'the ticket belongs to no show of Qtickets',
      why: { code: 'not_of_theirs', params: {} },
    };
  return { at, show_id, barcode, checked_at: formatOffset(scan.scanned_at, zone) };
}

async function inBatch(
  ask: Ask,
  id: number,
  reports: readonly Report[],
): Promise<DeliveryOutcome[] | undefined> {
  const body = reports.map(({ barcode, checked_at }) => ({ barcode, checked_at }));
  try {
    const told = await ask((api) => api.reportBarcodes({ params: { id }, body }));
    if (told.length !== reports.length) return undefined;
    return told.map((one) =>
      one.success
        ? { done: true }
        : { refused: one.error, why: { code: 'answered', params: { words: one.error } } },
    );
  } catch (error) {
    if (error instanceof PeerTrouble && (error.kind === 'nonsense' || error.kind === 'refused'))
      return undefined;
    throw error;
  }
}

async function alone(ask: Ask, { show_id: id, barcode, checked_at }: Report): Promise<DeliveryOutcome> {
  try {
    const told = await ask((api) => api.reportBarcode({ params: { id, barcode }, body: { checked_at } }));
    return told.checked_at === checked_at
      ? { done: true }
      : { done: true, note: `checked already at ${told.checked_at}` };
  } catch (error) {
    if (error instanceof PeerTrouble && error.kind === 'refused')
      return { refused: error.message, why: error.why };
    throw error;
  }
}
