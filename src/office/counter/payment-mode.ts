import { Fault } from '../../domain/faults.ts';
import { lastingStatement } from '../../store/statement.ts';
import type { Rx } from '../../store/transaction.ts';

interface ModeFacts {
  readonly method: string;
  readonly enabled: number;
  readonly refund_only: number;
}

const selectMode = lastingStatement<{ organizer_id: number; id: number }, ModeFacts>((db, slot) =>
  db
    .selectFrom('payment_mode')
    .select(['method', 'enabled', 'refund_only'])
    .where('id', '=', slot('id'))
    .where('organizer_id', '=', slot('organizer_id')),
);

/** Throws `not_found`, `payment_mode_off`. */
export async function modeInUse(rx: Rx, organizer_id: number, id: number): Promise<ModeFacts> {
  const mode = await rx.first(selectMode, { organizer_id, id });
  if (mode === undefined) throw new Fault('not_found', { kind: 'payment_mode', id });
  if (mode.enabled !== 1) throw new Fault('payment_mode_off', { id });
  return mode;
}
