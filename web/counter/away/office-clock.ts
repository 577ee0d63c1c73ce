import { queryClient } from '../../api/queries.ts';
import type { Setup } from '../frame/till.ts';

/** Now by the office's clock, as far as its last answer tells: that of a tablet may be a day off, or a year. */
export function officeNow({ at }: Setup): Date {
  const told_at = queryClient.getQueryState(['till_setup', {}])?.dataUpdatedAt ?? 0;
  return new Date(told_at === 0 ? Date.now() : Date.now() + Date.parse(at) - told_at);
}
