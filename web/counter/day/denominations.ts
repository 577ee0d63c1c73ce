/** The coins and notes of a drawer. Pure; values are minor units, the largest first. */

const table: Readonly<
  Record<string, { readonly notes: readonly number[]; readonly coins: readonly number[] }>
> = {
  EUR: {
    notes: [500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00],
    coins: [2_00, 1_00, 50, 20, 10, 5, 2, 1],
  },
  CHF: {
    notes: [1000_00, 200_00, 100_00, 50_00, 20_00, 10_00],
    coins: [5_00, 2_00, 1_00, 50, 20, 10, 5],
  },
  GBP: { notes: [50_00, 20_00, 10_00, 5_00], coins: [2_00, 1_00, 50, 20, 10, 5, 2, 1] },
  USD: { notes: [100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00], coins: [1_00, 50, 25, 10, 5, 1] },
  RUB: {
    notes: [5000_00, 2000_00, 1000_00, 500_00, 200_00, 100_00, 50_00],
    coins: [10_00, 5_00, 2_00, 1_00],
  },
};

export interface Denomination {
  /** unlike the others': a value may be a coin and a note */
  readonly key: string;
  readonly kind: 'note' | 'coin';
  readonly value: number;
}

/** Empty for a currency whose coins are not known here: its drawer is counted as a sum. */
export function denominationsOf(currency: string): Denomination[] {
  const { notes = [], coins = [] } = table[currency] ?? {};
  return [
    ...notes.map((value) => ({ key: `note-${value}`, kind: 'note' as const, value })),
    ...coins.map((value) => ({ key: `coin-${value}`, kind: 'coin' as const, value })),
  ];
}

/** What was typed of each, by its key. */
export type Counted = Readonly<Record<string, string>>;

/** How many; undefined for what is no number of pieces. */
export function piecesIn(text: string): number | undefined {
  const typed = text.trim();
  if (typed === '') return 0;
  return /^\d{1,6}$/.test(typed) ? Number(typed) : undefined;
}

export interface Pieces {
  readonly kind: Denomination['kind'];
  readonly value: number;
  readonly count: number;
}

/** Of what there is some, the largest first; none while something typed is no number of pieces. */
export function piecesCounted(denominations: readonly Denomination[], counted: Counted): readonly Pieces[] {
  if (sumCounted(denominations, counted) === undefined) return [];
  return denominations
    .map(({ key, kind, value }) => ({ kind, value, count: piecesIn(counted[key] ?? '') ?? 0 }))
    .filter(({ count }) => count > 0);
}

/** What lies there; undefined while something typed is no number of pieces. */
export function sumCounted(denominations: readonly Denomination[], counted: Counted): number | undefined {
  let sum = 0;
  for (const { key, value } of denominations) {
    const pieces = piecesIn(counted[key] ?? '');
    if (pieces === undefined) return undefined;
    sum += pieces * value;
  }
  return sum;
}
