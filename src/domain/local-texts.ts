/** Local times for long lists: each text in one piece, days remembered. */
import { offsetAt } from './local-time.ts';

/**
 * The parts as one text in one piece. V8 keeps what `+` and templates give as a rope, and writes a list of ropes as JSON in
 * several times the time that texts in one piece take.
 */
export function flatText(...parts: readonly (string | number | undefined)[]): string {
  return parts.join('');
}

const day_ms = 86_400_000;
const days_kept = 20_000;
const two = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Writes instants as "2026-05-15 10:30:00" of one zone; remembers days, so that long lists are cheap. */
export type LocalTexts = (instant: number | null) => string;

/** `none` is what stands for no instant. */
export function localTextsOf(zone: string, none: string): LocalTexts {
  const days = new Map<number, string>();
  let last = Number.NaN;
  let text = '';
  return (instant) => {
    if (instant === null) return none;
    // tickets of one order share their instants
    if (instant === last) return text;
    const local = instant + offsetAt(instant, zone);
    const day = Math.floor(local / day_ms);
    let date = days.get(day);
    if (date === undefined) {
      date = `${new Date(day * day_ms).toISOString().slice(0, 10)} `;
      if (days.size >= days_kept) days.clear();
      days.set(day, date);
    }
    const second = Math.floor((local - day * day_ms) / 1000);
    const minute = Math.floor(second / 60);
    text = flatText(date, two[Math.floor(minute / 60)], ':', two[minute % 60], ':', two[second % 60]);
    last = instant;
    return text;
  };
}
