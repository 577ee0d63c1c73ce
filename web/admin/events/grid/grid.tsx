import { Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { lazy, Suspense, useState, type KeyboardEvent, type ReactNode } from 'react';
import { useAll, useList } from '../../../api/queries.ts';
import { useAmountText } from '../../../kit/amount-field.tsx';
import { DataRows } from '../../../kit/data-list.tsx';
import { Empty } from '../../../kit/empty.tsx';
import { Section } from '../../../kit/section.tsx';
import { Trouble } from '../../../kit/trouble.tsx';
import { useOrganizer } from '../../../session/me.ts';
import { useWords } from '../../../words/use-words.ts';
import { SheetButtons } from '../../imports/sheet-buttons.tsx';
import { useEventPlaces } from '../event-offers.tsx';
import type { Event } from '../event-state.tsx';
import {
  cellNames,
  rowsMoved,
  sharingOf,
  type CellName,
  type GridContext,
  type Offer,
} from './offer-grid.ts';
import { useGridColumns } from './grid-columns.tsx';
import { useTyped } from './typed.ts';
import { words } from './words.ts';

const AddPrice = lazy(() => import('./add-price.tsx'));

const rows_max = 200;

/** Prices, capacities and windows as one grid that is typed in: Enter goes down, Escape takes back, Ctrl+S saves. */
export default function OfferGrid({ event }: { readonly event: Event }): ReactNode {
  const say = useWords(words);
  const amountText = useAmountText();
  const { zone = 'UTC' } = useOrganizer() ?? {};
  const [adding, { open, close }] = useDisclosure();
  const where = [{ column: 'event_id', value: event.id }];
  const list = useList('list_offers', { query: { where, order: 'session_id', limit: rows_max } });
  const pools = useAll('list_pools', { query: { where } });
  const offers = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const context: GridContext = {
    zone,
    amountText: (amount) => amountText(amount, event.currency),
    pools: new Map(pools.data?.items.map((pool) => [pool.id, pool])),
    sharing: sharingOf(offers),
  };
  const ready = list.data !== undefined && pools.data !== undefined;
  return (
    <Section
      wide
      title={say('title')}
      lead={say('lead')}
      actions={
        <Group gap="xs">
          <SheetButtons kind="prices" where={where} taking="prices" />
          <Button size="xs" variant="default" onClick={open}>
            {say('add')}
          </Button>
        </Group>
      }
    >
      {adding && (
        <Suspense fallback={null}>
          <AddPrice event={event} onClose={close} />
        </Suspense>
      )}
      {!ready && list.error === null && pools.error === null && <Skeleton height={160} />}
      {list.error !== null && <Trouble error={list.error} onRetry={() => void list.refetch()} />}
      {pools.error !== null && <Trouble error={pools.error} onRetry={() => void pools.refetch()} />}
      {ready &&
        (offers.length === 0 ? (
          <Empty title={say('none')} next={say('noneNext')} />
        ) : (
          <Rows event={event} offers={offers} context={context} />
        ))}
      {list.hasNextPage && (
        <Group justify="center">
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {say('more')}
          </Button>
        </Group>
      )}
    </Section>
  );
}

interface RowsProps {
  readonly event: Event;
  readonly offers: readonly Offer[];
  readonly context: GridContext;
}

function Rows({ event, offers, context }: RowsProps): ReactNode {
  const say = useWords(words);
  const places = useEventPlaces(event.id);
  const [saved, setSaved] = useState(false);
  const typed = useTyped({ event_id: event.id, offers, context, currency: event.currency });
  const columns = useGridColumns({ typed, context, currency: event.currency, ...places });
  const save = async (): Promise<void> => setSaved(await typed.save());
  const { waiting, wrong, trouble } = typed;
  return (
    <Stack
      gap="sm"
      onKeyDown={(pressed) => {
        if (pressed.key === 's' && (pressed.ctrlKey || pressed.metaKey)) {
          pressed.preventDefault();
          void save();
        } else keyPressed(pressed, typed);
      }}
    >
      {trouble !== null && <Trouble error={trouble} />}
      <DataRows label={say('title')} rows={offers} keyOf={({ id }) => id} columns={columns} />
      <Group gap="xs">
        <Button disabled={waiting === 0} loading={typed.saving} onClick={() => void save()}>
          {say('save')}
        </Button>
        <Button variant="default" disabled={waiting === 0} onClick={typed.forget}>
          {say('undo')}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {wrong > 0
            ? say('wrong', { count: wrong })
            : waiting > 0
              ? say('waiting', { count: waiting })
              : saved
                ? say('saved')
                : say('keys')}
        </Text>
      </Group>
    </Stack>
  );
}

/** What keys do in a cell. The cells say themselves which they are. */
function keyPressed(pressed: KeyboardEvent<HTMLElement>, typed: ReturnType<typeof useTyped>): void {
  const { target, key, shiftKey, ctrlKey, metaKey } = pressed;
  if (!(target instanceof HTMLInputElement)) return;
  const cell = cellNames.find((name) => name === target.dataset['cell']);
  const id = Number(target.dataset['row']);
  if (cell === undefined) return;
  if (key === 'Escape') typed.takeBack(id, cell);
  else if (key === 'Enter' && (ctrlKey || metaKey)) typed.fill(id, cell);
  else move(target, cell, rowsMoved(key, shiftKey, cell));
  if (key === 'Enter' || key === 'Escape') pressed.preventDefault();
}

function move(from: HTMLInputElement, cell: CellName, rows: -1 | 1 | undefined): void {
  if (rows === undefined) return;
  const column = [...document.querySelectorAll<HTMLInputElement>(`input[data-cell="${cell}"]`)];
  const next = column[column.indexOf(from) + rows];
  next?.focus();
  if (cell !== 'starts' && cell !== 'ends') next?.select();
}
