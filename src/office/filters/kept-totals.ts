/** a count that takes less is made each time */
const cheap_ms = 5;
/** a count is kept for so many times as long as it took: counting stays below a fiftieth of the time */
const kept_for_costs = 50;
const totals_max = 500;

interface KeptTotal {
  readonly total: Promise<number>;
  readonly cost_ms: number;
  readonly counted_at: number;
}

/**
 * How many rows a list has in all, by the filter: counting a million rows for each page would cost more than the page. What
 * is counted at once is counted anew each time; what takes long is kept for a while in proportion, so that it may lag by a
 * second or two. Those who ask while somebody counts wait for that count.
 */
export class KeptTotals {
  readonly #kept = new Map<string, KeptTotal>();
  readonly #clock: () => number;

  /** by a monotonic clock: that of the office may be set, or stand still */
  constructor(clock = () => performance.now()) {
    this.#clock = clock;
  }

  async total(key: string, count: () => Promise<number>): Promise<number> {
    const known = this.#kept.get(key);
    if (known !== undefined && this.#clock() - known.counted_at < known.cost_ms * kept_for_costs) {
      return known.total;
    }
    const started = this.#clock();
    const counting = count();
    this.#keep(key, { total: counting, cost_ms: Infinity, counted_at: started });
    try {
      const total = await counting;
      const cost_ms = this.#clock() - started;
      if (cost_ms < cheap_ms) this.#kept.delete(key);
      else this.#keep(key, { total: counting, cost_ms, counted_at: started + cost_ms });
      return total;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  /** the filters whose total is kept */
  size(): number {
    return this.#kept.size;
  }

  #keep(key: string, total: KeptTotal): void {
    this.#kept.delete(key);
    this.#kept.set(key, total);
    if (this.#kept.size <= totals_max) return;
    for (const oldest of this.#kept.keys()) {
      this.#kept.delete(oldest);
      break;
    }
  }
}
