import type { Direction, Refusal } from '../../domain/admission.ts';
import { Fault } from '../../domain/faults.ts';
import type { Actor, Store, Tx } from '../../store/transaction.ts';
import { type ScanInput, type ScanResult, scanCode } from './scan.ts';

/** Scans of one command: others wait for the writer only as long as these take. */
export const scansPerCommand = 200;

/** One scan of a batch; what it leaves open is as the batch says. */
export interface BatchedScan {
  readonly code?: string | undefined;
  readonly ticket_id?: number | undefined;
  readonly event_id?: number | undefined;
  readonly session_id?: number | undefined;
  readonly direction?: Direction | undefined;
  /** needed for a batch that may be sent again */
  readonly nonce?: string | undefined;
  /** ms by the device's clock */
  readonly scanned_at: number;
  readonly operator?: string | undefined;
  /** the person is inside already: the device was offline */
  readonly let_in_offline?: boolean | undefined;
  /** the device was offline and has let nobody pass */
  readonly refused_offline?: Refusal | 'ambiguous' | undefined;
  /** staff let it pass against the ladder */
  readonly force?: { readonly reason: string } | undefined;
}

export interface ScanBatch extends Pick<
  ScanInput,
  'organizer_id' | 'event_id' | 'session_id' | 'control_point_id' | 'device' | 'source' | 'operator'
> {
  readonly scans: readonly BatchedScan[];
}

/**
 * Judges at most `scansPerCommand` scans, each on its own, in the order of the device's time; the results come in the order
 * of the batch. Throws `too_large`, and what `scanCode` throws.
 */
export async function scanBatch(tx: Tx, batch: ScanBatch): Promise<ScanResult[]> {
  if (batch.scans.length > scansPerCommand)
    throw new Fault('too_large', { scans: batch.scans.length, scans_max: scansPerCommand });
  const { scans, ...common } = batch;
  const results: ScanResult[] = [];
  for (const { scan, position } of inDeviceTime(scans)) {
    results[position] = await scanCode(tx, {
      ...common,
      ...scan,
      event_id: scan.event_id ?? common.event_id,
      session_id: scan.session_id ?? common.session_id,
      operator: scan.operator ?? common.operator,
      direction: scan.direction ?? 'in',
    });
  }
  return results;
}

/**
 * A batch of any size, in as many commands as it needs, one after the other. Each is durable by itself: after a crash half
 * way the device sends all of it again, and what carries a nonce is not judged twice.
 */
export async function submitScans(store: Store, actor: Actor, batch: ScanBatch): Promise<ScanResult[]> {
  const ordered = inDeviceTime(batch.scans);
  const results: ScanResult[] = [];
  for (let from = 0; from < ordered.length; from += scansPerCommand) {
    const part = ordered.slice(from, from + scansPerCommand);
    const scans = part.map(({ scan }) => scan);
    const judged = await store.write(actor, (tx) => scanBatch(tx, { ...batch, scans }));
    for (const [index, result] of judged.entries()) {
      const { position } = part[index] ?? {};
      if (position !== undefined) results[position] = result;
    }
  }
  return results;
}

/** The scans with their positions, earliest first; those of one instant as they were sent. */
function inDeviceTime(scans: readonly BatchedScan[]): { scan: BatchedScan; position: number }[] {
  return scans
    .map((scan, position) => ({ scan, position }))
    .toSorted((a, b) => a.scan.scanned_at - b.scan.scanned_at);
}
