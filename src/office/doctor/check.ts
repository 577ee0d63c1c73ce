import type { Rx } from '../../store/transaction.ts';

/** The languages in which the doctor speaks. */
export interface Words {
  readonly en: string;
  readonly fr: string;
}

/** What may be wrong: `error` is damage, `warning` wants somebody to look. */
export interface Diagnosis {
  readonly severity: 'error' | 'warning';
  /** kind of the subjects: a table's name */
  readonly subject_kind: string;
  readonly message: Words;
  /** what to do */
  readonly advice: Words;
}

export interface Finding extends Diagnosis {
  readonly check: string;
  /** stable: scripts rely on it */
  readonly code: string;
  /** the first `subjects_max` of them */
  readonly subject_ids: readonly (number | string)[];
  /** there are more than are named */
  readonly more: boolean;
  /** of the first subject: what was found against what should be */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface Subject {
  readonly id: number | string;
  readonly [detail: string]: unknown;
}

export interface CheckContext {
  /** ms, by the engine's clock */
  readonly now: number;
  /** Makes a finding of the subjects; none for none. */
  found(code: string, subjects: readonly Subject[]): Finding[];
  /** For long checks: how far this one is, from 0 to 1. */
  progress(part: number): void;
}

/** One look at the database: a few queries, each a statement of its own, so that it can be taken while people work. */
export interface Check {
  readonly name: string;
  readonly title: Words;
  readonly diagnoses: Readonly<Record<string, Diagnosis>>;
  run(rx: Rx, context: CheckContext): Promise<Finding[]>;
}

export const subjects_max = 100;

/** `found` of a context, for one check. */
export function finder(check: Check): CheckContext['found'] {
  return (code, subjects) => {
    const diagnosis = check.diagnoses[code];
    if (diagnosis === undefined) throw new Error(`the check ${check.name} has no diagnosis ${code}`);
    const [first] = subjects;
    if (first === undefined) return [];
    const { id: _id, ...details } = first;
    const subject_ids = subjects.slice(0, subjects_max).map((subject) => subject.id);
    return [
      { check: check.name, code, ...diagnosis, subject_ids, more: subjects.length > subjects_max, details },
    ];
  };
}
