/**
 * The best adjacent seats. Seats are neighbours when they share zone and row and their `position` differs by one;
 * a smaller `rank` (from 0) is a better view. In this order the choice has:
 *
 * 1. the fewest blocks: one in one row where any row has room, else as few as will do;
 * 2. the best sum of ranks, block after block;
 * 3. the fewest single seats left alone between taken ones;
 * 4. the row whose best seat is the best, then the first zone and row label (2 before 10), then the smallest position:
 *    equal halls give equal answers.
 *
 * A hall is grouped into rows once (`seatRows`); from then on a choice looks at the best rows only, and taking or freeing
 * seats rebuilds the rows they are in. Nothing here is changed in place, so a grouped hall can be kept and shared.
 */

/** The columns of `place` that matter, of a seat that is free. */
export interface FreeSeat {
  readonly id: number;
  readonly zone_id: number;
  readonly row_label: string;
  readonly position: number;
  readonly rank: number;
}

/** Admissions that may be for a seat; a shuttle, a workshop or a meal never is, wherever it is sold. */
export function maySit(product_type: string): boolean {
  return product_type === 'numbered_seat' || product_type === 'seat';
}

/**
 * Whether an admission takes a seat of a zone that has places of these kinds. A zone of seats alone has nothing else to give, so
 * that every admission to it takes one; beside an area only a numbered one does.
 */
export function takesSeat(product_type: string, kinds: readonly string[]): boolean {
  if (product_type === 'numbered_seat') return kinds.includes('seat');
  return maySit(product_type) && kinds.includes('seat') && !kinds.includes('area');
}

/** Free seats next to each other without a break, in order of position. */
type Run = readonly FreeSeat[];

/** A row of a zone with what is free in it. */
export interface SeatRow {
  readonly zone_id: number;
  readonly row_label: string;
  /** no seat of the row has a better rank */
  readonly best_rank: number;
  readonly longest: number;
  readonly runs: readonly Run[];
}

const byLabel = new Intl.Collator('en', { numeric: true });

/** The free seats grouped into rows, the row with the best seat first. One pass, and one sort per row. */
export function seatRows(free: readonly FreeSeat[]): SeatRow[] {
  const zones = new Map<number, Map<string, FreeSeat[]>>();
  for (const seat of free) {
    let rows = zones.get(seat.zone_id);
    if (rows === undefined) {
      rows = new Map<string, FreeSeat[]>();
      zones.set(seat.zone_id, rows);
    }
    const row = rows.get(seat.row_label);
    if (row === undefined) rows.set(seat.row_label, [seat]);
    else row.push(seat);
  }
  return [...zones.values()]
    .flatMap((rows) => [...rows.values()].map((seats) => rowOf(seats)))
    .toSorted(bestFirst);
}

/** Rows that are sold out come last: they have no best rank. */
function bestFirst(a: SeatRow, b: SeatRow): number {
  if (a.best_rank !== b.best_rank) return a.best_rank - b.best_rank;
  if (a.best_rank === Infinity) return 0;
  return a.zone_id - b.zone_id || byLabel.compare(a.row_label, b.row_label);
}

/** `seats` of one row, at least one. */
function rowOf(seats: FreeSeat[]): SeatRow {
  seats.sort((a, b) => a.position - b.position || a.id - b.id);
  const runs: FreeSeat[][] = [];
  let before: FreeSeat | undefined;
  for (const seat of seats) {
    const run = before !== undefined && seat.position === before.position + 1 ? runs.at(-1) : undefined;
    if (run === undefined) runs.push([seat]);
    else run.push(seat);
    before = seat;
  }
  return {
    zone_id: before?.zone_id ?? 0,
    row_label: before?.row_label ?? '',
    best_rank: seats.reduce((best, seat) => Math.min(best, seat.rank), Infinity),
    longest: runs.reduce((most, run) => Math.max(most, run.length), 0),
    runs,
  };
}

/** The rows after some of their seats were taken. Rows that are sold out stay, empty, so that seats can come back. */
export function withoutSeats(rows: readonly SeatRow[], taken: readonly FreeSeat[]): SeatRow[] {
  const gone = new Set(taken.map((seat) => seat.id));
  return changed(rows, taken, (seats) => seats.filter((seat) => !gone.has(seat.id)));
}

/** The rows after seats of theirs came back; a row that is not among them is not made. */
export function withSeats(rows: readonly SeatRow[], freed: readonly FreeSeat[]): SeatRow[] {
  return changed(rows, freed, (seats, row) => {
    const known = new Set(seats.map((seat) => seat.id));
    const here = freed.filter((seat) => isOf(seat, row) && !known.has(seat.id));
    return [...seats, ...here];
  });
}

function changed(
  rows: readonly SeatRow[],
  seats: readonly FreeSeat[],
  change: (free: FreeSeat[], row: SeatRow) => FreeSeat[],
): SeatRow[] {
  const labels = new Set(seats.map((seat) => seat.row_label));
  return rows
    .map((row) => {
      if (!labels.has(row.row_label) || !seats.some((seat) => isOf(seat, row))) return row;
      // its name survives being empty
      const { zone_id, row_label } = row;
      return { ...rowOf(change(row.runs.flat(), row)), zone_id, row_label };
    })
    .toSorted(bestFirst);
}

function isOf(seat: FreeSeat, row: SeatRow): boolean {
  return seat.row_label === row.row_label && seat.zone_id === row.zone_id;
}

/** `count` of the free seats, block by block and along the row, or null when fewer are free. */
export function bestSeats(free: readonly FreeSeat[], count: number): FreeSeat[] | null {
  return bestOfRows(seatRows(free), count);
}

/** The same over a hall that is grouped already. */
export function bestOfRows(grouped: readonly SeatRow[], count: number): FreeSeat[] | null {
  if (!Number.isSafeInteger(count) || count < 1) return null;
  let rows = grouped;
  const chosen: FreeSeat[] = [];
  while (chosen.length < count) {
    const block = bestBlock(rows, sizeOfNext(count - chosen.length, rows));
    if (block === null) return null;
    chosen.push(...block);
    if (chosen.length < count) rows = withoutSeats(rows, block);
  }
  return chosen;
}

/**
 * How many seats the next block has. What fits in one run goes there; else whole runs, the longest first, which
 * gives the fewest blocks. A last block of one would leave somebody alone: it gets company from the block before.
 */
function sizeOfNext(missing: number, rows: readonly SeatRow[]): number {
  const longest = rows.reduce((most, row) => Math.max(most, row.longest), 0);
  if (missing <= longest) return missing;
  const lonely = missing - longest === 1 && longest >= 3;
  return lonely && hasTwoRuns(rows) ? longest - 1 : longest;
}

/** Whether there are two runs in which two can sit together. */
function hasTwoRuns(rows: readonly SeatRow[]): boolean {
  let found = 0;
  for (const row of rows) {
    for (const run of row.runs) {
      if (run.length >= 2) found += 1;
      if (found === 2) return true;
    }
  }
  return false;
}

function bestBlock(rows: readonly SeatRow[], size: number): readonly FreeSeat[] | null {
  if (size < 1) return null;
  let best: { run: Run; start: number; rank: number; orphans: number } | null = null;
  for (const row of rows) {
    // rows come with the best first: from here on nothing can be better
    const bound = row.best_rank * size;
    if (best !== null && (best.rank < bound || (best.rank === bound && best.orphans === 0))) break;
    if (row.longest < size) continue;
    for (const run of row.runs) {
      let rank = 0;
      for (let end = 0; end < run.length; end += 1) {
        rank += run[end]?.rank ?? 0;
        if (end >= size) rank -= run[end - size]?.rank ?? 0;
        const start = end - size + 1;
        if (start < 0 || (best !== null && rank > best.rank)) continue;
        const orphans = (start === 1 ? 1 : 0) + (run.length - 1 - end === 1 ? 1 : 0);
        if (best === null || rank < best.rank || orphans < best.orphans) best = { run, start, rank, orphans };
      }
    }
  }
  return best === null ? null : best.run.slice(best.start, best.start + size);
}
