/**
 * How a question is answered. Answers are texts, and are kept in one form each: `number` with a point, `date` as yyyy-mm-dd,
 * `yes_no` as `yes` or `no`, `choices` one a line in the order of the options.
 */
export const questionKinds = [
  'text',
  'paragraph',
  'number',
  'date',
  'email',
  'phone',
  'yes_no',
  'choice',
  'choices',
] as const;

export type QuestionKind = (typeof questionKinds)[number];

export const options_max = 200;
