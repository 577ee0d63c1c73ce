import { useState } from 'react';
import { ApiProblem, isProblem } from '../../../api/problem.ts';
import { useWrite } from '../../../api/queries.ts';
import {
  capacityOf,
  cellComplaints,
  cellRefused,
  cellsOf,
  rowOf,
  type CellComplaint,
  type CellName,
  type Cells,
  type GridContext,
  type GridRow,
  type Offer,
} from './offer-grid.ts';

interface TypedInput {
  readonly event_id: number;
  readonly offers: readonly Offer[];
  readonly context: GridContext;
  readonly currency: string;
}

export interface Typed {
  readonly cells: (offer: Offer) => Cells;
  readonly complaint: (offer: Offer, cell: CellName) => CellComplaint | undefined;
  /** what the office said against a cell */
  readonly refusal: (offer: Offer, cell: CellName) => unknown;
  readonly put: (offer: Offer, cell: CellName, text: string) => void;
  /** The cell as it was. */
  readonly takeBack: (id: number, cell: CellName) => void;
  /** Puts what stands in the cell into all rows of the same price. */
  readonly fill: (id: number, cell: CellName) => void;
  readonly forget: () => void;
  /** rows that are not saved */
  readonly waiting: number;
  /** of them those that cannot be, as they are typed or as the office says */
  readonly wrong: number;
  readonly saving: boolean;
  /** what kept the rows from being saved, and is of no cell */
  readonly trouble: unknown;
  /** Saves all rows, or none where one of them is wrong; true: nothing is left. */
  readonly save: () => Promise<boolean>;
}

type Texts = Readonly<Record<number, Partial<Cells>>>;

/** What is typed into the grid and not saved yet. */
export function useTyped({ event_id, offers, context, currency }: TypedInput): Typed {
  const [texts, setTexts] = useState<Texts>({});
  const [refusals, setRefusals] = useState<ReadonlyMap<string, unknown>>(new Map());
  const change = useWrite('change_offers', { changes: ['list_offers', 'list_pools', 'list_prices'] });
  const cells = (offer: Offer): Cells => ({ ...cellsOf(offer, context), ...texts[offer.id] });
  const complaints = (offer: Offer) => cellComplaints(cells(offer), context.zone, currency);
  // a name is the price's and a capacity the pool's: the rows that have the same one show the same
  const alike = (offer: Offer, cell: CellName): readonly Offer[] => {
    if (cell === 'name') return offers.filter(({ price_id }) => price_id === offer.price_id);
    const pool = cell === 'capacity' ? capacityOf(offer, context) : undefined;
    return pool === undefined ? [offer] : offers.filter((one) => capacityOf(one, context)?.id === pool.id);
  };
  const putAll = (rows: readonly Offer[], cell: CellName, text: string | undefined): void => {
    setTexts((old) => {
      const now = { ...old };
      for (const { id } of rows) now[id] = withCell(now[id], cell, text);
      return now;
    });
    setRefusals(
      (old) => new Map([...old].filter(([key]) => !rows.some(({ id }) => key === `${id}.${cell}`))),
    );
  };
  const of = (id: number): Offer | undefined => offers.find((offer) => offer.id === id);
  const changed = offers.filter((offer) => texts[offer.id] !== undefined && isTyped(offer));
  function isTyped(offer: Offer): boolean {
    const was = cellsOf(offer, context);
    return Object.entries(texts[offer.id] ?? {}).some(
      ([cell, text]) => text.trim() !== was[cell as CellName],
    );
  }
  function isWrong(offer: Offer): boolean {
    if (Object.keys(complaints(offer)).length > 0) return true;
    return [...refusals.keys()].some((key) => key.startsWith(`${offer.id}.`));
  }
  return {
    cells,
    complaint: (offer, cell) => (texts[offer.id] === undefined ? undefined : complaints(offer)[cell]),
    refusal: (offer, cell) => refusals.get(`${offer.id}.${cell}`),
    put: (offer, cell, text) => putAll(alike(offer, cell), cell, text),
    takeBack: (id, cell) => {
      const offer = of(id);
      if (offer !== undefined) putAll(alike(offer, cell), cell, undefined);
    },
    fill: (id, cell) => {
      const offer = of(id);
      if (offer === undefined) return;
      const rows = offers.filter(({ price_id }) => price_id === offer.price_id);
      putAll([...rows, ...rows.flatMap((row) => alike(row, cell))], cell, cells(offer)[cell]);
    },
    forget: () => {
      setTexts({});
      setRefusals(new Map());
      change.reset();
    },
    waiting: changed.length,
    wrong: changed.filter((offer) => isWrong(offer)).length,
    saving: change.isPending,
    trouble: isProblem(change.error, 'rows_refused') ? null : change.error,
    save: async () => {
      if (changed.some((offer) => Object.keys(complaints(offer)).length > 0)) return false;
      const rows = changed.flatMap((offer) => rowOf(offer, cells(offer), context, currency) ?? []);
      if (rows.length > 0) {
        try {
          await change.mutateAsync({ params: { id: event_id }, body: { rows } });
        } catch (error) {
          setRefusals(refusalsIn(error, rows));
          return false;
        }
      }
      setTexts({});
      setRefusals(new Map());
      return true;
    },
  };
}

/** By cell, what the office said against it: each as a problem of its own. */
function refusalsIn(error: unknown, rows: readonly GridRow[]): ReadonlyMap<string, unknown> {
  if (!isProblem(error, 'rows_refused')) return new Map();
  const { problem } = error;
  return new Map(
    (problem.errors ?? []).flatMap(({ path, code = problem.code, message }) => {
      const at = cellRefused(path, rows);
      const own = new ApiProblem({ ...problem, code, title: message, errors: [] });
      return at === undefined ? [] : [[`${at.id}.${at.cell}`, own] as const];
    }),
  );
}

function withCell(row: Partial<Cells> = {}, cell: CellName, text: string | undefined): Partial<Cells> {
  const { [cell]: _, ...others } = row;
  return text === undefined ? others : { ...others, [cell]: text };
}
