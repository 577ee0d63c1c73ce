import { tagOf } from '../../kit/money-text.ts';
import type { Language } from '../../words/define.ts';

const styles = {
  time: { timeStyle: 'short' },
  day: { weekday: 'short', day: 'numeric', month: 'short' },
  both: { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** An instant in the organizer's zone, short enough for a tile. */
export function whenText(
  at: string,
  as: keyof typeof styles,
  { zone, language }: { readonly zone: string; readonly language: Language },
): string {
  return new Intl.DateTimeFormat(tagOf(language), { ...styles[as], timeZone: zone }).format(new Date(at));
}
