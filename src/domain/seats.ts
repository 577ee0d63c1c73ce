/**
 * The best adjacent seats. Seats are neighbours when they share zone and row and their `position` differs by one;
 * a smaller `rank` is a better view. In this order the choice has:
 *
 * 1. the fewest groups: one block in one row where any row has room, else as few blocks as will do;
 * 2. the best sum of ranks;
 * 3. the fewest single seats left alone between taken ones;
 * 4. the first row and the smallest position, so that equal halls give equal answers.
 */

/** The columns of `place` that matter, of a seat that is free. */
export interface FreeSeat {
  readonly id: number;
  readonly zone_id: number;
  readonly row_label: string;
  readonly position: number;
  readonly rank: number;
}

interface Block {
  readonly seats: readonly FreeSeat[];
  readonly rank: number;
  readonly orphans: number;
}

/** Free seats next to each other without a break, in order of position. */
type Run = readonly FreeSeat[];

/**
 * `count` seats, block by block and along the row, or null when fewer are free. One pass over the seats and one sort
 * per row: a hall of 50 000 takes milliseconds.
 */
export function bestSeats(free: readonly FreeSeat[], count: number): FreeSeat[] | null {
  if (!Number.isSafeInteger(count) || count < 1 || free.length < count) return null;
  let runs = runsOf(free);
  const chosen: FreeSeat[] = [];
  while (chosen.length < count) {
    const missing = count - chosen.length;
    const longest = runs.reduce((most, run) => Math.max(most, run.length), 0);
    const size = sizeOfNext(missing, longest, runs);
    const block = bestBlock(runs, size);
    if (block === null) return null;
    chosen.push(...block.seats);
    if (chosen.length < count) runs = without(runs, block.seats);
  }
  return chosen;
}

/**
 * How many seats the next block has. What fits in one run goes there; else whole runs, the longest first, which
 * gives the fewest blocks. A last block of one would leave somebody alone: it gets company from the block before.
 */
function sizeOfNext(missing: number, longest: number, runs: readonly Run[]): number {
  if (missing <= longest) return missing;
  const lonely = missing - longest === 1 && longest >= 3;
  return lonely && runs.filter((run) => run.length >= 2).length >= 2 ? longest - 1 : longest;
}

function runsOf(free: readonly FreeSeat[]): Run[] {
  const rows = new Map<string, FreeSeat[]>();
  for (const seat of free) {
    const key = `${seat.zone_id}\n${seat.row_label}`;
    const row = rows.get(key);
    if (row === undefined) rows.set(key, [seat]);
    else row.push(seat);
  }
  const runs: FreeSeat[][] = [];
  for (const row of rows.values()) {
    row.sort((a, b) => a.position - b.position || a.id - b.id);
    let run: FreeSeat[] = [];
    for (const seat of row) {
      const before = run.at(-1);
      if (before !== undefined && seat.position !== before.position + 1) {
        runs.push(run);
        run = [];
      }
      run.push(seat);
    }
    runs.push(run);
  }
  return runs;
}

function bestBlock(runs: readonly Run[], size: number): Block | null {
  let best: { run: Run; start: number; rank: number; orphans: number } | null = null;
  for (const run of runs) {
    let rank = 0;
    for (let end = 0; end < run.length; end += 1) {
      rank += run[end]?.rank ?? 0;
      if (end >= size) rank -= run[end - size]?.rank ?? 0;
      const start = end - size + 1;
      if (start < 0 || (best !== null && rank > best.rank)) continue;
      const orphans = (start === 1 ? 1 : 0) + (run.length - 1 - end === 1 ? 1 : 0);
      if (
        best === null ||
        rank < best.rank ||
        orphans < best.orphans ||
        (orphans === best.orphans && isFirst(run[start], best.run[best.start]))
      ) {
        best = { run, start, rank, orphans };
      }
    }
  }
  return best === null
    ? null
    : { seats: best.run.slice(best.start, best.start + size), rank: best.rank, orphans: best.orphans };
}

/** Rows by label as people count them (2 before 10), then along the row. */
function isFirst(a: FreeSeat | undefined, b: FreeSeat | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.zone_id !== b.zone_id) return a.zone_id < b.zone_id;
  if (a.row_label !== b.row_label) return byLabel.compare(a.row_label, b.row_label) < 0;
  return a.position < b.position;
}

const byLabel = new Intl.Collator('en', { numeric: true });

function without(runs: readonly Run[], taken: readonly FreeSeat[]): Run[] {
  const gone = new Set(taken.map((seat) => seat.id));
  return runs
    .flatMap((run) =>
      run.some((seat) => gone.has(seat.id)) ? runsOf(run.filter((seat) => !gone.has(seat.id))) : [run],
    )
    .filter((run) => run.length > 0);
}
