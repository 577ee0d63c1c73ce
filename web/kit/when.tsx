import type { ReactNode } from 'react';
import { useOrganizer } from '../session/me.ts';
import { useLanguage } from '../words/use-words.ts';
import { tagOf } from './money-text.ts';

interface WhenProps {
  /** as `/api` tells it: ISO 8601 in UTC */
  readonly at: string;
  /** the day alone, the time of day alone, both, or both to the second */
  readonly as?: 'date' | 'time' | 'both' | 'exact';
  /** IANA; the organizer's unless given */
  readonly zone?: string;
}

const styles = {
  date: { dateStyle: 'medium' },
  time: { timeStyle: 'short' },
  both: { dateStyle: 'medium', timeStyle: 'short' },
  exact: { dateStyle: 'medium', timeStyle: 'medium' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** An instant in the organizer's time zone, whatever that of the device is. */
export function When({ at, as = 'both', zone }: WhenProps): ReactNode {
  const language = useLanguage();
  const organizer = useOrganizer();
  const timeZone = zone ?? organizer?.zone ?? 'UTC';
  const text = new Intl.DateTimeFormat(tagOf(language), { ...styles[as], timeZone }).format(new Date(at));
  return (
    <time dateTime={at} title={timeZone}>
      {text}
    </time>
  );
}
