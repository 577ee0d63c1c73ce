import { useState } from 'react';
import { forget, useWrite } from '../../../api/queries.ts';
import {
  capacityOf,
  cellComplaints,
  cellsOf,
  writesOf,
  type CellComplaint,
  type CellName,
  type Cells,
  type GridContext,
  type Offer,
  type RowWrite,
} from './offer-grid.ts';

interface TypedInput {
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
  readonly saving: boolean;
  /** Saves what is right, row by row; true: nothing is left. */
  readonly save: () => Promise<boolean>;
}

type Texts = Readonly<Record<number, Partial<Cells>>>;

/** What is typed into the grid and not saved yet. */
export function useTyped({ offers, context, currency }: TypedInput): Typed {
  const [texts, setTexts] = useState<Texts>({});
  const [refusals, setRefusals] = useState<ReadonlyMap<string, unknown>>(new Map());
  const [saving, setSaving] = useState(false);
  const write = useRowWrites();
  const cells = (offer: Offer): Cells => ({ ...cellsOf(offer, context), ...texts[offer.id] });
  const complaints = (offer: Offer) => cellComplaints(cells(offer), context.zone, currency);
  const writes = (offer: Offer): RowWrite[] => writesOf(offer, cells(offer), context, currency);
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
    },
    waiting: changed.length,
    saving,
    save: async () => {
      setSaving(true);
      const sound = changed.filter((offer) => Object.keys(complaints(offer)).length === 0);
      const refused = await saveRows(sound, writes, write);
      await forget('list_offers', 'list_pools', 'list_prices');
      const left = new Set(refused.map(({ offer }) => offer.id));
      setTexts((old) =>
        Object.fromEntries(
          Object.entries(old).filter(
            ([id]) => left.has(Number(id)) || !sound.some((row) => row.id === Number(id)),
          ),
        ),
      );
      setRefusals(new Map(refused.map(({ offer, cell, error }) => [`${offer.id}.${cell}`, error])));
      setSaving(false);
      return refused.length === 0 && sound.length === changed.length;
    },
  };
}

function withCell(row: Partial<Cells> = {}, cell: CellName, text: string | undefined): Partial<Cells> {
  const { [cell]: _, ...others } = row;
  return text === undefined ? others : { ...others, [cell]: text };
}

interface Refused {
  readonly offer: Offer;
  readonly cell: CellName;
  readonly error: unknown;
}

/** One row after the other; what several rows share is written once. */
async function saveRows(
  rows: readonly Offer[],
  writes: (offer: Offer) => RowWrite[],
  write: (one: RowWrite) => Promise<unknown>,
): Promise<Refused[]> {
  const outcomes = new Map<string, unknown>();
  const refused: Refused[] = [];
  for (const offer of rows) {
    for (const one of writes(offer)) {
      const key = `${one.of} ${one.id}`;
      if (!outcomes.has(key))
        outcomes.set(
          key,
          await write(one).then(
            () => undefined,
            (error: unknown) => error,
          ),
        );
      const error = outcomes.get(key);
      if (error !== undefined) refused.push({ offer, cell: one.cell, error });
    }
  }
  return refused;
}

function useRowWrites(): (one: RowWrite) => Promise<unknown> {
  const price = useWrite('change_price');
  const offer = useWrite('change_offer');
  const pool = useWrite('resize_pool');
  return (one) => {
    const params = { id: one.id };
    if (one.of === 'price') return price.mutateAsync({ params, body: { name: one.name } });
    if (one.of === 'offer') return offer.mutateAsync({ params, body: one.body });
    return pool.mutateAsync({ params, body: { capacity: one.capacity } });
  };
}
