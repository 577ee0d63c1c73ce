import type { Static } from 'typebox';
import { closedFor } from '../../hub/breaker.ts';
import type { ConnectionView } from '../../hub/connection-views.ts';
import type { OpenCounts } from '../../office/home/alarm-counts.ts';
import type { Attention } from './contract.ts';

type Item = Static<typeof Attention>;

/** What of a connection needs a person. */
export function ofConnection(view: ConnectionView, now: number): Item[] {
  const { connection, dead, quarantined, drift } = view;
  const { id, name, halted_at, enabled, trouble } = connection;
  const item = (code: Item['code'], severity: Item['severity'], count: number): Item[] =>
    count > 0 ? [{ code, severity, count, connection: { id, name }, place: null }] : [];
  const halted = halted_at !== null && enabled === 1;
  const troubled = !halted && enabled === 1 && (trouble !== '' || closedFor(connection, now) !== undefined);
  return [
    ...item('dead_deliveries', 'error', dead),
    ...item('connection_halted', 'error', halted ? 1 : 0),
    ...item('connection_troubled', 'warning', troubled ? 1 : 0),
    ...item('quarantine', 'warning', quarantined),
    ...item('drift', 'warning', drift?.differing ?? 0),
  ];
}

const severities = {
  overbooked: 'error',
  over_admitted: 'error',
  gate_conflicts: 'warning',
} as const satisfies Record<keyof OpenCounts, Item['severity']>;

/** What of the office's own alarms does. */
export function ofCounts(counts: Partial<OpenCounts>): Item[] {
  return (Object.keys(severities) as (keyof OpenCounts)[]).flatMap((code) => {
    const { count = 0, place = null } = counts[code] ?? {};
    return count > 0 ? [{ code, severity: severities[code], count, connection: null, place }] : [];
  });
}

/** The sessions of which little is left. */
export function ofLowStock(low: readonly { readonly event_id: number }[]): Item[] {
  const [first] = low;
  if (first === undefined) return [];
  const place = { kind: 'event' as const, id: first.event_id };
  return [{ code: 'low_stock', severity: 'warning', count: low.length, connection: null, place }];
}

/** Errors first, and among equals as they came. */
export function bySeverity(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => Number(b.severity === 'error') - Number(a.severity === 'error'));
}
