/** One figure of an issue, measured against its floor in alternating rounds of the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly floor_name: string;
  /** one number per round */
  readonly figure: readonly number[];
  readonly floor: readonly number[];
  /** what the ratio of figure to floor has to be */
  readonly goal: { readonly at_least: number } | { readonly at_most: number };
  readonly note?: string;
}

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  const median = sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
  return { median, min: sorted[0] ?? Number.NaN, max: sorted.at(-1) ?? Number.NaN };
}

/** The ratio round by round: a machine that is slow for a while is slow for both. */
export function ratioOf(figure: Figure): Spread {
  return spreadOf(figure.figure.map((value, round) => value / (figure.floor[round] ?? Number.NaN)));
}

export function isReached(figure: Figure): boolean {
  const { median } = ratioOf(figure);
  return 'at_least' in figure.goal ? median >= figure.goal.at_least : median <= figure.goal.at_most;
}

function short(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en-US');
  return value.toPrecision(3);
}

function range({ median, min, max }: Spread): string {
  return `${short(median)} (${short(min)} … ${short(max)})`;
}

/** A table row in Markdown: figure, floor, ratio, goal, median and spread of the rounds. */
export function rowOf(figure: Figure): string {
  const goal = 'at_least' in figure.goal ? `≥ ${figure.goal.at_least}` : `≤ ${figure.goal.at_most}`;
  const cells = [
    figure.name,
    `${range(spreadOf(figure.figure))} ${figure.unit}`,
    `${range(spreadOf(figure.floor))} ${figure.unit} ${figure.floor_name}`,
    range(ratioOf(figure)),
    goal,
    isReached(figure) ? 'reached' : '**missed**',
    String(figure.figure.length),
    figure.note ?? '',
  ];
  return `| ${cells.join(' | ')} |`;
}

export const tableHead =
  '| figure | measured: median (min … max) | floor | ratio | goal | | rounds | note |\n' +
  '| --- | --- | --- | --- | --- | --- | --- | --- |';
