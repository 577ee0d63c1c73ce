import { ActionIcon, Button, Group } from '@mantine/core';
import { ChevronDownIcon, ChevronUpIcon } from '@heroicons/react/24/outline';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { EndpointName } from '../../api/call.ts';
import type { Listed } from '../../api/queries.ts';
import { useAmountText } from '../../kit/amount-field.tsx';
import { ConfirmButton } from '../../kit/confirm-button.tsx';
import { DataList, type Column } from '../../kit/data-list.tsx';
import { sayDone } from '../../kit/done.ts';
import { Empty } from '../../kit/empty.tsx';
import { Section } from '../../kit/section.tsx';
import { useOrganizer } from '../../session/me.ts';
import { useLanguage, useWords } from '../../words/use-words.ts';
import { placesAfterMove, type Field, type FieldContext, type RecordRow } from './fields.ts';
import { useShownField } from './shown-field.tsx';
import { words } from './words.ts';

const RecordDialog = lazy(() => import('./record-dialog.tsx'));

export interface RecordWrites {
  readonly create: (body: Record<string, unknown>) => Promise<unknown>;
  readonly change: (id: number, body: Record<string, unknown>) => Promise<unknown>;
  /** not there: it is never taken away */
  readonly remove?: (id: number) => Promise<unknown>;
}

interface RecordsProps<T extends RecordRow> {
  readonly title: string;
  readonly lead?: string;
  readonly list: Listed<T>;
  /** by what endpoint it is listed */
  readonly read?: readonly EndpointName[];
  readonly fields: readonly Field[];
  /** what the office has beside what is typed, such as how many are taken */
  readonly columns?: readonly Column<T>[];
  readonly nameOf: (row: T) => string;
  /** of the first: what it is good for */
  readonly noneNext: string;
  readonly writes: RecordWrites;
  readonly may: boolean;
  /** the rows stand in an order of their own, and are moved in it; all of them are listed */
  readonly ordered?: boolean;
  readonly currency?: string;
  /** buttons beside the one that adds */
  readonly actions?: ReactNode;
  /** what is added, where "Add" does not say it */
  readonly adding?: string;
}

/** Rows that are kept by hand: listed, made, changed, put in order, taken away. */
export function Records<T extends RecordRow>(props: RecordsProps<T>): ReactNode {
  const { title, lead, list, fields, columns = [], nameOf, noneNext, writes, may } = props;
  const say = useWords(words);
  const context = useFieldContext(props.currency);
  const shown = useShownField(context);
  const [opened, setOpened] = useState<T | 'new'>();
  const typed = fields
    .filter(({ beside = false }) => !beside)
    .map((field): Column<T> => ({
      ...{ key: field.name, title: field.label },
      ...(field.kind === 'amount' || field.kind === 'count' || field.kind === 'percent'
        ? { figures: true }
        : {}),
      render: (row) => shown(field, row[field.name]),
    }));
  const acts: Column<T> = {
    ...{ key: 'acts', title: say('acts'), acts: true },
    render: (row) => <Acts {...props} row={row} onOpen={() => setOpened(row)} />,
  };
  const adding = (
    <Group gap="xs">
      {props.actions}
      {may && (
        <Button variant="default" onClick={() => setOpened('new')}>
          {props.adding ?? say('add')}
        </Button>
      )}
    </Group>
  );
  return (
    <Section wide title={title} {...(lead === undefined ? {} : { lead })} actions={adding}>
      <DataList
        label={title}
        list={list}
        keyOf={({ id }) => id}
        columns={[...typed, ...columns, ...(may ? [acts] : [])]}
        empty={<Empty title={say('none')} next={noneNext} />}
      />
      {opened !== undefined && (
        <Suspense fallback={null}>
          <RecordDialog
            title={opened === 'new' ? `${title} · ${props.adding ?? say('add')}` : nameOf(opened)}
            fields={fields}
            context={context}
            row={opened === 'new' ? undefined : rowNow(list, opened)}
            read={props.read ?? []}
            onClose={() => setOpened(undefined)}
            onSave={async (body, was) => {
              await (opened === 'new' ? writes.create(body) : writes.change(opened.id, { ...body, was }));
              sayDone(say('saved'));
            }}
          />
        </Suspense>
      )}
    </Section>
  );
}

/** The row that was opened, as the list has it by now. */
function rowNow<T extends RecordRow>(list: Listed<T>, opened: T): T {
  return list.data?.pages.flatMap(({ items }) => items).find(({ id }) => id === opened.id) ?? opened;
}

/** How fields are typed here: zone, currency, decimals. */
export function useFieldContext(of?: string): FieldContext {
  const language = useLanguage();
  const amountText = useAmountText();
  const { zone = 'UTC', currency: own = 'EUR' } = useOrganizer() ?? {};
  const currency = of ?? own;
  return {
    ...{ zone, currency },
    amountText: (amount) => amountText(amount, currency),
    percentText: (basis_points) => {
      const text = String(basis_points / 100);
      return language === 'fr' ? text.replace('.', ',') : text;
    },
  };
}

type ActsProps<T extends RecordRow> = Pick<RecordsProps<T>, 'list' | 'nameOf' | 'writes' | 'ordered'> & {
  readonly row: T;
  readonly onOpen: () => void;
};

function Acts<T extends RecordRow>(props: ActsProps<T>): ReactNode {
  const { row, nameOf, writes, onOpen, ordered = false } = props;
  const say = useWords(words);
  const name = nameOf(row);
  const { remove } = writes;
  return (
    <Group gap={4} wrap="nowrap" justify="flex-end">
      {ordered && <Moves {...props} />}
      <Button size="xs" variant="default" aria-label={say('changeOf', { name })} onClick={onOpen}>
        {say('change')}
      </Button>
      {remove !== undefined && (
        <ConfirmButton
          act={say('remove')}
          title={say('removeOf', { name })}
          lead={say('removeLead')}
          final
          onConfirm={async () => {
            await remove(row.id);
            sayDone(say('removed'));
          }}
        />
      )}
    </Group>
  );
}

/** One place up, one place down. */
function Moves<T extends RecordRow>({ list, row, nameOf, writes }: ActsProps<T>): ReactNode {
  const say = useWords(words);
  const rows = (list.data?.pages ?? []).flatMap(({ items }) =>
    items.map(({ id, ...one }) => ({ id, position: Number((one as { position?: unknown }).position ?? 0) })),
  );
  const name = nameOf(row);
  const move = async (by: -1 | 1): Promise<void> => {
    for (const { id, position } of placesAfterMove(rows, row.id, by)) await writes.change(id, { position });
  };
  const first = rows[0]?.id === row.id;
  const last = rows.at(-1)?.id === row.id;
  return (
    <>
      <ActionIcon
        variant="default"
        aria-label={say('upOf', { name })}
        disabled={first}
        onClick={() => void move(-1).catch(() => undefined)}
      >
        <ChevronUpIcon width={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        aria-label={say('downOf', { name })}
        disabled={last}
        onClick={() => void move(1).catch(() => undefined)}
      >
        <ChevronDownIcon width={16} aria-hidden />
      </ActionIcon>
    </>
  );
}
