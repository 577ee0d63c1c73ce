import { Stack, Text, TextInput, type TextInputProps } from '@mantine/core';
import type { ReactNode } from 'react';
import { useAsk, type ItemOf } from '../../../api/queries.ts';
import type { Column } from '../../../kit/data-list.tsx';
import { tagOf } from '../../../kit/money-text.ts';
import { useProblemText } from '../../../kit/trouble.tsx';
import { useLanguage, useWords } from '../../../words/use-words.ts';
import { OfferState, OfferSwitch, Where } from '../offer-cells.tsx';
import { capacityOf, type CellName, type GridContext, type Offer } from './offer-grid.ts';
import type { Typed } from './typed.ts';
import { words } from './words.ts';

interface GridColumnsInput {
  readonly typed: Typed;
  readonly context: GridContext;
  readonly currency: string;
  readonly sessions: ReadonlyMap<number, ItemOf<'list_sessions'>>;
  readonly zones: ReadonlyMap<number, string>;
}

/** in px: all of them stand beside each other at 1280 */
const widths: Readonly<Record<CellName, number>> = {
  ...{ name: 112, amount: 84, starts: 172, ends: 172, capacity: 84 },
};

/** The columns of the grid: what is typed, where it is sold, what is left, whether it is sold. */
export function useGridColumns(input: GridColumnsInput): readonly Column<Offer>[] {
  const say = useWords(words);
  const { typed, context, currency, sessions, zones } = input;
  const rowName = useRowName(input);
  const channels = useChannels(context);
  const typing = (cell: CellName, props: TextInputProps = {}): Column<Offer> => ({
    key: cell,
    title: say(cell),
    render: (offer) => (
      <Cell
        {...props}
        offer={offer}
        cell={cell}
        typed={typed}
        label={say('cellOf', { cell: say(cell), row: rowName(offer) })}
      />
    ),
  });
  const capacity = typing('capacity', { inputMode: 'numeric', placeholder: '∞' });
  return [
    typing('name'),
    {
      key: 'place',
      title: say('place'),
      render: ({ session_id, zone_id }) => (
        <Where session={sessions.get(session_id ?? 0)} zone={zones.get(zone_id ?? 0)} />
      ),
    },
    typing('amount', {
      inputMode: 'decimal',
      rightSection: currency === 'EUR' ? '€' : currency,
      rightSectionPointerEvents: 'none',
    }),
    typing('starts', { type: 'datetime-local' }),
    typing('ends', { type: 'datetime-local' }),
    {
      ...capacity,
      render: (offer) => {
        const pool = capacityOf(offer, context);
        const rows = pool === undefined ? 1 : (context.sharing.get(pool.id) ?? 1);
        const { left, pool_ids } = offer;
        return (
          <>
            {pool !== undefined && capacity.render(offer)}
            <Text size="xs" c="dimmed">
              {pool === undefined && pool_ids.length > 0 && `${say('several')} · `}
              {left === null ? say('unlimited') : say('left', { count: Math.max(0, left) })}
              {rows > 1 && ` · ${say('shared', { count: rows })}`}
            </Text>
          </>
        );
      },
    },
    ...(channels === undefined
      ? []
      : [{ key: 'channels', title: say('channels'), render: (offer: Offer) => channels(offer) }]),
    {
      key: 'state',
      title: say('state'),
      render: (offer) => (
        <Stack gap={4} align="flex-start" miw="max-content">
          <OfferState offer={offer} />
          <OfferSwitch offer={offer} />
        </Stack>
      ),
    },
  ];
}

interface CellProps extends Omit<TextInputProps, 'onChange' | 'value'> {
  readonly offer: Offer;
  readonly cell: CellName;
  readonly typed: Typed;
  readonly label: string;
}

function Cell({ offer, cell, typed, label, ...props }: CellProps): ReactNode {
  const say = useWords(words);
  const textOf = useProblemText();
  const complaint = typed.complaint(offer, cell);
  const refusal = typed.refusal(offer, cell);
  return (
    <TextInput
      size="xs"
      autoComplete="off"
      {...props}
      aria-label={label}
      data-row={offer.id}
      data-cell={cell}
      style={cell === 'name' ? { minWidth: widths.name } : { width: widths[cell] }}
      styles={{ input: { paddingInlineStart: 8 } }}
      value={typed.cells(offer)[cell]}
      error={complaint !== undefined ? say(complaint) : refusal !== undefined ? textOf(refusal) : undefined}
      onChange={({ currentTarget }) => typed.put(offer, cell, currentTarget.value)}
    />
  );
}

/** What a row is called, for who cannot see where a cell stands. */
function useRowName({ sessions, zones, context }: GridColumnsInput): (offer: Offer) => string {
  const language = useLanguage();
  const format = new Intl.DateTimeFormat(tagOf(language), {
    ...{ dateStyle: 'medium', timeStyle: 'short', timeZone: context.zone },
  });
  return ({ name, session_id, zone_id }) => {
    const session = sessions.get(session_id ?? 0);
    const at = session === undefined ? '' : format.format(new Date(session.starts_at));
    return [name, at, zones.get(zone_id ?? 0) ?? ''].filter((part) => part !== '').join(', ');
  };
}

/** What channels have of a row's capacities; undefined where none has any. */
function useChannels({ pools }: GridContext): ((offer: Offer) => ReactNode) | undefined {
  const reserved = [...pools.values()].filter((pool) => pool.reserved > 0).map(({ id }) => id);
  const where = [{ column: 'pool_id', operator: 'in', value: reserved }];
  const kept = useAsk('list_allotments', { query: { where, limit: 200 } }, { enabled: reserved.length > 0 });
  const living = kept.data?.items.filter(({ released_at }) => released_at === null) ?? [];
  if (living.length === 0) return undefined;
  return ({ pool_ids }) =>
    living
      .filter(({ pool_id }) => pool_ids.includes(pool_id))
      .map(({ channel, capacity, taken }) => `${channel} ${taken}/${capacity}`)
      .join(' · ');
}
