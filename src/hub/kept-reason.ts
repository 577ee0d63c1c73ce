import type { AsideReason, DeliveryReason, RunReason } from '../domain/hub-reasons.ts';
import { limits } from '../domain/limits.ts';

/** A reason as it is kept: JSON, its words as long as a title; null where it has no code. */
export function keptReason(why: AsideReason | DeliveryReason | RunReason | undefined): string | null {
  if (why === undefined) return null;
  const params = Object.entries(why.params as Readonly<Record<string, string | number>>).map(
    ([name, value]): [string, string | number] => [
      name,
      typeof value === 'string' ? value.slice(0, limits.title_chars_max) : value,
    ],
  );
  return JSON.stringify({ code: why.code, params: Object.fromEntries(params) });
}
