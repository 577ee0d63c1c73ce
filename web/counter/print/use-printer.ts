import { useTill, type Setup } from '../frame/till.ts';

export type Printer = NonNullable<Setup['tills'][number]['printer']>;

/** The receipt printer of this till in the network; null: the browser prints. */
export function usePrinter(): Printer | null {
  const { counter_id, setup } = useTill();
  return setup.tills.find(({ id }) => id === counter_id)?.printer ?? null;
}
