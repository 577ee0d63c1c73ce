import type { Answer, Input } from '../../api/call.ts';
import { amountIn } from '../../kit/amount-in.ts';
import { percentIn } from '../../kit/percent-in.ts';
import { instantOf, localText } from '../../kit/local-instant.ts';

export type PromoCode = Answer<'find_promo_code'>;
export type Scope = PromoCode['scopes'][number];
export type Kind = PromoCode['kind'];

/** What is typed of the terms of codes: texts, until they are sent. */
export interface CodeDraft {
  kind: Kind;
  percent: string;
  value: string;
  /** what the inputs hold, in the organizer's zone */
  starts: string;
  ends: string;
  uses: string;
  description: string;
  scopes: readonly Scope[];
}

export const noTerms: CodeDraft = {
  ...{ kind: 'percent', percent: '', value: '', starts: '', ends: '' },
  ...{ uses: '', description: '', scopes: [] },
};

const labels_max = 10_000;

/** The codes of a pasted list, each once: lines, commas, semicolons and tabs part them. */
export function labelsIn(text: string): string[] {
  const seen = new Map<string, string>();
  for (const piece of text.split(/[\n\r,;\t]+/)) {
    const label = piece.trim();
    // capitals do not part two codes
    if (label !== '' && !seen.has(label.toUpperCase())) seen.set(label.toUpperCase(), label);
  }
  return [...seen.values()];
}

type Complaint =
  | 'percentWrong'
  | 'valueWrong'
  | 'dateWrong'
  | 'endBefore'
  | 'usesWrong'
  | 'countWrong'
  | 'patternWrong'
  | 'labelsMissing'
  | 'labelsMany';

/** What is wrong with which field of the terms. */
export function complaintsOf(
  draft: CodeDraft,
  zone: string,
  currency: string,
): Partial<Record<keyof CodeDraft, Complaint>> {
  const found: Partial<Record<keyof CodeDraft, Complaint>> = {};
  const { kind, percent, value, starts, ends, uses } = draft;
  if (kind === 'percent' && !((percentIn(percent) ?? 0) > 0)) found.percent = 'percentWrong';
  if (kind === 'value' && !((amountIn(value, currency) ?? 0) > 0)) found.value = 'valueWrong';
  const [from, until] = [instantOf(starts, zone), instantOf(ends, zone)];
  if (starts !== '' && from === undefined) found.starts = 'dateWrong';
  if (ends !== '' && until === undefined) found.ends = 'dateWrong';
  if (from !== undefined && until !== undefined && until <= from) found.ends = 'endBefore';
  if (!/^\d{0,9}$/.test(uses.trim())) found.uses = 'usesWrong';
  return found;
}

/** How the labels of new codes come about. */
export interface LabelDraft {
  how: 'draw' | 'list';
  count: string;
  pattern: string;
  labels: string;
}

export function labelComplaintsOf(draft: LabelDraft): Partial<Record<keyof LabelDraft, Complaint>> {
  if (draft.how === 'list') {
    const { length } = labelsIn(draft.labels);
    if (length === 0) return { labels: 'labelsMissing' };
    return length > labels_max ? { labels: 'labelsMany' } : {};
  }
  const count = Number(draft.count.trim());
  const signs = draft.pattern.split('#').length - 1;
  return {
    ...(Number.isInteger(count) && count >= 1 && count <= labels_max ? {} : { count: 'countWrong' as const }),
    ...(/^[A-Za-z0-9#-]{8,60}$/.test(draft.pattern.trim()) && signs >= 8
      ? {}
      : { pattern: 'patternWrong' as const }),
  };
}

/** What is sent of terms without complaints. */
export function termsOf(draft: CodeDraft, zone: string, currency: string) {
  const { kind, percent, value, starts, ends, uses, description, scopes } = draft;
  return {
    kind,
    ...(kind === 'percent' ? { percent_bp: percentIn(percent) ?? 0 } : {}),
    ...(kind === 'value' ? { value: amountIn(value, currency) ?? 0 } : {}),
    starts_at: instantOf(starts, zone) ?? null,
    ends_at: instantOf(ends, zone) ?? null,
    uses: uses.trim() === '' ? null : Number(uses.trim()),
    description: description.trim(),
    scopes: [...scopes],
  } satisfies Omit<Input<'create_promo_codes'>['body'], 'labels'>;
}

/** The terms of a code as they are typed. `amountText`: minor units as they are typed. */
export function draftOf(code: PromoCode, zone: string, amountText: (amount: number) => string): CodeDraft {
  return {
    kind: code.kind,
    percent: code.kind === 'percent' ? String(code.percent_bp / 100).replace('.', ',') : '',
    value: code.kind === 'value' ? amountText(code.value) : '',
    starts: code.starts_at === null ? '' : localText(code.starts_at, zone),
    ends: code.ends_at === null ? '' : localText(code.ends_at, zone),
    uses: code.uses === null ? '' : String(code.uses),
    description: code.description,
    scopes: code.scopes,
  };
}
