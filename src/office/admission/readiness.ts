import type { Rx, Tx } from '../../store/transaction.ts';
import { listDevices } from './devices.ts';

/** What a device at the gate says of itself. */
export interface Readiness {
  readonly tickets: number;
  /** what it holds was whole at this time, by its own clock; null: not yet */
  readonly fresh_at: number | null;
  /** scans that have not been taken in yet */
  readonly queue: number;
  /** scans that were not taken */
  readonly rejected: number;
  /** who holds it; none: nobody has said */
  readonly operator?: string | undefined;
  readonly reported_at: number;
}

interface DeviceSettings {
  readonly readiness?: Readiness;
}

/** Kept with the device; a report says nothing that the ledger would need. */
export async function reportReadiness(
  tx: Tx,
  input: Omit<Readiness, 'reported_at'> & { readonly organizer_id: number; readonly device_id: number },
): Promise<void> {
  const { organizer_id, device_id, tickets, fresh_at, queue, rejected, operator } = input;
  const settings: DeviceSettings = {
    readiness: { tickets, fresh_at, queue, rejected, operator, reported_at: tx.now },
  };
  await tx.db
    .updateTable('device')
    .set({ settings: JSON.stringify(settings), seen_at: tx.now })
    .where('id', '=', device_id)
    .where('organizer_id', '=', organizer_id)
    .execute();
}

export interface DeviceReadiness {
  readonly device_id: number;
  readonly name: string;
  readonly control_point_id: number | null;
  readonly seen_at: number | null;
  /** null: it has not said yet */
  readonly readiness: Readiness | null;
}

/** The devices that may still scan, by name. */
export async function listReadiness(rx: Rx, organizer_id: number): Promise<DeviceReadiness[]> {
  const devices = await listDevices(rx, organizer_id);
  return devices
    .filter(({ revoked_at, role }) => revoked_at === null && role !== 'counter')
    .map(({ id, name, control_point_id, seen_at, settings }) => ({
      device_id: id,
      name,
      control_point_id,
      seen_at,
      readiness: (JSON.parse(settings) as DeviceSettings).readiness ?? null,
    }));
}
