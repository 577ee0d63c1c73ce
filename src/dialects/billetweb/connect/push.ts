import { PeerTrouble, type Delivery, type DeliveryOutcome, type ScanDelivery } from '../../../hub/port.ts';
import type { Service } from './service.ts';
import { isAnswer, troubleOf, wordsOf } from './trouble.ts';

export type ScanCall = 'check' | 'update_product';

const already_used = /(déjà|deja|already).{0,20}(utilis|compost|scann|valid|used|check)|already.?used/i;

/**
 * Tells BilletWeb of a scan. `check` is not idempotent: after an unclear answer it looks first, and "already used" ends the
 * delivery as well as a success does. What it says no to for another reason will not go well the next time either.
 */
export async function pushScan(
  service: Service,
  how: ScanCall,
  delivery: Delivery,
): Promise<DeliveryOutcome> {
  if (delivery.topic !== 'scan') return { refused: 'BilletWeb takes scans alone' };
  const { scan, attempts } = delivery;
  const event = Number(scan.event.ref);
  if (scan.codes.length === 0)
    return { refused: 'the ticket has no barcode', why: { code: 'no_barcode', params: {} } };
  if (scan.event.ref === undefined || !Number.isSafeInteger(event))
    return {
      refused: 'the event did not come from this connection',
      why: { code: 'not_of_theirs', params: {} },
    };
  if (how === 'check' && scan.direction !== 'in')
    return { done: true, note: 'check knows neither a way out nor a way back: not told' };
  if (scan.direction === 'undone' && scan.used > 0)
    return { done: true, note: 'it is used still: nothing to tell' };
  if (attempts > 0 && scan.direction === 'in') {
    const there = await usedThere(service, event, delivery);
    if (there !== undefined) return { done: true, note: there };
  }
  try {
    await (how === 'check' ? check(service, event, delivery) : update(service, event, delivery));
    return { done: true };
  } catch (error) {
    if (!isAnswer(error)) throw troubleOf(error);
    const words = wordsOf(error);
    if (already_used.test(words)) return { done: true, note: words };
    const trouble = troubleOf(error);
    // what is about the caller or the moment is not about the scan
    if (!(trouble instanceof PeerTrouble) || trouble.kind !== 'refused') throw trouble;
    return { refused: words, why: trouble.why };
  }
}

function codeOf({ scan }: ScanDelivery): string {
  const [code] = scan.codes;
  if (code === undefined) throw new PeerTrouble('refused', 'the ticket has no barcode');
  return code;
}

async function check(service: Service, event: number, delivery: ScanDelivery): Promise<void> {
  const body = { code: codeOf(delivery) };
  await service.call((client) => client.check({ params: { id: event }, body }), 'raw');
}

const usedAs = { in: 1, out: 2, undone: 0 } as const;

/** States the fact: said twice it is the same. */
async function update(service: Service, event: number, delivery: ScanDelivery): Promise<void> {
  const { scan } = delivery;
  const used = usedAs[scan.direction];
  const { ref } = scan.ticket;
  const named = ref !== undefined && /^\d{1,16}$/.test(ref) && !scan.codes.includes(ref);
  const change = named ? { id: ref, used } : { barcode: codeOf(delivery), used };
  const body = { data: [change] };
  await service.call((client) => client.updateProduct({ params: { id: event }, body }), 'raw');
}

/** Whether an earlier try that nobody heard of did go well; undefined: it did not. */
async function usedThere(
  service: Service,
  event: number,
  delivery: ScanDelivery,
): Promise<string | undefined> {
  const code = codeOf(delivery);
  for await (const rows of service.attendees(event, { barcode: code })) {
    for (const row of rows) {
      const { barcode, used } = (typeof row === 'object' && row !== null ? row : {}) as Record<
        string,
        unknown
      >;
      if (String(barcode) === code && (String(used) === '1' || String(used) === '2'))
        return 'it was used there already';
    }
  }
  return undefined;
}
