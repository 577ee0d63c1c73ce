/** What was counted in a drawer, piece by piece. Pure; values are minor units. */
import { Fault } from './faults.ts';
import { sumAmounts, timesQuantity } from './money.ts';

export const pieceKinds = ['note', 'coin'] as const;
export type PieceKind = (typeof pieceKinds)[number];

/** So many of one note or coin; a value may be both. */
export interface Pieces {
  readonly kind: PieceKind;
  readonly value: number;
  readonly count: number;
}

/** No drawer has more kinds of money. */
export const pieces_max = 50;

/** Throws `invalid_input` where the pieces do not come to what is said to lie there. None: it was said as a sum. */
export function assertPieces(field: string, pieces: readonly Pieces[], amount: number): void {
  if (pieces.length === 0) return;
  const sum = sumAmounts(pieces.map(({ value, count }) => timesQuantity(value, count)));
  const kinds = new Set(pieces.map(({ kind, value }) => `${kind} ${value}`));
  if (sum !== amount || kinds.size !== pieces.length)
    throw new Fault('invalid_input', { field, sum, expected: amount });
}

/** As a line of the journal keeps them. */
export const piecesContent = (pieces: readonly Pieces[]) =>
  pieces.length === 0 ? {} : { pieces: pieces.map(({ kind, value, count }) => [kind, value, count]) };

/** What a line of the journal says was counted; none where it says nothing of pieces. */
export function piecesOfContent(content: string): Pieces[] {
  const { pieces = [] } = JSON.parse(content) as { pieces?: readonly [PieceKind, number, number][] };
  return pieces.map(([kind, value, count]) => ({ kind, value, count }));
}
