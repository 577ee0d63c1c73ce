import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { useWords } from '../words/use-words.ts';
import { instantOf } from './local-instant.ts';
import { words } from './words.ts';

export interface Filter {
  /** its name in the address */
  readonly name: string;
  readonly label: string;
  /** what the office compares with; text unless given; `from` and `until`: a day, for `betweenDays` */
  readonly type?: 'number' | 'flag' | 'from' | 'until';
  /** a choice; free text unless given */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

export type FilterTexts = { readonly [name: string]: string | undefined };

/** A condition as lists of `/api` take it. */
export interface Condition {
  readonly column: string;
  readonly operator: '=';
  readonly value: string | number | boolean;
}

interface Filters {
  readonly values: FilterTexts;
  /** for the `where` of a list whose columns have the filters' names; undefined where none is on */
  readonly where: Condition[] | undefined;
  /** whether any is on */
  readonly filtered: boolean;
}

/** The filters as the address has them, so that a filtered list can be kept, shared and gone back to. */
export function useFilters(filters: readonly Filter[]): Filters {
  const search = useSearch({ strict: false });
  const values = Object.fromEntries(filters.map(({ name }) => [name, search[name]]));
  const where = filters.flatMap(({ name, type }): Condition[] => {
    if (type === 'from' || type === 'until') return [];
    const value = valueOf(values[name] ?? '', type);
    return value === undefined ? [] : [{ column: name, operator: '=', value }];
  });
  const filtered = filters.some(({ name }) => (values[name] ?? '').trim() !== '');
  return { values, where: where.length === 0 ? undefined : where, filtered };
}

/** From the beginning of one day to the end of another, by the clock of the zone; what is no day counts for nothing. */
export function betweenDays(
  column: string,
  { from, until }: FilterTexts,
  zone: string,
): { readonly column: string; readonly operator: '>=' | '<'; readonly value: string }[] {
  const first = instantOf(`${from ?? ''}T00:00`, zone);
  const beyond = instantOf(`${dayAfter(until ?? '')}T00:00`, zone);
  return [
    ...(first === undefined ? [] : [{ column, operator: '>=' as const, value: first }]),
    ...(beyond === undefined ? [] : [{ column, operator: '<' as const, value: beyond }]),
  ];
}

const day_ms = 86_400_000;

function dayAfter(day: string): string {
  const at = /^\d{4}-\d\d-\d\d$/.test(day) ? Date.parse(day) : NaN;
  return Number.isNaN(at) ? '' : new Date(at + day_ms).toISOString().slice(0, 10);
}

/** What was typed, as the office compares it; undefined for nothing, and for what is no number where one is needed. */
function valueOf(text: string, type: Filter['type']): string | number | boolean | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return undefined;
  if (type === 'flag') return trimmed === 'true';
  if (type !== 'number') return trimmed;
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : undefined;
}

function usePutFilters(): (change: FilterTexts) => void {
  const navigate = useNavigate();
  return (change) =>
    void navigate({ to: '.', search: (old: FilterTexts) => ({ ...old, ...change }), replace: true });
}

/** Fields above a list that change the address. */
export function FilterBar({ filters }: { readonly filters: readonly Filter[] }): ReactNode {
  const say = useWords(words);
  const put = usePutFilters();
  const { values, filtered } = useFilters(filters);
  return (
    <Group gap="xs" align="flex-end">
      {filters.map((filter) =>
        filter.type === 'from' || filter.type === 'until' ? (
          <TextInput
            key={filter.name}
            size="xs"
            type="date"
            label={filter.label}
            value={values[filter.name] ?? ''}
            onChange={(event) => put({ [filter.name]: event.currentTarget.value })}
          />
        ) : filter.options === undefined ? (
          <TextFilter key={filter.name} filter={filter} value={values[filter.name] ?? ''} />
        ) : (
          <NativeSelect
            key={filter.name}
            size="xs"
            label={filter.label}
            value={values[filter.name] ?? ''}
            onChange={(event) => put({ [filter.name]: event.currentTarget.value })}
            data={[{ value: '', label: say('any') }, ...filter.options]}
          />
        ),
      )}
      {filtered && (
        <Button
          size="xs"
          variant="subtle"
          onClick={() => put(Object.fromEntries(filters.map(({ name }) => [name, undefined])))}
        >
          {say('clear')}
        </Button>
      )}
    </Group>
  );
}

const typing_ms = 300;

/** Asks once the fingers rest, not at every letter. */
function TextFilter({ filter, value }: { readonly filter: Filter; readonly value: string }): ReactNode {
  const put = usePutFilters();
  // what was typed counts until the address says something else
  const [typed, setTyped] = useState({ text: value, over: value });
  const putLater = useDebouncedCallback((typed: string) => put({ [filter.name]: typed }), typing_ms);
  return (
    <TextInput
      size="xs"
      type="search"
      label={filter.label}
      value={typed.over === value ? typed.text : value}
      onChange={(event) => {
        setTyped({ text: event.currentTarget.value, over: value });
        putLater(event.currentTarget.value);
      }}
    />
  );
}
