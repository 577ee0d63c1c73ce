import type { Static } from 'typebox';
import type { SessionSums } from '../../office/counter/session.ts';
import type { TillReport } from '../../office/counter/till-report.ts';
import { toInstantOrNull } from '../shapes.ts';
import type { Report, Sums } from './shapes.ts';

export function reportItem({ counter_id: _counter, ...report }: TillReport): Static<typeof Report> {
  return {
    ...report,
    first_at: toInstantOrNull(report.first_at),
    last_at: toInstantOrNull(report.last_at),
    vat: [...report.vat],
    departments: [...report.departments],
    payments: [...report.payments],
  };
}

export function sumsItem({ by_method, ...sums }: SessionSums): Static<typeof Sums> {
  return { ...sums, by_method: [...by_method] };
}
