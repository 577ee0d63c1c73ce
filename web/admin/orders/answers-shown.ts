import type { Answer } from '../../api/call.ts';

export type Asked = Answer<'list_asked'>['items'][number];
type Given = Answer<'find_order'>['answers'][number];

export interface ShownAnswer {
  readonly ticket_id: number | null;
  readonly label: string;
  readonly value: string;
  /** it is needed, and nobody gave it yet */
  readonly required: boolean;
}

/** Given answers, asked for or not, and behind them what is asked and was not answered. */
export function answersShown(given: readonly Given[], asked: readonly Asked[]): readonly ShownAnswer[] {
  const there = given.filter(({ value }) => value !== '').map((one) => ({ ...one, required: false }));
  const names = new Set(there.map(nameOf));
  return [...there, ...asked.filter((one) => !names.has(nameOf(one))).map((one) => ({ ...one, value: '' }))];
}

const nameOf = ({ ticket_id, label }: { readonly ticket_id: number | null; readonly label: string }) =>
  `${ticket_id} ${label}`;

/** By ticket, the order's first: what stands otherwise in the form than in the office. */
export function changedAnswers(
  asked: readonly Asked[],
  typed: Readonly<Record<string, string>>,
): ReadonlyMap<number | null, { readonly label: string; readonly value: string }[]> {
  const changed = asked.flatMap((one) => {
    const value = typed[fieldOf(one)] ?? one.value;
    return value.trim() === one.value ? [] : [{ ticket_id: one.ticket_id, label: one.label, value }];
  });
  const groups = Map.groupBy(changed, ({ ticket_id }) => ticket_id);
  return new Map(
    [...groups].map(([ticket_id, own]) => [ticket_id, own.map(({ label, value }) => ({ label, value }))]),
  );
}

/** A form's name for a question: without a dot, which would be a path. */
export const fieldOf = ({ question_id, ticket_id }: Pick<Asked, 'question_id' | 'ticket_id'>): string =>
  `q${question_id}_${ticket_id ?? 0}`;
