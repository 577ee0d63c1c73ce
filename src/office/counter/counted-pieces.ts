import { piecesOfContent, type Pieces } from '../../domain/drawer.ts';
import type { Rx } from '../../store/transaction.ts';
import type { CounterSession } from './session.ts';

/** What was counted of each note and coin; empty where a sum was said. */
export interface CountedPieces {
  readonly opening: readonly Pieces[];
  readonly closing: readonly Pieces[];
}

/** Out of the journal, where nobody changes it afterwards. */
export async function countedPieces(
  rx: Rx,
  { counter_id, opening_number, closing_number }: CounterSession,
): Promise<CountedPieces> {
  const at = async (number: number | null): Promise<Pieces[]> => {
    if (number === null) return [];
    const line = await rx.db
      .selectFrom('journal_line')
      .select('content')
      .where('counter_id', '=', counter_id)
      .where('number', '=', number)
      .executeTakeFirst();
    return line === undefined ? [] : piecesOfContent(line.content);
  };
  return { opening: await at(opening_number), closing: await at(closing_number) };
}
