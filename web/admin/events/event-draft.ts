import type { Input } from '../../api/call.ts';
import { amountIn } from '../../kit/amount-field.tsx';
import { instantOf } from '../../kit/local-instant.ts';

/** What is typed of a new event: texts, until it is sent. */
export interface EventDraft {
  readonly name: string;
  readonly description: string;
  readonly hall: string;
  readonly published: boolean;
  readonly sessions: readonly SessionDraft[];
  readonly prices: readonly PriceDraft[];
}

export interface SessionDraft {
  /** what the input holds, in the organizer's zone */
  readonly starts: string;
  readonly ends: string;
  readonly capacity: string;
}

export interface PriceDraft {
  readonly name: string;
  readonly amount: string;
  readonly quota: string;
}

export const noSession: SessionDraft = { starts: '', ends: '', capacity: '' };
export const noPrice: PriceDraft = { name: '', amount: '', quota: '' };

/** A whole number, or null for nothing typed; undefined for what is neither. */
export function countIn(text: string): number | null | undefined {
  const typed = text.trim();
  if (typed === '') return null;
  return /^\d{1,9}$/.test(typed) ? Number(typed) : undefined;
}

type Complaint = 'nameMissing' | 'startMissing' | 'endBefore' | 'amountWrong' | 'numberWrong';

/** What is wrong with which field, by its place: `sessions.0.starts`. */
export function complaintsOf(draft: EventDraft, zone: string, currency: string): Record<string, Complaint> {
  const found: Record<string, Complaint> = {};
  if (draft.name.trim() === '') found['name'] = 'nameMissing';
  for (const [index, { starts, ends, capacity }] of draft.sessions.entries()) {
    const begins = instantOf(starts, zone);
    const over = ends === '' ? undefined : instantOf(ends, zone);
    if (begins === undefined) found[`sessions.${index}.starts`] = 'startMissing';
    else if (ends !== '' && (over === undefined || over < begins))
      found[`sessions.${index}.ends`] = 'endBefore';
    if (countIn(capacity) === undefined) found[`sessions.${index}.capacity`] = 'numberWrong';
  }
  for (const [index, { name, amount, quota }] of draft.prices.entries()) {
    const cost = amountIn(amount, currency);
    if (name.trim() === '') found[`prices.${index}.name`] = 'nameMissing';
    if (cost === undefined || cost < 0) found[`prices.${index}.amount`] = 'amountWrong';
    if (countIn(quota) === undefined) found[`prices.${index}.quota`] = 'numberWrong';
  }
  return found;
}

/** What is sent of a draft without complaints. */
export function eventOf(draft: EventDraft, zone: string, currency: string): Input<'open_event'> {
  const { name, description, hall, published } = draft;
  return {
    body: {
      name: name.trim(),
      description: description.trim(),
      published,
      ...(hall === '' ? {} : { hall_id: Number(hall) }),
      sessions: draft.sessions.map(({ starts, ends, capacity }) => ({
        starts_at: instantOf(starts, zone) ?? '',
        ends_at: ends === '' ? null : (instantOf(ends, zone) ?? null),
        capacity: countIn(capacity) ?? null,
      })),
      prices: draft.prices.map(({ name, amount, quota }) => ({
        name: name.trim(),
        amount: amountIn(amount, currency) ?? 0,
        quota: countIn(quota) ?? null,
      })),
    },
  };
}
